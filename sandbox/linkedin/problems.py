"""How LinkedIn says no: a status, a code and a sentence."""

from starlette.responses import JSONResponse

from sandbox import refusing


class Problem(Exception):
    """Raised anywhere below the API."""

    def __init__(self, status: int, code: str, message: str, service_code: int = 100) -> None:
        super().__init__(message)
        self.status, self.code, self.service_code = status, code, service_code

    def response(self) -> JSONResponse:
        told = {"status": self.status, "code": self.code, "serviceErrorCode": self.service_code, "message": str(self)}
        return JSONResponse(told, self.status)


def no_token() -> Problem:
    return Problem(401, "INVALID_ACCESS_TOKEN", "Invalid access token", 65600)


def denied(what: str) -> Problem:
    return Problem(403, "ACCESS_DENIED", f"Not enough permissions to access: {what}")


def gone(what: str) -> Problem:
    return Problem(404, "NOT_FOUND", f"Not found: {what}")


def invalid(sentence: str) -> Problem:
    return Problem(400, "ILLEGAL_ARGUMENT", sentence)


def old_version(version: str) -> Problem:
    return Problem(426, "NONEXISTENT_VERSION", f"Requested version {version} is not active")


def too_many() -> Problem:
    return Problem(429, "TOO_MANY_REQUESTS", "Resource level throttle limit for calls to this resource is reached.")


def broken(status: int = 500) -> Problem:
    return Problem(status, "INTERNAL_SERVER_ERROR", "Internal Server Error")


def duplicate() -> Problem:
    return Problem(422, "DUPLICATE_POST", "Content is a duplicate of something that stands there")


def of_refusal(refusal: refusing.Refusal) -> Problem:
    """What the rules of the network look like from outside."""
    match refusal:
        case refusing.NotThere():
            return gone(str(refusal))
        case refusing.NotYours() | refusing.BlockedByThem():
            return denied(str(refusal))
        case _:
            return invalid(str(refusal))
