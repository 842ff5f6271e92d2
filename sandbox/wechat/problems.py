"""How WeChat says no: a code and a few words, under a status of success."""

from secrets import token_hex

from starlette.responses import JSONResponse

from sandbox import refusing
from sandbox.wechat.chatting import EnoughSaid, NotAgreed, NotFollowing


class Problem(Exception):
    """Raised anywhere below WeChat's addresses."""

    def __init__(self, code: int, message: str, status: int = 200) -> None:
        super().__init__(message)
        self.code, self.status = code, status

    def response(self) -> JSONResponse:
        return JSONResponse({"errcode": self.code, "errmsg": f"{self} rid: {token_hex(4)}"}, self.status)


def stale() -> Problem:
    return Problem(40001, "invalid credential, access_token is invalid or not latest")


def not_listed(address: str) -> Problem:
    return Problem(40164, f"invalid ip {address} ipv6 ::ffff:{address}, not in whitelist")


def of_refusal(refusal: refusing.Refusal) -> Problem:
    """What the rules of the network look like from outside."""
    codes: dict[type[refusing.Refusal], int] = {
        NotFollowing: 43004, NotAgreed: 43101, refusing.WindowClosed: 45015, EnoughSaid: 45047, refusing.TooLong: 45002, refusing.Empty: 44004,
        refusing.MediaNotReady: 40007, refusing.NotThere: 40003,
    }  # fmt: skip
    return Problem(codes.get(type(refusal), 40035), str(refusal))
