"""A post on Bluesky becomes one of ours: who, below what, what it says and shows, and what it answers or quotes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from webcare.channels.bluesky import texts
from webcare.channels.bluesky.fields import Shape
from webcare.channels.bluesky.naming import Place, thread_key
from webcare.channels.inbound import Author, ContextPost, InboundAttachment, Parsing, Received

URL_CHARACTERS = 2_000
BACKDATED = timedelta(days=1)  # programs choose the moment of a post; nobody saw it long before the network did
IMAGES, VIDEO, EXTERNAL, RECORD, BOTH = (
    f"app.bsky.embed.{kind}" for kind in ("images", "video", "external", "record", "recordWithMedia")
)
SUFFIXES = {"@jpeg": "image/jpeg", "@png": "image/png", "@webp": "image/webp"}


def received(account: str, post: Shape, shown: Mapping[str, Shape], parsing: Parsing) -> Received:
    """`post` is as a notification or a list tells it; `shown` are posts as Bluesky shows them, by their addresses."""
    place, author, record = post.post("uri"), author_of(post.shape("author")), post.shape("record")
    own_ids, answers = {account, *parsing.own_ids}, _answers(record, place)
    ours = author.external_id in own_ids
    root, parent = answers
    person = _person(author, parent, own_ids, shown) if ours else author
    quoted = quoted_in(record)
    above = [each for each in dict.fromkeys((parent, root)) if each and each != place]
    return Received(
        account=author.external_id if ours else account,
        external_id=place.uri,
        author=author,
        text=text_of(record),
        sent_at=_sent_at(record, post),
        thread_key=thread_key(root.uri, (person or author).external_id),
        private=False,
        ours=ours,
        parents=tuple(each.uri for each in above),
        quoted=quoted.uri if quoted else "",
        recipient=person if ours else None,
        language_hint=_language(record),
        permalink=place.permalink,
        attachments=_files(shown.get(place.uri, post)),
        context=tuple(_context(above, quoted, shown)),
    )


def author_of(person: Shape) -> Author:
    """The DID stays, whatever they call themselves."""
    proof = person.maybe_shape("verification")
    return Author(
        person.did("did"),
        handle=person.maybe_words("handle")[:253],
        name=person.maybe_words("displayName")[:200],
        verified=proof is not None and proof.maybe_words("verifiedStatus") == "valid",
    )


def text_of(record: Shape) -> str:
    """What it says, with whole addresses, and the one on its card where the text has it not."""
    text = texts.told(record.maybe_words("text"), record.shapes("facets"))
    embed = record.maybe_shape("embed")
    media = embed.maybe_shape("media") if embed and embed.kind() == BOTH else embed
    card = media.maybe_shape("external") if media and media.kind() == EXTERNAL else None
    uri = card.maybe_words("uri")[:URL_CHARACTERS] if card else ""
    return f"{text}\n{uri}".strip() if uri and uri not in text else text.strip()


def quoted_in(record: Shape) -> Place | None:
    """The post that stands in this one."""
    embed = record.maybe_shape("embed")
    holder = embed.maybe_shape("record") if embed and embed.kind() == BOTH else embed
    quoted = holder.maybe_shape("record") if holder and embed and embed.kind() in {RECORD, BOTH} else None
    return quoted.maybe_post("uri") if quoted else None


def named_in(post: Shape) -> list[str]:
    """Which posts one would want to see beside this one, itself included."""
    record, place = post.shape("record"), post.post("uri")
    places = (place, *_answers(record, place), quoted_in(record))
    return [each.uri for each in dict.fromkeys(places) if each]


def _answers(record: Shape, itself: Place) -> tuple[Place, Place | None]:
    """The post at the top of the exchange, and the one right above."""
    reply = record.maybe_shape("reply")  # whoever wrote the record named them as they liked
    root, parent = (reply.maybe_shape(name) if reply else None for name in ("root", "parent"))
    above = parent.maybe_post("uri") if parent else None
    return (root.maybe_post("uri") if root else None) or above or itself, above


def _person(ours: Author, parent: Place | None, own_ids: set[str], shown: Mapping[str, Shape]) -> Author | None:
    """Whom a post of ours answers; nobody where it answers nothing, or ourselves."""
    if parent is None or parent.did in own_ids | {ours.external_id}:
        return None
    view = shown.get(parent.uri)
    return author_of(view.shape("author")) if view else Author(parent.did)


def _sent_at(record: Shape, post: Shape) -> datetime:
    """The earlier of what its program said and when the network had it."""
    indexed = post.time("indexedAt")
    said = record.time("createdAt") if record.has("createdAt") else indexed
    return said if indexed - BACKDATED < said < indexed else indexed


def _language(record: Shape) -> str:
    told = record.values.get("langs")
    first = told[0] if isinstance(told, list) and told else ""
    return first[:8] if isinstance(first, str) and first.replace("-", "").isalnum() and first.isascii() else ""


def _context(above: Sequence[Place], quoted: Place | None, shown: Mapping[str, Shape]) -> list[ContextPost]:
    relations = [(each, relation) for each, relation in zip(above, ("parent", "original"), strict=False)]
    relations += [(quoted, "quoted")] if quoted else []
    return [_shown(shown[each.uri], relation) for each, relation in relations if each.uri in shown]


def _shown(view: Shape, relation: str) -> ContextPost:
    record = view.shape("record")
    author = author_of(view.shape("author"))
    return ContextPost(view.post("uri").uri, relation, author, text_of(record), _sent_at(record, view))


def _files(view: Shape) -> tuple[InboundAttachment, ...]:
    """Pictures, and a picture of a film; only Bluesky's own view of a post says where they lie."""
    embed = view.maybe_shape("embed")
    media = embed.maybe_shape("media") if embed and embed.kind() == f"{BOTH}#view" else embed
    if media is None:
        return ()
    found = list[InboundAttachment]()
    if media.kind() == f"{IMAGES}#view":
        found = [
            _file(each.maybe_words("fullsize", "thumb"), each.maybe_words("alt")) for each in media.shapes("images")
        ]
    elif media.kind() == f"{VIDEO}#view":
        found = [_file(media.maybe_words("thumbnail"), media.maybe_words("alt"))]
    return tuple(each for each in found if each.url.startswith(("https://", "http://")))


def _file(url: str, alt: str) -> InboundAttachment:
    """Bluesky writes the kind behind the address."""
    url = url if len(url) <= URL_CHARACTERS else ""
    kind = next((kind for suffix, kind in SUFFIXES.items() if url.endswith(suffix)), "image/jpeg")
    return InboundAttachment(url=url, content_type=kind, filename=f"picture.{kind.partition('/')[2]}", alt=alt)
