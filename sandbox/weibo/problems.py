"""How Weibo says no: an error object with a number, and the address that was called."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox import refusing


class Problem(Exception):
    """Raised anywhere below Weibo's addresses."""

    def __init__(self, code: int, message: str, status: int = 403) -> None:
        super().__init__(message)
        self.code, self.status = code, status

    def response(self, request: Request) -> JSONResponse:
        path = request.url.path.removeprefix("/api.weibo.com")
        return JSONResponse({"error": str(self), "error_code": self.code, "request": path}, self.status)


def no_token() -> Problem:
    return Problem(21332, "invalid_access_token", 401)


def too_many() -> Problem:
    return Problem(10023, "User requests out of rate limit!")


def broken(status: int = 500) -> Problem:
    return Problem(10001, "System error!", status)


def of_refusal(refusal: refusing.Refusal, *, comment: bool = False) -> Problem:
    """What the rules of the network look like from outside."""
    match refusal:
        case refusing.NotThere():
            return Problem(
                20201 if comment else 20101,
                "target comment does not exist!" if comment else "target weibo does not exist!",
                400,
            )
        case refusing.SaidBefore():
            return Problem(20019, str(refusal), 400)
        case refusing.TooLong():
            return Problem(20012, str(refusal), 400)
        case refusing.Empty():
            return Problem(20008, str(refusal), 400)
        case _:
            return Problem(20111, str(refusal), 400)
