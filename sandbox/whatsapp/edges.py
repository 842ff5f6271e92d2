"""WhatsApp's part of the Graph: a number, its business account, and the files that were handed over."""

from sandbox.meta.call import Call
from sandbox.meta.edge import Edge
from sandbox.whatsapp import numbers
from sandbox.whatsapp.naming import business_id, number_id

OF_NUMBER = {
    ("GET", ""): Edge(numbers.show),
    ("POST", "messages"): Edge(numbers.write, sends=True),
    ("POST", "media"): Edge(numbers.upload),
    ("POST", "block_users"): Edge(numbers.block),
    ("DELETE", "block_users"): Edge(numbers.unblock),
}
OF_BUSINESS = {
    ("GET", "message_templates"): Edge(numbers.list_templates),
    ("POST", "subscribed_apps"): Edge(numbers.subscribe),
    ("GET", "subscribed_apps"): Edge(numbers.subscriptions),
    ("DELETE", "subscribed_apps"): Edge(numbers.unsubscribe),
}


def edge_of(call: Call, method: str, node: str, name: str) -> Edge | None:
    """None where another network is meant."""
    if call.page is None:
        return None
    if node == number_id(call.page):
        return OF_NUMBER.get((method, name))
    if node == business_id(call.page):
        return OF_BUSINESS.get((method, name))
    is_file = (method, name) == ("GET", "") and call.network.world.media.get(node) is not None
    return Edge(numbers.show_media) if is_file else None
