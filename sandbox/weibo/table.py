"""Every address of Weibo's programs, below that of its open platform; lists exist under contract too."""

from starlette.routing import Route

from sandbox.weibo import deeds, lists, oauth
from sandbox.weibo.door import FANS, Handler, door

BASE = "/api.weibo.com"
LISTS: dict[str, Handler] = {
    "statuses/mentions": lists.mentions,
    "statuses/show": lists.status,
    "comments/mentions": lists.comment_mentions,
    "comments/to_me": lists.comments_to_me,
    "comments/by_me": lists.comments_by_me,
    "comments/show": lists.comments_below,
    "account/get_uid": lists.own_id,
    "users/show": lists.person,
}

ROUTES = [
    *[Route(f"{BASE}/2/{name}.json", door(handler)) for name, handler in LISTS.items()],
    *[Route(f"{BASE}/2/{name}/biz.json", door(handler)) for name, handler in LISTS.items()],
    Route(f"{BASE}/2/comments/create.json", door(deeds.comment, sends=True), methods=["POST"]),
    Route(f"{BASE}/2/comments/reply.json", door(deeds.reply, sends=True, comment=True), methods=["POST"]),
    Route(f"{BASE}/2/comments/destroy.json", door(deeds.remove_comment, comment=True), methods=["POST"]),
    Route(f"{BASE}/2/statuses/destroy.json", door(deeds.remove_status), methods=["POST"]),
    Route(f"{BASE}/2/messages/reply.json", door(deeds.answer, kind=FANS, sends=True), methods=["POST"]),
    Route(f"{BASE}/2/mss/msget", deeds.file),
    Route(f"{BASE}/oauth2/authorize", oauth.ask),
    Route(f"{BASE}/oauth2/authorize", oauth.answer, methods=["POST"]),
    Route(f"{BASE}/oauth2/access_token", oauth.token, methods=["POST"]),
    Route(f"{BASE}/oauth2/get_token_info", oauth.facts, methods=["POST"]),
    Route(f"{BASE}/oauth2/revokeoauth2", oauth.revoke, methods=["POST"]),
]
