"""Every address of LINE for programs; files have a host of their own."""

from starlette.routing import Route

from sandbox.line import methods, tokens
from sandbox.line.door import BASE, door

BOT, DATA = f"{BASE}/v2/bot", "/api-data.line.me/v2/bot"

ROUTES = [
    Route(f"{BASE}/oauth2/v2.1/token", tokens.issue, methods=["POST"]),
    Route(f"{BASE}/oauth2/v2.1/revoke", tokens.revoke, methods=["POST"]),
    Route(f"{BOT}/info", door(methods.info)),
    Route(f"{BOT}/profile/{{person}}", door(methods.profile)),
    Route(f"{BOT}/channel/webhook/endpoint", door(methods.endpoint)),
    Route(f"{BOT}/channel/webhook/endpoint", door(methods.set_endpoint), methods=["PUT"]),
    Route(f"{BOT}/channel/webhook/test", door(methods.test_endpoint), methods=["POST"]),
    Route(f"{BOT}/message/quota", door(methods.quota)),
    Route(f"{BOT}/message/quota/consumption", door(methods.consumption)),
    Route(f"{BOT}/message/reply", door(methods.reply, sends=True), methods=["POST"]),
    Route(f"{BOT}/message/push", door(methods.push, sends=True), methods=["POST"]),
    Route(f"{BOT}/chat/markAsRead", door(methods.mark_as_read), methods=["POST"]),
    Route(f"{DATA}/message/{{message}}/content", door(methods.content)),
    Route(f"{DATA}/message/{{message}}/content/transcoding", door(methods.transcoding)),
]
