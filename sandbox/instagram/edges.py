"""Instagram's part of the Graph: an account, its posts and comments, and the page's edges where Instagram is meant."""

from sandbox.instagram import entries
from sandbox.instagram.naming import EXCHANGE, account_id, entry_with, person_with
from sandbox.instagram.places import directs, profiles
from sandbox.meta.call import Call, Json
from sandbox.meta.edge import Edge
from sandbox.meta.inbox import Inbox


async def exchanges(call: Call) -> Json:
    return _inbox(call).exchanges()


async def messages(call: Call) -> Json:
    return _inbox(call).messages()


async def write(call: Call) -> Json:
    return _inbox(call).write()


def _inbox(call: Call) -> Inbox:
    return Inbox(call, directs(call.network), profiles(call.network), "instagram_manage_messages")


OF_ACCOUNT = {
    ("GET", ""): Edge(entries.show_account),
    ("GET", "media"): Edge(entries.media),
    ("POST", "mentions"): Edge(entries.answer_mention, sends=True),
    ("POST", "moderate_conversations"): Edge(entries.moderate),
}
OF_ENTRY = {
    ("GET", ""): Edge(entries.show),
    ("POST", ""): Edge(entries.change),
    ("DELETE", ""): Edge(entries.remove),
    ("GET", "comments"): Edge(entries.comments),
    ("GET", "replies"): Edge(entries.replies),
    ("POST", "replies"): Edge(entries.reply, sends=True),
}


def edge_of(call: Call, method: str, node: str, name: str) -> Edge | None:
    """None where Facebook is meant."""
    if call.page is None:
        return None
    if node == account_id(call.page):
        return OF_ACCOUNT.get((method, name))
    if entry_with(call.network, call.page, node):
        return OF_ENTRY.get((method, name))
    if (method, name) == ("GET", "messages") and node.startswith(EXCHANGE):
        return Edge(messages)
    if node in {"me", call.page.id}:
        return _of_page(call, method, name)
    return None


def _of_page(call: Call, method: str, name: str) -> Edge | None:
    if (method, name) == ("GET", "conversations") and call.text("platform").lower() == "instagram":
        return Edge(exchanges)
    if (method, name) == ("POST", "messages") and call.page:
        recipient = call.object("recipient")
        known, commented = str(recipient.get("id", "")), str(recipient.get("comment_id", ""))
        if person_with(call.network, call.page, known) or entry_with(call.network, call.page, commented):
            return Edge(write, sends=True)
    return None
