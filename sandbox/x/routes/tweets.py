"""/2/tweets: making, reading, hiding and deleting posts."""

from sandbox import publishing
from sandbox.clock import now_ms
from sandbox.faults import Dialect
from sandbox.publishing import Draft
from sandbox.world.posts import Post
from sandbox.x.access import Context
from sandbox.x.answering import post_answer, posts_answer
from sandbox.x.asking import body_of, id_in, ids_in, part_in, text_in, truth_in, wish_of
from sandbox.x.endpoint import Answer, Call, endpoint
from sandbox.x.limits import Limit
from sandbox.x.problems import invalid, missing, not_authorized, not_found

TWEET_MEMBERS = frozenset(
    {
        "text",
        "reply",
        "media",
        "quote_tweet_id",
        "edit_options",
        "direct_message_deep_link",
        "reply_settings",
        "made_with_ai",
        "paid_partnership",
        "nullcast",
        "for_super_followers_only",
        "share_with_followers",
        "geo",
        "poll",
        "card_uri",
        "community_id",
    }
)
REPLY_MEMBERS = frozenset({"in_reply_to_tweet_id", "exclude_reply_user_ids", "auto_populate_reply_metadata"})
MEDIA_MEMBERS = frozenset(
    {"media_ids", "tagged_user_ids", "title", "embeddable", "preview_media_id", "call_to_actions"}
)
NOT_HERE = ("poll", "geo", "card_uri", "community_id", "nullcast")
MOST_IDS = 100


@endpoint(Limit(100), scopes=("tweet.write", "tweet.read", "users.read"), sends=True)
async def create(call: Call) -> Answer:
    body = await body_of(call.request, TWEET_MEMBERS)
    for member in NOT_HERE:
        if body.get(member):
            raise invalid(f"$.{member}: this sandbox does not know it", member)
    edits = part_in(body, "edit_options", frozenset({"previous_post_id"}))
    if "edit_options" in body:
        previous = id_in(edits, "previous_post_id")
        if previous is None:
            raise invalid("$.edit_options.previous_post_id: is missing but it is required", "edit_options")
        post = publishing.edit(call.network, call.caller.person, previous, text_in(body, "text"))
    else:
        post = publishing.publish(call.network, _draft(call, body))
    history = "edit_history_tweet_ids" if call.network.faults.now.dialect is Dialect.LIVE else "edit_history_post_ids"
    versions = call.network.world.posts.versions(post.first_version)
    return Answer({"data": {"id": post.id, "text": post.text, history: versions}}, 201)


@endpoint(Limit(50), scopes=("tweet.write", "tweet.read", "users.read"))
async def delete(call: Call) -> Answer:
    post = _post(call, call.request.path_params["id"])
    if post.author_id != call.caller.person.id:
        raise not_authorized("tweet", post.id, "You are not authorized to delete this Tweet.")
    publishing.delete(call.network, call.caller.person, post.id)
    return Answer({"data": {"deleted": True}})


@endpoint(Limit(900, 450), Context.EITHER, ("tweet.read", "users.read"))
async def show(call: Call) -> Answer:
    post = _post(call, call.request.path_params["id"])
    return Answer(post_answer(call.network, post, wish_of(call.request)))


@endpoint(Limit(5000, 3500), Context.EITHER, ("tweet.read", "users.read"))
async def index(call: Call) -> Answer:
    """What is not there any more stands among the errors, with status 200."""
    ids = [post_id for post_id in call.request.query_params.get("ids", "").split(",") if post_id]
    if not 1 <= len(ids) <= MOST_IDS or not all(post_id.isdigit() for post_id in ids):
        raise invalid(f"The `ids` query parameter needs 1 to {MOST_IDS} ids", "ids")
    posts = call.network.world.posts.several(ids)
    answer = posts_answer(call.network, posts, wish_of(call.request))
    there = {post.id for post in posts}
    if gone := [missing("tweet", post_id, "ids") for post_id in ids if post_id not in there]:
        answer["errors"] = gone
    if not posts:
        answer.pop("data")
    return Answer(answer)


@endpoint(Limit(50), scopes=("tweet.moderate.write", "tweet.read", "users.read"))
async def hide(call: Call) -> Answer:
    """Only replies in a conversation that the caller began."""
    hidden = truth_in(await body_of(call.request, frozenset({"hidden"})), "hidden")
    post = _post(call, call.request.path_params["tweet_id"])
    root = call.network.world.posts.get(post.conversation_id)
    if root is None or root.author_id != call.caller.person.id or post.reply_to is None:
        raise not_authorized("tweet", post.id, "You can only hide replies to your own conversations.")
    call.network.world.posts.hide(post.id, now_ms() if hidden else None)
    return Answer({"data": {"hidden": hidden}})


def _draft(call: Call, body: dict[str, object]) -> Draft:
    reply, media = part_in(body, "reply", REPLY_MEMBERS), part_in(body, "media", MEDIA_MEMBERS)
    reply_to = id_in(reply, "in_reply_to_tweet_id")
    if "reply" in body and reply_to is None:
        raise invalid("$.reply.in_reply_to_tweet_id: is missing but it is required", "reply")
    media_ids = ids_in(media, "media_ids")
    if "media" in body and not 1 <= len(media_ids) <= 4:
        raise invalid("$.media.media_ids: 1 to 4 items expected", "media")
    return Draft(
        author=call.caller.person,
        text=text_in(body, "text"),
        reply_to=reply_to,
        quote=id_in(body, "quote_tweet_id"),
        media_ids=media_ids,
        exclude=ids_in(reply, "exclude_reply_user_ids"),
        source=call.caller.app.name,
        deep_link=text_in(body, "direct_message_deep_link") or None,
    )


def _post(call: Call, post_id: str) -> Post:
    post = call.network.world.posts.get(post_id)
    if post is None:
        raise not_found("tweet", post_id)
    return post
