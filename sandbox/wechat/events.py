"""What WeChat tells the program of an account: XML, in the mode that was chosen."""

from xml.sax.saxutils import escape

from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.sending_off import Told, send_off
from sandbox.wechat.naming import openid, original_id
from sandbox.world.chats import Chat
from sandbox.world.users import User

FORMATS = {"audio/amr": "amr", "audio/mpeg": "mp3"}


def happened(network: Network, account: User, person: User, event: str) -> None:
    """Somebody follows or leaves."""
    _tell(
        network,
        account,
        person,
        {"CreateTime": str(now_ms() // 1000), "MsgType": "event", "Event": event, "EventKey": ""},
    )


def arrived(network: Network, account: User, person: User, chat: Chat) -> None:
    """A template message is there."""
    about = {"CreateTime": str(now_ms() // 1000), "MsgType": "event", "Event": "TEMPLATESENDJOBFINISH"}
    _tell(network, account, person, {**about, "MsgID": chat.id, "Status": "success"})


def written(network: Network, account: User, person: User, chat: Chat) -> None:
    """A text, or a picture, a voice or a film."""
    told = {"CreateTime": str(chat.created_at // 1000), **_said(network, chat), "MsgId": chat.id}
    _tell(network, account, person, told)


def _said(network: Network, chat: Chat) -> dict[str, str]:
    media = network.world.media.get(chat.media_id or "")
    if media is None:
        return {"MsgType": "text", "Content": chat.text}
    match media.media_type.partition("/")[0]:
        case "audio":
            return {"MsgType": "voice", "MediaId": media.id, "Format": FORMATS.get(media.media_type, "amr")}
        case "video":
            return {"MsgType": "video", "MediaId": media.id, "ThumbMediaId": media.id}
    shown = f"{network.settings.public_url}/media/{media.id}"
    return {"MsgType": "image", "PicUrl": shown, "MediaId": media.id}


def _tell(network: Network, account: User, person: User, told: dict[str, str]) -> None:
    callback = network.world.callbacks.of("wechat", account.id)
    if callback is None or not callback.url:
        return
    told = {"ToUserName": original_id(account), "FromUserName": openid(account, person), **told}
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in told.items())
    send_off(network, [Told(callback.id, told["MsgType"], f"<xml>{inner}</xml>".encode())])
