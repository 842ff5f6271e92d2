"""/2/media: uploading pictures and films in one go or in segments, and describing them."""

import base64
import binascii

from sandbox.clock import now_ms
from sandbox.multipart import BadForm, form_of
from sandbox.world.media import SHOWABLE, Media
from sandbox.x.asking import body_of, id_in, part_in, text_in
from sandbox.x.endpoint import Answer, Call, endpoint
from sandbox.x.limits import Limit
from sandbox.x.problems import forbidden, invalid, not_found
from sandbox.x.shapes import Shape

SCOPES = ("media.write",)
LIFE_SECONDS = 86_400
FILM_WORK_MS = 1000
LARGEST = {"photo": 5 * 1024**2, "animated_gif": 15 * 1024**2, "video": 512 * 1024**2}
CATEGORIES = frozenset({"tweet_image", "tweet_gif", "tweet_video", "dm_image", "dm_gif", "dm_video"})
OPENING = frozenset({"media_type", "total_bytes", "media_category", "shared", "additional_owners"})
METADATA = frozenset({"alt_text", "sensitive_media_warning", "allow_download_status", "upload_source"})


@endpoint(Limit(1875), scopes=SCOPES)
async def initialize(call: Call) -> Answer:
    body = await body_of(call.request, OPENING)
    media_type = text_in(body, "media_type")
    total = body.get("total_bytes")
    if media_type not in SHOWABLE:
        raise invalid(f"$.media_type: {media_type} is not supported here", "media_type", media_type)
    if not isinstance(total, int) or total < 1:
        raise invalid("$.total_bytes: a number of bytes expected", "total_bytes")
    category = text_in(body, "media_category", "tweet_image")
    if category not in CATEGORIES:
        raise invalid(
            f"$.media_category: {category} does not have a value in the enumeration", "media_category", category
        )
    media = call.network.world.media.open(call.caller.person.id, media_type, category, total)
    _check_size(media, total)
    return Answer({"data": {"id": media.id, "media_key": media.key, "expires_after_secs": LIFE_SECONDS}})


@endpoint(Limit(1875), scopes=SCOPES)
async def append(call: Call) -> Answer:
    media = _own(call, call.request.path_params["id"])
    number, content = await _segment(call)
    _check_size(media, call.network.world.media.received(media.id) + len(content))
    call.network.world.media.append(media.id, number, content)
    return Answer({"data": {"expires_at": now_ms() // 1000 + LIFE_SECONDS}})


@endpoint(Limit(1875), scopes=SCOPES)
async def finalize(call: Call) -> Answer:
    """Pictures are ready at once; films after a moment, which the status tells."""
    media = _own(call, call.request.path_params["id"])
    received = call.network.world.media.received(media.id)
    if media.ready_at is None and received != media.total_bytes:
        raise invalid(f"The segments hold {received} of {media.total_bytes} bytes.", "total_bytes")
    if media.ready_at is None:
        work = 0 if media.kind == "photo" else FILM_WORK_MS
        call.network.world.media.close(media.id, now_ms() + work)
    return Answer({"data": _state(_own(call, media.id))})


@endpoint(Limit(1875), scopes=SCOPES)
async def status(call: Call) -> Answer:
    return Answer({"data": _state(_own(call, call.request.query_params.get("media_id", "")))})


@endpoint(Limit(1875), scopes=SCOPES)
async def upload(call: Call) -> Answer:
    """A picture in one request."""
    try:
        form = await form_of(call.request)
    except BadForm as error:
        raise invalid(str(error)) from None
    file = form.files.get("media")
    if file is None or file.media_type not in SHOWABLE:
        raise invalid("$.media: a picture expected", "media")
    category = form.texts.get("media_category", "tweet_image")
    media = call.network.world.media.open(call.caller.person.id, file.media_type, category, len(file.content))
    _check_size(media, len(file.content))
    call.network.world.media.append(media.id, 0, file.content)
    call.network.world.media.close(media.id, now_ms())
    return Answer({"data": _state(_own(call, media.id))})


@endpoint(Limit(500), scopes=SCOPES)
async def describe(call: Call) -> Answer:
    body = await body_of(call.request, frozenset({"id", "metadata"}))
    media = _own(call, id_in(body, "id") or "")
    alt_text = text_in(part_in(part_in(body, "metadata", METADATA), "alt_text", frozenset({"text"})), "text")
    if len(alt_text) > 1000:
        raise invalid("$.metadata.alt_text.text: may only be 1000 characters long", "metadata")
    call.network.world.media.describe(media.id, alt_text)
    return Answer({"data": {"id": media.id, "associated_metadata": {"alt_text": {"text": alt_text}}}})


async def _segment(call: Call) -> tuple[int, bytes]:
    """From a form with the bytes, or from JSON with base64."""
    if call.request.headers.get("content-type", "").startswith("application/json"):
        body = await body_of(call.request, frozenset({"media", "segment_index"}))
        try:
            return _index(str(body.get("segment_index"))), base64.b64decode(text_in(body, "media"), validate=True)
        except binascii.Error:
            raise invalid("$.media: base64 expected", "media") from None
    try:
        form = await form_of(call.request)
    except BadForm as error:
        raise invalid(str(error)) from None
    if "media" not in form.files:
        raise invalid("$.media: is missing but it is required", "media")
    return _index(form.texts.get("segment_index", "")), form.files["media"].content


def _index(text: str) -> int:
    if not text.isdigit() or int(text) > 999:
        raise invalid("$.segment_index: 0 to 999 expected", "segment_index", text)
    return int(text)


def _check_size(media: Media, size: int) -> None:
    if size > LARGEST[media.kind]:
        raise invalid(
            f"A {media.kind} may have {LARGEST[media.kind]} bytes; this has {size}.", "total_bytes", str(size)
        )


def _own(call: Call, media_id: str) -> Media:
    media = call.network.world.media.get(media_id)
    if media is None:
        raise not_found("media", media_id, "media_id")
    if media.owner_id != call.caller.person.id:
        raise forbidden("This media belongs to another account.")
    return media


def _state(media: Media) -> Shape:
    shape: Shape = {
        "id": media.id,
        "media_key": media.key,
        "size": media.total_bytes,
        "expires_after_secs": LIFE_SECONDS,
    }
    if media.kind != "photo" and media.ready_at is not None:
        done = media.is_ready(now_ms())
        progress = {"state": "succeeded", "progress_percent": 100}
        shape["processing_info"] = (
            progress if done else {"state": "in_progress", "check_after_secs": 1, "progress_percent": 50}
        )
    return shape
