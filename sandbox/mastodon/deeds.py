"""What a program does on Mastodon: write, change, delete, hand over files, and not listen to somebody any more."""

from starlette.responses import JSONResponse

from sandbox.clock import now_ms
from sandbox.mastodon import posting
from sandbox.mastodon.door import Call, Json
from sandbox.mastodon.posting import Words
from sandbox.mastodon.problems import Problem
from sandbox.mastodon.shapes import account_shape, media_shape, status_shape
from sandbox.world.media import PICTURES, SHOWABLE
from sandbox.world.ties import Tie

LONGEST_NOTE = 500
WORKS_MS = 700  # on anything but a picture
TIES = {
    "mute": (Tie.MUTE, True),
    "unmute": (Tie.MUTE, False),
    "block": (Tie.BLOCK, True),
    "unblock": (Tie.BLOCK, False),
}


async def write(call: Call) -> Json:
    """The same `Idempotency-Key` within an hour gives the post that it made."""
    key, wanted = call.request.headers.get("idempotency-key", ""), call.text("visibility") or "public"
    if wanted not in posting.SEEN_BY:
        raise Problem(422, "Validation failed: Visibility is not included in the list")
    words = Words(
        call.account, call.text("status"), wanted, call.text("spoiler_text"), call.text("in_reply_to_id") or None,
        tuple(call.several("media_ids")), key,
    )  # fmt: skip
    return status_shape(call.network, posting.write(call.network, words))


async def change(call: Call) -> Json:
    told = Words(
        call.account, call.text("status"), warning=call.text("spoiler_text"), media_ids=tuple(call.several("media_ids"))
    )
    return status_shape(call.network, posting.edit(call.network, call.account, call.id, told))


async def remove(call: Call) -> Json:
    shown = status_shape(call.network, posting.there(call.network, call.id, call.account.id))
    toot = posting.remove(call.network, call.account, call.id)
    return {**shown, "text": toot.text}


async def upload(call: Call) -> Json:
    """A picture is there at once; a film or a sound takes a moment."""
    file = call.form.files.get("file")
    if file is None or not (file.media_type in SHOWABLE or file.media_type.startswith("audio/")):
        raise Problem(422, "Validation failed: File content type is invalid")
    shelf = call.network.world.media
    media = shelf.open(call.account.id, file.media_type, "mastodon", len(file.content))
    shelf.append(media.id, 0, file.content)
    at_once = file.media_type in PICTURES
    shelf.close(media.id, now_ms() + (0 if at_once else WORKS_MS))
    shelf.describe(media.id, call.text("description"))
    kept = shelf.get(media.id) or media
    return JSONResponse(media_shape(call.network, kept, ready=at_once), 200 if at_once else 202)


async def introduce(call: Call) -> Json:
    """Only what stands below the name."""
    note = call.text("note")
    if len(note) > LONGEST_NOTE:
        raise Problem(422, f"Validation failed: Note is too long (maximum is {LONGEST_NOTE} characters)")
    return account_shape(call.network, call.network.world.users.describe(call.account, note))


async def tie(call: Call) -> Json:
    """Mute or block somebody, or take it back."""
    user = call.network.world.users.get(call.id)
    if user is None:
        raise Problem(404, "Record not found")
    kind, stands = TIES[call.request.url.path.rpartition("/")[2]]
    ties = call.network.world.ties
    (ties.make if stands else ties.undo)(kind, call.account.id, user.id)
    named = {"muting": Tie.MUTE, "blocking": Tie.BLOCK}
    return {"id": user.id, **{name: ties.stands(each, call.account.id, user.id) for name, each in named.items()}}


async def report(call: Call) -> Json:
    user = call.network.world.users.get(call.text("account_id"))
    if user is None:
        raise Problem(404, "Record not found")
    call.network.world.ties.make(Tie.REPORT, call.account.id, user.id)
    return {"id": user.id, "action_taken": False, "category": "other", "comment": call.text("comment")}
