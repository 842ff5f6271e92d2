"""What the API answers when it says no: problem documents with the network's own types."""

from typing import Any

from starlette.responses import JSONResponse

from sandbox import refusing

TYPES = "https://api.x.com/2/problems/"


class Problem(Exception):
    """Raised anywhere below an endpoint; `more` are the further members of the document."""

    def __init__(self, status: int, title: str, detail: str, kind: str | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.document: dict[str, Any] = {
            "title": title,
            "detail": detail,
            "type": f"{TYPES}{kind}" if kind else "about:blank",
            "status": status,
            **more,
        }

    def response(self) -> JSONResponse:
        if self.status == 429:
            rate = {"code": 88, "message": "Rate limit exceeded"}
            return JSONResponse({**rate, "errors": [rate], **self.document}, self.status)
        return JSONResponse(self.document, self.status, media_type="application/problem+json")


def invalid(detail: str, parameter: str | None = None, value: str | None = None) -> Problem:
    about = {} if parameter is None else {"parameter": parameter}
    more = {} if value is None else {"value": value}
    return Problem(400, "Invalid Request", detail, "invalid-request", **about, **more)


def not_found(what: str, value: str, parameter: str = "id") -> Problem:
    return Problem(
        404,
        "Not Found Error",
        missing_detail(what, value, parameter),
        "resource-not-found",
        **_about(what, value, parameter),
    )


def missing(what: str, value: str, parameter: str = "id") -> dict[str, Any]:
    """The partial error that stands beside the data when one of several is not there."""
    return not_found(what, value, parameter).document


def missing_detail(what: str, value: str, parameter: str) -> str:
    return f"Could not find {what} with {parameter}: [{value}]."


def _about(what: str, value: str, parameter: str) -> dict[str, str]:
    return {"resource_type": what, "resource_id": value, "parameter": parameter, "value": value}


def unauthorized() -> Problem:
    return Problem(401, "Unauthorized", "Unauthorized")


def forbidden(detail: str) -> Problem:
    return Problem(403, "Forbidden", detail)


def not_authorized(what: str, value: str, detail: str) -> Problem:
    return Problem(
        403,
        "Authorization Error",
        detail,
        "not-authorized-for-resource",
        resource_type=what,
        resource_id=value,
        value=value,
    )


def wrong_context(supported: str) -> Problem:
    return Problem(
        403,
        "Unsupported Authentication",
        f"Authenticating with this token is forbidden for this endpoint. Supported: [{supported}].",
        "unsupported-authentication",
    )


def too_many() -> Problem:
    return Problem(429, "Too Many Requests", "Too Many Requests", "rate-limit-exceeded")


def unavailable() -> Problem:
    return Problem(503, "Service Unavailable", "Service Unavailable")


def broken() -> Problem:
    return Problem(500, "Internal Server Error", "Something is broken. Please try again.", "internal-error")


def of_refusal(refusal: refusing.Refusal) -> Problem:
    """What the rules of the network look like from outside."""
    detail = str(refusal)
    match refusal:
        case refusing.NotThere():
            return Problem(404, "Not Found Error", detail, "resource-not-found", resource_type="post")
        case refusing.SaidBefore() | refusing.NotYours() | refusing.BlockedByThem() | refusing.NotEditable():
            return forbidden(detail)
        case _:
            return invalid(detail)
