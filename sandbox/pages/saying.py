"""Saying something on a page: posting, answering, quoting, editing, deleting, liking, following."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox import publishing, writing
from sandbox.clock import now_ms
from sandbox.multipart import BadForm, File, Form, form_of
from sandbox.network import Network, Visit, network_of
from sandbox.pages.card import card
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import back, is_foreign, visitor_of
from sandbox.publishing import Draft
from sandbox.refusing import MediaNotReady, Refusal
from sandbox.world.media import SHOWABLE
from sandbox.world.ties import Tie
from sandbox.world.users import User

LARGEST_FILE = 15 * 1024**2
LONGEST_DRAFT = 2000


@dataclass(frozen=True)
class Deed:
    """One form, sent by somebody who is somebody."""

    request: Request
    network: Network
    visitor: User
    form: Form

    @property
    def id(self) -> str:
        return str(self.request.path_params["id"])

    def remember(self, kind: str, said: str) -> None:
        """That this was said by hand."""
        self.network.visits.append(Visit(self.visitor.username, kind, said, now_ms()))


Doing = Callable[[Deed], Awaitable[Response]]


def done(doing: Doing) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        visitor = visitor_of(request)
        if is_foreign(request):
            return sorry(request, 403, "This form came from another site.")
        if visitor is None:
            return RedirectResponse("/people", 303)
        try:
            return await doing(Deed(request, network_of(request), visitor, await form_of(request)))
        except (Refusal, BadForm) as error:
            return sorry(request, 409, str(error))

    return answer


async def post(deed: Deed) -> Response:
    texts = deed.form.texts
    made = publishing.publish(
        deed.network,
        Draft(
            author=deed.visitor,
            text=text_of(deed.form),
            reply_to=texts.get("in_reply_to") or None,
            quote=texts.get("quote") or None,
            media_ids=_pictures(deed),
        ),
    )
    deed.remember("post", made.id)
    return back(texts.get("back"), f"/posts/{made.id}")


async def edit(deed: Deed) -> Response:
    edited = publishing.edit(deed.network, deed.visitor, deed.id, text_of(deed.form))
    return RedirectResponse(f"/posts/{edited.id}", 303)


async def delete(deed: Deed) -> Response:
    publishing.delete(deed.network, deed.visitor, deed.id)
    here = deed.form.texts.get("back", "")
    return back(None if here == f"/posts/{deed.id}" else here)


async def like(deed: Deed) -> Response:
    writing.like(deed.network, deed.visitor, deed.id)
    return back(deed.form.texts.get("back"), f"/posts/{deed.id}")


async def unlike(deed: Deed) -> Response:
    writing.unlike(deed.network, deed.visitor, deed.id)
    return back(deed.form.texts.get("back"), f"/posts/{deed.id}")


async def follow(deed: Deed) -> Response:
    return _follow(deed, follows=True)


async def unfollow(deed: Deed) -> Response:
    return _follow(deed, follows=False)


async def compose(request: Request) -> Response:
    """A page of its own for a new post, or one that quotes another; `text` is put into the box."""
    network, visitor = network_of(request), visitor_of(request)
    quoted = network.world.posts.get(request.query_params.get("quote"))
    shown = card(network, quoted, visitor, with_quoted=False) if quoted else None
    return page(request, "compose.html", quoted=shown, text=request.query_params.get("text", "")[:LONGEST_DRAFT])


async def editing(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    found = network.world.posts.get(request.path_params["id"])
    shown = card(network, found, visitor) if found else None
    if shown is None or not shown.editable:
        return sorry(request, 409, "This post cannot be edited, or not any more.")
    return page(request, "edit.html", card=shown)


def picture_of(form: Form) -> File | None:
    """The picture in a form; a field left empty is none."""
    file = form.files.get("picture")
    if file is None or not file.content:
        return None
    if file.media_type not in SHOWABLE or len(file.content) > LARGEST_FILE:
        raise MediaNotReady("A picture (JPEG, PNG, WebP, GIF) or film (MP4, WebM) of at most 15 MB, please.")
    return file


def _pictures(deed: Deed) -> tuple[str, ...]:
    file = picture_of(deed.form)
    if file is None:
        return ()
    media = deed.network.world.media.keep(deed.visitor.id, file.media_type, "tweet_image", file.content)
    deed.network.world.media.describe(media.id, deed.form.texts.get("alt", "")[:1000])
    return (media.id,)


def _follow(deed: Deed, *, follows: bool) -> Response:
    user = deed.network.world.users.named(deed.request.path_params["username"])
    if user is None:
        return sorry(deed.request, 404, "There is nobody of that name.")
    ties = deed.network.world.ties
    (ties.make if follows else ties.undo)(Tie.FOLLOW, deed.visitor.id, user.id)
    return RedirectResponse(f"/@{user.username}", 303)


def text_of(form: Form) -> str:
    """Browsers send line ends as CR LF."""
    return form.texts.get("text", "").replace("\r\n", "\n").strip()
