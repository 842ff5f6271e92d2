"""What a record has to be: the published limits that a server holds posts to, in its own words."""

import re
from typing import Any

import regex

from sandbox.bluesky import naming
from sandbox.bluesky.problems import Problem, invalid
from sandbox.network import Network

Json = dict[str, Any]
GRAPHEMES, BYTES, LANGS, PICTURES, PICTURE_BYTES = 300, 3_000, 3, 4, 1_000_000
MESSAGE_GRAPHEMES, MESSAGE_BYTES, HIDDEN = 1_000, 10_000, 300
RKEY = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9_~.:-]{1,512}\Z")
URI = re.compile(r"at://did:[a-z]+:[A-Za-z0-9._:%-]+/[A-Za-z0-9.-]+/[A-Za-z0-9_~.:-]+\Z")
CID = re.compile(r"baf[a-z2-7]{20,90}\Z")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,20})?(?:Z|[+-]\d\d:\d\d)\Z")


def check_key(rkey: str) -> None:
    if not RKEY.match(rkey):
        raise invalid("Invalid record key")


def check(network: Network, collection: str, record: Any) -> Json:
    """Raises a Problem; gives back what was checked."""
    if not isinstance(record, dict):
        raise invalid("Input/record must be an object")
    if record.get("$type") != collection:
        raise invalid(f"Invalid $type: expected {collection}, got {record.get('$type')}")
    try:
        if collection not in {naming.PROFILE, naming.DECLARATION}:
            _moment(record, "createdAt")
        if collection == naming.POST:
            _post(network, record)
        elif collection in {naming.LIKE, naming.REPOST}:
            _reference(record, "subject")
        elif collection == naming.GATE and len(record.get("hiddenReplies") or []) > HIDDEN:
            raise invalid(f"array too big (maximum {HIDDEN}) at $.hiddenReplies")
    except Problem as problem:
        raise invalid(f"Invalid {collection} record: {problem.message}") from None
    return record


def check_text(text: Any, graphemes: int, most_bytes: int) -> str:
    if not isinstance(text, str):
        raise invalid("Expected string value type at $.text")
    if (taken := len(text.encode())) > most_bytes:
        raise invalid(f"string too big (maximum {most_bytes}, got {taken}) at $.text")
    if (taken := len(regex.findall(r"\X", text))) > graphemes:
        raise invalid(f"grapheme too big (maximum {graphemes}, got {taken}) at $.text")
    return text


def _post(network: Network, record: Json) -> None:
    text = check_text(record.get("text"), GRAPHEMES, BYTES)
    if len(record.get("langs") or []) > LANGS:
        raise invalid(f"array too big (maximum {LANGS}) at $.langs")
    if reply := record.get("reply"):
        _reference(reply, "root")
        _reference(reply, "parent")
    for facet in record.get("facets") or []:
        _facet(facet, len(text.encode()))
    embed = record.get("embed") or {}
    if embed.get("$type") == "app.bsky.embed.images":
        _pictures(network, embed.get("images"))


def _facet(facet: Json, length: int) -> None:
    """A real server takes places beyond the text; here they are a mistake that shows."""
    index = facet.get("index") or {}
    start, end = index.get("byteStart"), index.get("byteEnd")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= length:
        raise invalid("Expected a place within the text at $.facets[0].index")


def _pictures(network: Network, images: Any) -> None:
    if not isinstance(images, list) or len(images) > PICTURES:
        raise invalid(f"array too big (maximum {PICTURES}) at $.embed.images")
    for image in images:
        if not isinstance(image.get("alt"), str):
            raise invalid('Missing required key "alt" at $.embed.images[0]')
        media = network.world.media.get(naming.media_of(((image.get("image") or {}).get("ref") or {}).get("$link", "")))
        if media is None:
            raise invalid("Could not find blob")
        if media.total_bytes > PICTURE_BYTES:
            raise invalid(f"blob too big (maximum {PICTURE_BYTES}, got {media.total_bytes}) at $.embed.images[0].image")


def _reference(record: Json, name: str) -> None:
    told = record.get(name)
    if not isinstance(told, dict) or not URI.match(str(told.get("uri"))) or not CID.match(str(told.get("cid"))):
        raise invalid(f"Invalid strong reference at $.{name}")


def _moment(record: Json, name: str) -> None:
    if not MOMENT.match(str(record.get(name))):
        raise invalid(f"Invalid datetime at $.{name}")
