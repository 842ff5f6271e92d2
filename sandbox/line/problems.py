"""How the Messaging API says no: a status of HTTP, a sentence, and sometimes details."""

from typing import Any

from starlette.responses import JSONResponse

from sandbox.refusing import Refusal


class Problem(Exception):
    """Raised anywhere below LINE's addresses; `more` stands beside the sentence."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.more = status, more

    def response(self) -> JSONResponse:
        return JSONResponse({"message": str(self), **self.more}, self.status)


def of_refusal(refusal: Refusal) -> Problem:
    """What the rules of the network look like from outside."""
    details = [{"message": str(refusal), "property": "messages[0].text"}]
    return Problem(400, "The request body has 1 error(s)", details=details)


def no_token() -> Problem:
    return Problem(401, "Authentication failed. Confirm that the access token in the authorization header is valid.")


def too_many() -> Problem:
    return Problem(429, "The API rate limit has been exceeded. Try again later.")
