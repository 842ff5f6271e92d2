"""How the Graph says no: one error object with a code, sometimes a subcode, and a sentence."""

from secrets import token_urlsafe
from typing import Any

from starlette.responses import JSONResponse

from sandbox import refusing


class Problem(Exception):
    """Raised anywhere below the Graph."""

    def __init__(
        self, code: int, message: str, *, subcode: int = 0, status: int = 400, transient: bool = False
    ) -> None:
        super().__init__(message)
        self.code, self.subcode, self.status, self.transient = code, subcode, status, transient

    def response(self) -> JSONResponse:
        error: dict[str, Any] = {
            "message": f"(#{self.code}) {self}",
            "type": "OAuthException",
            "code": self.code,
            "fbtrace_id": token_urlsafe(8),
        }
        error |= {"error_subcode": self.subcode} if self.subcode else {}
        error |= {"is_transient": True} if self.transient else {}
        return JSONResponse({"error": error}, self.status)


def invalid(message: str) -> Problem:
    return Problem(100, message)


def gone(what: str) -> Problem:
    told = f"Object with ID '{what}' does not exist, cannot be loaded due to missing permissions, or does not support this operation"
    return Problem(100, told, subcode=33)


def no_token() -> Problem:
    return Problem(190, "Error validating access token: The session is invalid.", subcode=460, status=401)


def not_permitted(permission: str) -> Problem:
    return Problem(200, f"Requires {permission} permission to manage the object", status=403)


def too_many() -> Problem:
    return Problem(4, "Application request limit reached", status=403)


def broken(status: int = 500) -> Problem:
    return Problem(
        2, "An unexpected error has occurred. Please retry your request later.", status=status, transient=True
    )


def unverified(url: str) -> Problem:
    return Problem(2200, f"Callback verification failed: {url} did not answer with the challenge.")


def of_refusal(refusal: refusing.Refusal) -> Problem:
    """What the rules of the network look like from outside."""
    sentence = str(refusal)
    match refusal:
        case refusing.NotThere():
            return Problem(100, sentence, subcode=33)
        case refusing.WindowClosed():
            return Problem(10, sentence, subcode=2018278)
        case refusing.AnsweredBefore():
            return Problem(10900, sentence)
        case refusing.BlockedByThem():
            return Problem(551, sentence, subcode=1545041)
        case refusing.NotYours():
            return Problem(200, sentence, status=403)
        case _:
            return invalid(sentence)
