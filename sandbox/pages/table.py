"""Every address of the pages and what answers there."""

from pathlib import Path

from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.pages import being, consenting, live, mailing, messenger, pictures, reading, saying, talking, walls
from sandbox.pages.saying import done
from sandbox.pages.visitor import seen

STATIC = Path(__file__).parents[1] / "static"

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
    Route("/facebook", seen(walls.index)),
    Route("/facebook/comments", done(walls.comment), methods=["POST"]),
    Route("/facebook/posts/{id}", seen(walls.post)),
    Route("/facebook/entries/{id}/versions", done(walls.edit), methods=["POST"]),
    Route("/facebook/entries/{id}/versions/new", seen(walls.editing)),
    Route("/facebook/entries/{id}/removal", done(walls.remove), methods=["POST"]),
    Route("/facebook/{username}", seen(walls.wall)),
    Route("/facebook/{username}/posts", done(walls.write), methods=["POST"]),
    Route("/messenger", seen(messenger.index)),
    Route("/messenger/{username}", seen(messenger.exchange)),
    Route("/messenger/{username}", done(messenger.send), methods=["POST"]),
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
]
