"""How the Bot API says no: a code as of HTTP, a sentence, and what helps."""

from dataclasses import dataclass, field

from starlette.responses import JSONResponse

from sandbox.refusing import BlockedByThem, NotThere, Refusal
from sandbox.telegram.talking import NeverWrote

NAMES = {400: "Bad Request", 403: "Forbidden", 409: "Conflict"}


@dataclass(frozen=True)
class Problem(Exception):
    status: int
    sentence: str
    parameters: dict[str, int] = field(default_factory=dict)

    def response(self) -> JSONResponse:
        named = f"{NAMES[self.status]}: " if self.status in NAMES else ""
        told = {"ok": False, "error_code": self.status, "description": named + self.sentence}
        return JSONResponse(told | ({"parameters": self.parameters} if self.parameters else {}), self.status)


def of_refusal(refusal: Refusal) -> Problem:
    """What the rules of the network look like from outside."""
    if isinstance(refusal, BlockedByThem | NeverWrote):
        return Problem(403, str(refusal))
    return Problem(400, "message to edit not found" if isinstance(refusal, NotThere) else str(refusal))


def unauthorized() -> Problem:
    return Problem(401, "Unauthorized")


def too_many(seconds: int) -> Problem:
    if not seconds:
        return Problem(429, "Too Many Requests")
    return Problem(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
