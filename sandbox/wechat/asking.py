"""The part of the client that is about WeChat: writing to official accounts, entering their address, reading it all back."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.weibo.asking import Whispered
from sandbox.wire import Wire


@dataclass(frozen=True)
class WeChatKeys:
    """What a program needs to speak for an official account."""

    app_id: str
    app_secret: str
    original_id: str


class WeChatAsking:
    """What the client of the admin API knows of WeChat; every brand has an official account there."""

    _wire: Wire

    def wechat_keys(self, handle: str, *, app: str | None = None) -> WeChatKeys:
        return WeChatKeys(**self._wire.post("wechat/keys", {"as": handle, "app": app}))

    def wechat_callback(self, handle: str, url: str, token: str, encoding_key: str = "", mode: str = "plain") -> None:
        """Enter where WeChat calls, and in which mode: plain, compatible or safe; it tries at once."""
        wish = {"as": handle, "url": url, "token": token, "encoding_key": encoding_key, "mode": mode}
        self._wire.post("wechat/callbacks", wish)

    def wechat_openid(self, handle: str, account: str) -> str:
        """How the account knows somebody."""
        return str(self._wire.get("wechat/people", {"as": handle, "to": account})["openid"])

    def wechat_follow(self, handle: str, account: str) -> None:
        self._wire.post("wechat/following", {"as": handle, "to": account})

    def wechat_leave(self, handle: str, account: str) -> None:
        self._wire.send("DELETE", "wechat/following", {"as": handle, "to": account})

    def wechat_agree(self, handle: str, account: str) -> None:
        """Somebody may be sent one notice."""
        self._wire.post("wechat/notices", {"as": handle, "to": account})

    def wechat(
        self,
        handle: str,
        to: str,
        text: str = "",
        *,
        media_id: str | None = None,
        at: datetime | None = None,
        events: bool = True,
    ) -> Whispered:
        """A person to an account."""
        when = None if at is None else at.isoformat()
        wish = {"as": handle, "to": to, "text": text, "media_id": media_id, "at": when, "events": events}
        return Whispered.of(self._wire.post("wechat/chats", wish))

    def wechats(self, **filters: str | int) -> list[Whispered]:
        """Oldest first; filters: since_id, since, limit."""
        return [Whispered.of(each) for each in self._wire.get("wechat/chats", filters)["chats"]]
