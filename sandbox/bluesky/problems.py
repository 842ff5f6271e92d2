"""How XRPC says no: a status, the name of the error, a sentence."""

from dataclasses import dataclass, field

from starlette.responses import JSONResponse

from sandbox.refusing import BlockedByThem, NotThere, Refusal


@dataclass
class Problem(Exception):
    status: int
    name: str
    message: str
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> JSONResponse:
        return JSONResponse({"error": self.name, "message": self.message}, self.status, headers=self.headers)


class NoChatsWith(Refusal):
    """They take private messages only from whom they follow, or from nobody."""


def invalid(message: str) -> Problem:
    return Problem(400, "InvalidRequest", message)


def auth_missing() -> Problem:
    return Problem(401, "AuthMissing", "Authentication Required")


def bad_token(message: str = "Token could not be verified") -> Problem:
    return Problem(400, "InvalidToken", message)


def expired() -> Problem:
    return Problem(400, "ExpiredToken", "Token has expired")


def wrong_password() -> Problem:
    return Problem(401, "AuthenticationRequired", "Invalid identifier or password")


def taken_down() -> Problem:
    return Problem(401, "AccountTakedown", "Account has been taken down")


def too_many(headers: dict[str, str]) -> Problem:
    return Problem(429, "RateLimitExceeded", "Rate Limit Exceeded", headers)


def unknown_method() -> Problem:
    return Problem(501, "MethodNotImplemented", "Method Not Implemented")


def broken() -> Problem:
    return Problem(500, "InternalServerError", "Internal Server Error")


def no_record(uri: str) -> Problem:
    return Problem(400, "RecordNotFound", f"Could not locate record: {uri}")


def of_refusal(refusal: Refusal) -> Problem:
    """What the rules of the network refuse, in its own words."""
    name = {NotThere: "NotFound", BlockedByThem: "BlockedByActor"}.get(type(refusal), "InvalidRequest")
    return Problem(400, name, str(refusal))
