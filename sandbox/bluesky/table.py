"""Every call of XRPC that this network knows, and the address of its pictures."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.bluesky import chats, lists, naming, records, sessions
from sandbox.bluesky.door import Method, answer
from sandbox.network import network_of
from sandbox.world.sky import REFRESH

METHODS = {
    "com.atproto.server.getSession": Method(sessions.show),
    "com.atproto.server.refreshSession": Method(sessions.refresh, does=True, session=REFRESH),
    "com.atproto.server.deleteSession": Method(sessions.delete, does=True, session=REFRESH),
    "com.atproto.identity.resolveHandle": Method(lists.resolve),
    "com.atproto.repo.createRecord": Method(records.create, does=True, sends=True),
    "com.atproto.repo.putRecord": Method(records.put, does=True),
    "com.atproto.repo.deleteRecord": Method(records.delete, does=True),
    "com.atproto.repo.getRecord": Method(records.get),
    "com.atproto.repo.listRecords": Method(records.listed),
    "com.atproto.repo.uploadBlob": Method(records.upload, does=True),
    "app.bsky.actor.getProfile": Method(lists.profile),
    "app.bsky.feed.getAuthorFeed": Method(lists.author_feed),
    "app.bsky.feed.getPosts": Method(lists.posts),
    "app.bsky.feed.getPostThread": Method(lists.thread),
    "app.bsky.graph.muteActor": Method(records.mute, does=True),
    "app.bsky.graph.unmuteActor": Method(records.unmute, does=True),
    "app.bsky.notification.listNotifications": Method(lists.notifications),
    "chat.bsky.convo.acceptConvo": Method(chats.accept, does=True, chat=True),
    "chat.bsky.convo.getConvo": Method(chats.show, chat=True),
    "chat.bsky.convo.getConvoAvailability": Method(chats.availability, chat=True),
    "chat.bsky.convo.getConvoForMembers": Method(chats.for_members, chat=True),
    "chat.bsky.convo.getLog": Method(chats.log, chat=True),
    "chat.bsky.convo.getMessages": Method(chats.messages, chat=True),
    "chat.bsky.convo.listConvos": Method(chats.index, chat=True),
    "chat.bsky.convo.sendMessage": Method(chats.send, does=True, chat=True, sends=True),
}


async def xrpc(request: Request) -> Response:
    return await answer(request, METHODS)


async def picture(request: Request) -> Response:
    """In whatever size, as it was handed in."""
    shelf = network_of(request).world.media
    found = shelf.get(naming.media_of(request.path_params["name"].partition("@")[0]))
    if found is None:
        return Response(status_code=404)
    return Response(shelf.content(found.id), media_type=found.media_type)


ROUTES = [
    Route("/xrpc/com.atproto.server.createSession", sessions.create, methods=["POST"]),
    Route("/xrpc/{method}", xrpc, methods=["GET", "POST"]),
    Route("/img/{size}/plain/{did}/{name}", picture),
]
