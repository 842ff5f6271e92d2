"""Every address of the pages and what answers there."""

from pathlib import Path

from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.facebook.places import messenger, walls
from sandbox.instagram.places import directs, profiles
from sandbox.linkedin.places import feed
from sandbox.pages import (
    being,
    bluesky,
    consenting,
    live,
    mailing,
    mastodon,
    pictures,
    reading,
    saying,
    shortlinks,
    talking,
    telegram,
    telegram_group,
    weibo,
    whispering,
)
from sandbox.pages.messenger import Exchanges
from sandbox.pages.saying import done
from sandbox.pages.visitor import seen
from sandbox.pages.walls import Walls
from sandbox.pages.whispering import LINE, WECHAT, WEIBO
from sandbox.site import page as site
from sandbox.whatsapp.places import whatsapp

STATIC = Path(__file__).parents[1] / "static"


def _public(place: Walls) -> list[Route]:
    """Posts and comments on a network that is made of them."""
    return [
        Route(place.base, seen(place.index)),
        Route(f"{place.base}/comments", done(place.comment), methods=["POST"]),
        Route(f"{place.base}/posts/{{id}}", seen(place.post)),
        Route(f"{place.base}/entries/{{id}}/versions", done(place.edit), methods=["POST"]),
        Route(f"{place.base}/entries/{{id}}/versions/new", seen(place.editing)),
        Route(f"{place.base}/entries/{{id}}/like", done(place.like), methods=["POST"]),
        Route(f"{place.base}/entries/{{id}}/removal", done(place.remove), methods=["POST"]),
        Route(f"{place.base}/{{username}}", seen(place.wall)),
        Route(f"{place.base}/{{username}}/posts", done(place.write), methods=["POST"]),
    ]


def _private(place: Exchanges) -> list[Route]:
    """Private messages on one of them."""
    return [
        Route(place.base, seen(place.index)),
        Route(f"{place.base}/{{username}}", seen(place.exchange)),
        Route(f"{place.base}/{{username}}", done(place.send), methods=["POST"]),
        *(_attended(place) if place.attends else []),
    ]


def _attended(place: Exchanges) -> list[Route]:
    return [
        Route(f"{place.base}/chats/{{id}}/reaction", done(place.react), methods=["POST"]),
        Route(f"{place.base}/{{username}}/beginning", done(place.begin), methods=["POST"]),
    ]


ROUTES = [
    Route("/", seen(reading.timeline)),
    Route("/search", seen(reading.search)),
    Route("/compose", seen(saying.compose)),
    Route("/posts", done(saying.post), methods=["POST"]),
    Route("/posts/{id}", seen(reading.thread)),
    Route("/posts/{id}/versions", done(saying.edit), methods=["POST"]),
    Route("/posts/{id}/versions/new", seen(saying.editing)),
    Route("/posts/{id}/removal", done(saying.delete), methods=["POST"]),
    Route("/posts/{id}/like", done(saying.like), methods=["POST"]),
    Route("/posts/{id}/like/removal", done(saying.unlike), methods=["POST"]),
    Route("/messages", seen(talking.index)),
    Route("/messages/compose", seen(talking.compose)),
    Route("/messages/{username}", seen(talking.conversation)),
    Route("/messages/{username}", done(talking.send), methods=["POST"]),
    Route("/mail", seen(mailing.index)),
    Route("/mail", done(mailing.send), methods=["POST"]),
    Route("/mail/compose", seen(mailing.compose)),
    Route("/mail/{id:int}", seen(mailing.show)),
    Route("/mail/{id:int}/files/{number:int}", mailing.file),
    *_public(Walls("Facebook", "/facebook", "/messenger", "Messenger", walls)),
    *_private(Exchanges("Messenger", "/messenger", "/facebook", messenger, attends=True)),
    *_public(Walls("Instagram", "/instagram", "/direct", "Direct messages", profiles)),
    *_private(Exchanges("Direct messages", "/direct", "/instagram", directs)),
    Route("/telegram", seen(telegram.index)),
    Route("/telegram/letters/{id}/reaction", done(telegram.react), methods=["POST"]),
    Route("/telegram/groups/{username}", seen(telegram_group.show)),
    Route("/telegram/groups/{username}", done(telegram_group.say), methods=["POST"]),
    Route("/telegram/{username}", seen(telegram.chat)),
    Route("/telegram/{username}", done(telegram.send), methods=["POST"]),
    Route("/mastodon", seen(mastodon.index)),
    Route("/mastodon/posts", done(mastodon.write), methods=["POST"]),
    Route("/mastodon/posts/{id}", seen(mastodon.thread)),
    Route("/mastodon/posts/{id}/versions", done(mastodon.edit), methods=["POST"]),
    Route("/mastodon/posts/{id}/removal", done(mastodon.remove), methods=["POST"]),
    Route("/mastodon/posts/{id}/reaction", done(mastodon.react), methods=["POST"]),
    Route("/mastodon/{username}", seen(mastodon.profile)),
    Route("/weibo", seen(weibo.index)),
    Route("/weibo/posts", done(weibo.write), methods=["POST"]),
    Route("/weibo/posts/{id}", seen(weibo.post)),
    Route("/weibo/comments", done(weibo.comment), methods=["POST"]),
    Route("/weibo/entries/{id}/removal", done(weibo.remove), methods=["POST"]),
    Route("/weibo/messages", seen(WEIBO.talks)),
    Route("/weibo/messages/{username}", seen(WEIBO.exchange)),
    Route("/weibo/messages/{username}", done(WEIBO.send), methods=["POST"]),
    Route("/weibo/{username}", seen(weibo.profile)),
    Route("/bluesky", seen(bluesky.index)),
    Route("/bluesky/posts", done(bluesky.write), methods=["POST"]),
    Route("/bluesky/posts/{id}", seen(bluesky.post)),
    Route("/bluesky/comments", done(bluesky.comment), methods=["POST"]),
    Route("/bluesky/entries/{id}/removal", done(bluesky.remove), methods=["POST"]),
    Route("/bluesky/entries/{id}/like", done(bluesky.like), methods=["POST"]),
    Route("/bluesky/messages", seen(bluesky.CHATS.talks)),
    Route("/bluesky/messages/{username}", seen(bluesky.CHATS.exchange)),
    Route("/bluesky/messages/{username}", done(bluesky.CHATS.send), methods=["POST"]),
    Route("/bluesky/{username}", seen(bluesky.profile)),
    Route("/line", seen(LINE.talks)),
    Route("/line/{username}", seen(LINE.exchange)),
    Route("/line/{username}", done(LINE.send), methods=["POST"]),
    Route("/line/{username}/removal", done(whispering.leave_line), methods=["POST"]),
    Route("/line/chats/{id}/removal", done(whispering.unsend), methods=["POST"]),
    Route("/wechat", seen(WECHAT.talks)),
    Route("/wechat/{username}", seen(WECHAT.exchange)),
    Route("/wechat/{username}", done(WECHAT.send), methods=["POST"]),
    Route("/wechat/{username}/agreement", done(whispering.agree), methods=["POST"]),
    Route("/wechat/{username}/removal", done(whispering.leave), methods=["POST"]),
    *_private(Exchanges("WhatsApp", "/whatsapp", "/people", whatsapp)),
    *_public(Walls("LinkedIn", "/linkedin", "", "", feed)),
    Route("/site", seen(site.show)),
    Route("/people", seen(being.index)),
    Route("/people", being.create, methods=["POST"]),
    Route("/persona", being.pick, methods=["POST"]),
    Route("/persona/removal", being.nobody, methods=["POST"]),
    Route("/i/oauth2/authorize", consenting.ask),
    Route("/i/oauth2/authorize", consenting.answer, methods=["POST"]),
    Route("/2/oauth2/authorize", consenting.ask),
    Route("/2/oauth2/authorize", consenting.answer, methods=["POST"]),
    Route("/live", live.stream),
    Route("/media/{id}", pictures.media),
    Route("/avatar/{username}.svg", pictures.avatar),
    Mount("/static", StaticFiles(directory=STATIC), name="static"),
    Route("/@{username}", seen(reading.profile)),
    Route("/@{username}/follow", done(saying.follow), methods=["POST"]),
    Route("/@{username}/follow/removal", done(saying.unfollow), methods=["POST"]),
    Route("/{username}/status/{id}", reading.permalink),
    Route("/R/oaMessage/{username}/", shortlinks.line),
    Route("/{username}", seen(shortlinks.chat)),
]
