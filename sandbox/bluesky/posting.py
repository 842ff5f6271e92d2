"""Speaking in public as somebody: the app completes handles, makes links work, and names what is answered or quoted."""

import re
from dataclasses import dataclass
from typing import Any

from sandbox.bluesky import naming, repo
from sandbox.bluesky.naming import LIKE, POST
from sandbox.bluesky.problems import Problem
from sandbox.clock import iso, now_ms
from sandbox.network import Network
from sandbox.refusing import Empty, MediaNotReady, NotThere, NotYours, Refusal
from sandbox.wording import HASHTAG, LINK
from sandbox.world.sky import Record
from sandbox.world.users import User

NAMED = re.compile(r"(?<![\w@/.-])@([A-Za-z0-9_-]{1,15})(\.sky\.example)?(?![\w.-]*\w)")
FACET = "app.bsky.richtext.facet#"


@dataclass(frozen=True)
class Words:
    """`below` and `quotes` are numbers of posts; `at` in the past seeds history."""

    author: User
    text: str
    below: str = ""
    quotes: str = ""
    media_id: str | None = None
    at: int | None = None


def post(network: Network, words: Words) -> Record:
    """Raises a Refusal."""
    if not words.text.strip() and not words.media_id:
        raise Empty("There is nothing in it.")
    text = completed(network, words.text)
    facets = _facets(network, text)
    record: dict[str, Any] = {"$type": POST, "text": text, "createdAt": iso(words.at or now_ms()), "langs": ["en"]}
    record |= {"facets": facets} if facets else {}
    record |= {"reply": _reply(network, words.below)} if words.below else {}
    embed = _embed(network, words)
    record |= {"embed": embed} if embed else {}
    try:
        return repo.create(network, words.author, POST, "", record, at=words.at)
    except Problem as problem:
        raise Refusal(problem.message) from problem


def like(network: Network, by: User, number: str, *, likes: bool) -> Record:
    """A second time changes nothing. Gives back the post."""
    post = there(network, number)
    own = [each for each in network.world.sky.about(LIKE, post.uri) if each.owner_id == by.id]
    if likes and not own:
        record = {"$type": LIKE, "subject": reference(post), "createdAt": iso(now_ms())}
        repo.create(network, by, LIKE, "", record)
    for each in [] if likes else own:
        repo.remove(network, each)
    return post


def remove(network: Network, by: User, number: str) -> Record:
    post = there(network, number)
    if post.owner_id != by.id:
        raise NotYours("Only its author can remove this.")
    repo.remove(network, post)
    return post


def there(network: Network, number: str) -> Record:
    found = network.world.sky.numbered(number)
    if found is None or found.collection != POST:
        raise NotThere(f"There is no post {number}; it may have been removed.")
    return found


def reference(record: Record) -> dict[str, str]:
    return {"uri": record.uri, "cid": record.cid}


def completed(network: Network, text: str) -> str:
    """With whole handles, as the app writes them while one types."""

    def whole(found: re.Match[str]) -> str:
        user = network.world.users.named(found[1].replace("-", "_"))
        return f"@{naming.handle_of(user)}" if user else found[0]

    return NAMED.sub(whole, text)


def _reply(network: Network, number: str) -> dict[str, Any]:
    above = there(network, number)
    reply = above.value.get("reply")
    return {"root": reply["root"] if reply else reference(above), "parent": reference(above)}


def _embed(network: Network, words: Words) -> dict[str, Any] | None:
    quote = (
        {"$type": "app.bsky.embed.record", "record": reference(there(network, words.quotes))} if words.quotes else None
    )
    if not words.media_id:
        return quote
    media = network.world.media.get(words.media_id)
    if media is None:
        raise MediaNotReady(f"There is no picture {words.media_id}.")
    blob = {
        "$type": "blob",
        "ref": {"$link": naming.file_cid(media.id)},
        "mimeType": media.media_type,
        "size": media.total_bytes,
    }
    pictures = {"$type": "app.bsky.embed.images", "images": [{"alt": media.alt_text, "image": blob}]}
    return {"$type": "app.bsky.embed.recordWithMedia", "record": quote, "media": pictures} if quote else pictures


def _facets(network: Network, text: str) -> list[dict[str, Any]]:
    found = [(each, {"$type": f"{FACET}link", "uri": each[0]}) for each in LINK.finditer(text)]
    found += [
        (each, {"$type": f"{FACET}mention", "did": naming.did_of(user.id)})
        for each in NAMED.finditer(text)
        if each[2] and (user := network.world.users.named(each[1].replace("-", "_")))
    ]
    found += [(each, {"$type": f"{FACET}tag", "tag": each[1]}) for each in HASHTAG.finditer(text)]
    places = sorted(found, key=lambda each: each[0].start())
    return [{"index": _bytes(text, each), "features": [feature]} for each, feature in places]


def _bytes(text: str, found: re.Match[str]) -> dict[str, int]:
    start = len(text[: found.start()].encode())
    return {"byteStart": start, "byteEnd": start + len(found[0].encode())}
