"""Direct messages: the list of conversations, one conversation, and writing in it."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.network import network_of
from sandbox.pages.card import bubble, talk
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed, picture_of, text_of
from sandbox.pages.visitor import visitor_of
from sandbox.world.messages import conversation_between
from sandbox.writing import Letter, write


async def index(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    if visitor is None:
        return RedirectResponse("/people", 303)
    made = [talk(network, message, visitor) for message in network.world.messages.latest_of_each(visitor.id)]
    people = [user for user in network.world.users.everyone(brands=True) if user.id != visitor.id]
    return page(request, "messages.html", talks=[each for each in made if each], people=people)


async def conversation(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    if visitor is None:
        return RedirectResponse("/people", 303)
    other = network.world.users.named(request.path_params["username"])
    if other is None or other.id == visitor.id:
        return sorry(request, 404, "There is nobody of that name to write to.")
    key = conversation_between(visitor.id, other.id)
    messages = network.world.messages.between(key)
    if messages:
        network.world.messages.read(visitor.id, messages[0])
    made = [bubble(network, message, visitor) for message in reversed(messages)]
    return page(request, "conversation.html", other=other, key=key, bubbles=[each for each in made if each])


async def compose(request: Request) -> Response:
    """The address to which a post's “continue in private” leads; it may bring words along."""
    other = network_of(request).world.users.get(request.query_params.get("recipient_id"))
    words = request.query_params.get("text")
    draft = f"?{urlencode({'text': words})}" if words else ""
    return RedirectResponse(f"/messages/{other.username}{draft}" if other else "/messages", 303)


async def send(deed: Deed) -> Response:
    other = deed.network.world.users.named(deed.request.path_params["username"])
    if other is None or other.id == deed.visitor.id:
        return sorry(deed.request, 404, "There is nobody of that name to write to.")
    file = picture_of(deed.form)
    media_id = None
    if file is not None:
        media_id = deed.network.world.media.keep(deed.visitor.id, file.media_type, "dm_image", file.content).id
    text = text_of(deed.form)
    deed.remember("message", write(deed.network, Letter(deed.visitor, other, text, media_id)).id)
    return RedirectResponse(f"/messages/{other.username}", 303)
