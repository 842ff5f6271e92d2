"""Who stands at the widget's door: which widget it is, which visitor, how often they may ask, and how they are refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.inbound import Unparsable
from webcare.channels.shape import Shape
from webcare.channels.webchat.limits import BODY_BYTES, FROM_ONE_ADDRESS
from webcare.channels.webchat.session import ChatSession, opened, widget
from webcare.channels.webchat.writing import CannotTake, Ended
from webcare.conversations.attaching import CannotAttach
from webcare.lib.logs import told
from webcare.lib.pace import Pacer
from webcare.lib.strain import RETRY_SECONDS, is_strain
from webcare.team.doorbook import neighbours_of

View = Callable[..., HttpResponse]
BEARER = "Bearer "
pacer = Pacer()
log = logging.getLogger(__name__)


class TooOften(Exception):
    """For how many seconds whoever asks has to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def door(view: View) -> View:
    """Only for scripts of the panel, which is a page of ours; what goes wrong is said as JSON."""

    @wraps(view)
    def opened_door(request: HttpRequest, key: str, **more: object) -> HttpResponse:
        try:
            if not _is_from_the_panel(request):
                return refusal(403, _("Only the chat itself may write here."))
            return view(request, found(key), **more)
        except CannotTake as error:
            return refusal(error.status, str(error))
        except CannotAttach as error:
            return refusal(422, str(error))
        except Unparsable as error:
            return refusal(400, str(error))
        except Ended:
            return refusal(401, _("This chat has ended."))
        except TooOften as error:
            return _later(429, _("That was too much at once. It is sent in a moment."), error.seconds)
        except Exception as error:
            if not is_strain(error):
                raise
            log.error("A visitor's words could not be kept: %s", told(error))
            return _later(503, _("It could not be kept now. It is sent again in a moment."), RETRY_SECONDS)

    return opened_door


def visitor(view: View) -> View:
    """Only for whoever has the token of a session; the view gets the session."""

    @door
    @wraps(view)
    def known(request: HttpRequest, account: Account, **more: object) -> HttpResponse:
        session = opened(account, token_of(request))
        if session is None:
            slow_down(f"chat from {neighbours_of(request)}", FROM_ONE_ADDRESS)
            return refusal(401, _("This chat has ended."))
        return view(request, session, **more)

    return known


def found(key: str) -> Account:
    """The account behind a widget's key."""
    account = widget(key)
    if account is None:
        raise Http404
    return account


def token_of(request: HttpRequest) -> str:
    """It travels in a header, so that no page elsewhere can use it and no log has it."""
    given = request.headers.get("Authorization", "")
    return given.removeprefix(BEARER) if given.startswith(BEARER) else ""


def slow_down(name: str, most: int) -> None:
    """Count one more in this minute. Raises TooOften."""
    if wait := pacer.ask(name[:120], most):
        raise TooOften(wait)


def slow_both(request: HttpRequest, session: ChatSession, what: str, most: int) -> None:
    """What one visitor does, and all behind one address together. Raises TooOften."""
    slow_down(f"chat {what} {session.pk}", most)
    slow_down(f"chat from {neighbours_of(request)}", FROM_ONE_ADDRESS)


def body_of(request: HttpRequest) -> Shape:
    """What the panel sent. Raises CannotTake, Unparsable."""
    try:
        size = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        size = BODY_BYTES + 1
    if size > BODY_BYTES:
        raise CannotTake(_("That is too much for one message."), 413)
    return Shape.read(request.read(BODY_BYTES))


def refusal(status: int, sentence: str) -> JsonResponse:
    """Said to the visitor."""
    return JsonResponse({"why": sentence}, status=status, headers={"Cache-Control": "no-store"})


def _later(status: int, sentence: str, seconds: int) -> JsonResponse:
    answer = refusal(status, sentence)
    answer["Retry-After"] = str(seconds)
    return answer


def _is_from_the_panel(request: HttpRequest) -> bool:
    """Browsers say which page asks; scripts of other pages have no business here."""
    origin = request.headers.get("Origin", "")
    return not origin or origin == f"{request.scheme}://{request.get_host()}"
