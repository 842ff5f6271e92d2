"""Every address of the server for programs."""

from starlette.routing import Route

from sandbox.mastodon import deeds, lists, oauth, streaming
from sandbox.mastodon.door import BASE, door

V1 = f"{BASE}/api/v1"

ROUTES = [
    Route(f"{V1}/streaming/user", door(streaming.user)),
    Route(f"{V1}/apps", oauth.register, methods=["POST"]),
    Route(f"{BASE}/oauth/authorize", oauth.ask),
    Route(f"{BASE}/oauth/authorize", oauth.answer, methods=["POST"]),
    Route(f"{BASE}/oauth/token", oauth.token, methods=["POST"]),
    Route(f"{BASE}/oauth/revoke", oauth.revoke, methods=["POST"]),
    Route(f"{BASE}/api/v2/instance", door(lists.instance)),
    Route(f"{BASE}/api/v2/media", door(deeds.upload), methods=["POST"]),
    Route(f"{V1}/media/{{id}}", door(lists.media)),
    Route(f"{V1}/notifications", door(lists.notifications)),
    Route(f"{V1}/conversations", door(lists.conversations)),
    Route(f"{V1}/accounts/verify_credentials", door(lists.ourselves)),
    Route(f"{V1}/accounts/update_credentials", door(deeds.introduce), methods=["PATCH"]),
    Route(f"{V1}/accounts/lookup", door(lists.look_up)),
    Route(f"{V1}/accounts/{{id}}", door(lists.person)),
    Route(f"{V1}/accounts/{{id}}/statuses", door(lists.statuses_of)),
    *[Route(f"{V1}/accounts/{{id}}/{deed}", door(deeds.tie), methods=["POST"]) for deed in deeds.TIES],
    Route(f"{V1}/reports", door(deeds.report), methods=["POST"]),
    Route(f"{V1}/statuses", door(lists.statuses)),
    Route(f"{V1}/statuses", door(deeds.write, sends=True), methods=["POST"]),
    Route(f"{V1}/statuses/{{id}}", door(lists.status)),
    Route(f"{V1}/statuses/{{id}}", door(deeds.change), methods=["PUT"]),
    Route(f"{V1}/statuses/{{id}}", door(deeds.remove), methods=["DELETE"]),
    Route(f"{V1}/statuses/{{id}}/context", door(lists.context)),
    Route(f"{V1}/statuses/{{id}}/source", door(lists.source)),
    Route(f"{V1}/statuses/{{id}}/favourited_by", door(lists.favourited_by)),
    Route(f"{V1}/statuses/{{id}}/reblogged_by", door(lists.reblogged_by)),
]
