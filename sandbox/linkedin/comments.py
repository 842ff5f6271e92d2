"""Comments as a page's program reads and writes them."""

import re

from sandbox.clock import now_ms
from sandbox.linkedin import problems
from sandbox.linkedin.call import Call, Json
from sandbox.linkedin.naming import activity_urn, actor_urn, comment_urn, entry_with
from sandbox.linkedin.places import feed
from sandbox.linkedin.problems import gone, invalid
from sandbox.meta.square import Words
from sandbox.world.wall import Entry, Span

MOST = 1000
URNS = re.compile(r"List\((.+)\)\Z")
URN = re.compile(r"urn:li:comment:\([^()]*\)|urn:li:[a-zA-Z]+:[0-9]+(?=,|\Z)")
SAME_WORDS_MS = 10 * 60 * 1000


async def index(call: Call) -> Json:
    """Below a post those right below it, below a comment the answers to it."""
    call.needs("r_organization_social_feed")
    node, span = call.entry(call.part("urn")), Span(limit=MOST)
    wall = call.network.world.feed
    found = wall.comments_below(node.id, span, top_level=True) if node.is_post else wall.answers_to(node.id, span)
    return call.turned([shape(call, each) for each in found])


async def summaries(call: Call) -> Json:
    """How many reacted to things and answered them; what is gone stands among the errors."""
    call.needs("r_organization_social_feed")
    ids = URNS.match(call.asked.get("ids", ""))
    if ids is None:
        raise invalid("ids must be a List of names")
    results, errors = dict[str, Json](), dict[str, Json]()
    for urn in URN.findall(ids[1]):
        entry = entry_with(call.network, call.page, urn)
        if entry is None:
            errors[urn] = {"status": 404, "message": f"{urn} not found"}
        else:
            results[urn] = _summary(call, entry, urn)
    return {"results": results, "statuses": {}, "errors": errors}


async def reactions(call: Call) -> Json:
    """Who reacted to a thing, the last one first; people here know one way to do it."""
    call.needs("r_organization_social_feed")
    if call.asked.get("q") != "entity":
        raise invalid("q must be entity")
    entry, urn = call.entry(call.part("urn")), call.part("urn")
    rows = []
    for person_id, _sign, at in call.network.world.reactions.standing(entry.place):
        if user := call.network.world.users.get(person_id):
            stamp = {"actor": actor_urn(user), "time": at}
            known = f"urn:li:reaction:({actor_urn(user)},{urn})"
            rows.append({"id": known, "reactionType": "LIKE", "root": urn, "created": stamp, "lastModified": stamp})
    return call.turned(rows)


async def show(call: Call) -> Json:
    call.needs("r_organization_social_feed")
    return shape(call, _comment(call))


async def create(call: Call) -> Json:
    call.needs("w_organization_social_feed")
    page, above = call.as_page(call.body.get("actor")), call.entry(call.part("urn"))
    text, parent = _text(call.body.get("message")), call.body.get("parentComment")
    if not above.is_post and call.entry(str(parent)).id != above.id:
        raise invalid("parentComment must name the comment that is answered")
    if above.parent_id is not None:
        raise invalid("Only comments right below a post can be answered")
    if _said_before(call, above, text):
        raise problems.duplicate()
    return shape(call, feed(call.network).comment(above.id, Words(page, text)))


async def change(call: Call) -> Json:
    call.needs("w_organization_social_feed")
    page = call.as_page(call.asked.get("actor"))
    if call.request.headers.get("x-restli-method", "").upper() != "PARTIAL_UPDATE":
        raise invalid("X-RestLi-Method must be PARTIAL_UPDATE")
    message = call.body.get("patch", {}).get("message", {}) if isinstance(call.body.get("patch"), dict) else {}
    changed = feed(call.network).edit(page, _comment(call).id, _text(message.get("$set")))
    return shape(call, changed)


async def remove(call: Call) -> Json:
    call.needs("w_organization_social_feed")
    page = call.as_page(call.asked.get("actor"))
    feed(call.network).remove(page, _comment(call).id)
    return {}


def shape(call: Call, comment: Entry) -> Json:
    author = call.network.world.users.get(comment.author_id)
    actor = actor_urn(author) if author else ""
    told: Json = {
        "id": comment.id,
        "commentUrn": comment_urn(comment.post_id, comment.id),
        "$URN": comment_urn(comment.post_id, comment.id),
        "actor": actor,
        "object": activity_urn(comment.post_id),
        "message": {"attributes": [], "text": comment.text},
        "created": {"actor": actor, "time": comment.created_at},
        "lastModified": {"actor": actor, "time": comment.edited_at or comment.created_at},
    }
    return told | ({"parentComment": comment_urn(comment.post_id, comment.parent_id)} if comment.parent_id else {})


def _summary(call: Call, entry: Entry, urn: str) -> Json:
    wall, every = call.network.world.feed, Span(limit=MOST)
    answers = wall.comments_below(entry.id, every) if entry.is_post else wall.answers_to(entry.id, every)
    likes = feed(call.network).likes(entry)
    return {
        "target": urn,
        "likesSummary": {"totalLikes": likes, "aggregatedTotalLikes": likes, "likedByCurrentUser": False},
        "commentsSummary": {"totalFirstLevelComments": len(answers), "aggregatedTotalComments": len(answers)},
    }


def _comment(call: Call) -> Entry:
    post, found = call.entry(call.part("urn")), call.network.world.feed.get(call.part("id"))
    if found is None or found.is_post or found.post_id != post.id:
        raise gone(call.part("id"))
    return found


def _text(message: object) -> str:
    text = message.get("text") if isinstance(message, dict) else None
    if not isinstance(text, str):
        raise invalid("message.text must be a text")
    return text


def _said_before(call: Call, above: Entry, text: str) -> bool:
    wall, lately = call.network.world.feed, Span(since=now_ms() - SAME_WORDS_MS)
    below = wall.comments_below(above.id, lately) if above.is_post else wall.answers_to(above.id, lately)
    return any(each.author_id == call.page.id and each.text == text for each in below)
