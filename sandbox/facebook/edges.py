"""Facebook's part of the Graph: which address of a page, a post, a comment or an exchange leads where."""

from sandbox.facebook import as_page, entries
from sandbox.facebook.places import messenger, walls
from sandbox.meta.call import Call, Json
from sandbox.meta.edge import Edge
from sandbox.meta.inbox import Inbox
from sandbox.meta.problems import gone


async def exchanges(call: Call) -> Json:
    return _inbox(call).exchanges()


async def messages(call: Call) -> Json:
    return _inbox(call).messages()


async def write(call: Call) -> Json:
    return _inbox(call).write()


def _inbox(call: Call) -> Inbox:
    return Inbox(call, messenger(call.network), walls(call.network), "pages_messaging")


OF_PAGE = {"GET": Edge(as_page.show)}
OF_ENTRY = {"GET": Edge(entries.show), "POST": Edge(entries.change), "DELETE": Edge(entries.remove)}
OF_EDGE = {
    ("GET", "accounts"): Edge(as_page.accounts),
    ("GET", "feed"): Edge(as_page.feed),
    ("GET", "tagged"): Edge(as_page.tagged),
    ("POST", "subscribed_apps"): Edge(as_page.subscribe),
    ("GET", "subscribed_apps"): Edge(as_page.subscriptions),
    ("DELETE", "subscribed_apps"): Edge(as_page.unsubscribe),
    ("POST", "blocked"): Edge(as_page.ban),
    ("DELETE", "blocked"): Edge(as_page.unban),
    ("POST", "photos"): Edge(as_page.photo),
    ("POST", "message_attachments"): Edge(as_page.message_attachment),
    ("GET", "conversations"): Edge(exchanges),
    ("POST", "messages"): Edge(write, sends=True),
    ("GET", "messages"): Edge(messages),
    ("GET", "comments"): Edge(entries.comments),
    ("POST", "comments"): Edge(entries.comment, sends=True),
}
ELSEWHERE = {("GET", "messages"), ("GET", "comments"), ("POST", "comments")}  # not of the page itself


def edge_of(call: Call, method: str, node: str, name: str) -> Edge | None:
    """An edge of a page belongs to the page of the token."""
    own = {"me", call.page.id} if call.page else set()
    if not name:
        return (OF_PAGE if node in {"me", *own} else OF_ENTRY).get(method)
    found = OF_EDGE.get((method, name))
    if found and (method, name) not in ELSEWHERE and node not in own:
        raise gone(node)
    return found
