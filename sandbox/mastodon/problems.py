"""How a Mastodon server says no: a status of HTTP and a sentence."""

from starlette.responses import JSONResponse

from sandbox import refusing


class Problem(Exception):
    """Raised anywhere below the server's addresses."""

    def __init__(self, status: int, message: str, *, name: str = "") -> None:
        super().__init__(message)
        self.status, self.name = status, name

    def response(self, headers: dict[str, str] | None = None) -> JSONResponse:
        told = {"error": self.name, "error_description": str(self)} if self.name else {"error": str(self)}
        return JSONResponse(told, self.status, headers)


def no_token() -> Problem:
    return Problem(401, "The access token is invalid")


def too_many() -> Problem:
    return Problem(429, "Too many requests")


def of_refusal(refusal: refusing.Refusal) -> Problem:
    """What the rules of the network look like from outside."""
    missing = isinstance(refusal, refusing.NotThere | refusing.NotYours)
    return Problem(404, "Record not found") if missing else Problem(422, str(refusal))
