"""Every address of the admin API and what answers there."""

from starlette.routing import Route

from sandbox.admin import (
    acting,
    bluesky,
    line,
    linkedin,
    mailing,
    mastodon,
    meta,
    people,
    reading,
    telegram,
    trouble,
    wechat,
    weibo,
)
from sandbox.admin.door import Handler, admitted
from sandbox.admin.squares import Squares
from sandbox.admin.talks import Talks
from sandbox.facebook.places import messenger, walls
from sandbox.instagram.places import directs, profiles
from sandbox.linkedin.places import feed
from sandbox.whatsapp.places import whatsapp


def _square(network: str, squares: Squares, tokens: Handler = meta.issue_token) -> list[Route]:
    """Posts and comments of a network, and the tokens of its pages."""
    under = f"/sandbox/{network}"
    return [
        Route(f"{under}/tokens", admitted(tokens), methods=["POST"]),
        Route(f"{under}/posts", admitted(squares.post), methods=["POST"]),
        Route(f"{under}/posts", admitted(squares.entries)),
        Route(f"{under}/comments", admitted(squares.comment), methods=["POST"]),
        Route(f"{under}/entries/{{id}}", admitted(squares.entry)),
        Route(f"{under}/entries/{{id}}", admitted(squares.edit), methods=["PATCH"]),
        Route(f"{under}/entries/{{id}}", admitted(squares.remove), methods=["DELETE"]),
        Route(f"{under}/entries/{{id}}/like", admitted(squares.like), methods=["POST"]),
        Route(f"{under}/answers", admitted(squares.answers)),
    ]


def _talk(network: str, talks: Talks) -> list[Route]:
    """What is said there in private."""
    under = f"/sandbox/{network}/chats"
    return [
        Route(under, admitted(talks.write), methods=["POST"]),
        Route(under, admitted(talks.chats)),
        Route(f"{under}/{{id}}", admitted(talks.edit_chat), methods=["PATCH"]),
        Route(f"{under}/{{id}}", admitted(talks.unsend), methods=["DELETE"]),
    ]


ROUTES = [
    Route("/sandbox/users", admitted(people.create_user), methods=["POST"]),
    Route("/sandbox/users", admitted(people.list_users)),
    Route("/sandbox/apps", admitted(people.create_app), methods=["POST"]),
    Route("/sandbox/apps", admitted(people.list_apps)),
    Route("/sandbox/tokens", admitted(people.issue_tokens), methods=["POST"]),
    Route("/sandbox/tokens", admitted(people.expire_tokens), methods=["DELETE"]),
    Route("/sandbox/posts", admitted(acting.post), methods=["POST"]),
    Route("/sandbox/posts", admitted(reading.posts)),
    Route("/sandbox/posts/bulk", admitted(acting.post_many), methods=["POST"]),
    Route("/sandbox/posts/{id}", admitted(reading.post)),
    Route("/sandbox/posts/{id}", admitted(acting.edit), methods=["PATCH"]),
    Route("/sandbox/posts/{id}", admitted(acting.delete), methods=["DELETE"]),
    Route("/sandbox/posts/{id}/likes", admitted(acting.like), methods=["POST"]),
    Route("/sandbox/posts/{id}/likes", admitted(acting.unlike), methods=["DELETE"]),
    Route("/sandbox/messages", admitted(acting.write_message), methods=["POST"]),
    Route("/sandbox/messages", admitted(reading.messages)),
    *_square("facebook", Squares(walls)),
    *_talk("facebook", Talks(messenger)),
    *_square("instagram", Squares(profiles)),
    *_talk("instagram", Talks(directs)),
    Route("/sandbox/telegram/bots", admitted(telegram.make_bot), methods=["POST"]),
    Route("/sandbox/telegram/letters", admitted(telegram.write), methods=["POST"]),
    Route("/sandbox/telegram/letters", admitted(telegram.letters)),
    Route("/sandbox/telegram/letters/{id}", admitted(telegram.edit), methods=["PATCH"]),
    Route("/sandbox/telegram/letters/{id}/reaction", admitted(telegram.react), methods=["POST"]),
    Route("/sandbox/telegram/groups", admitted(telegram.say), methods=["POST"]),
    Route("/sandbox/telegram/groups", admitted(telegram.said)),
    Route("/sandbox/line/keys", admitted(line.keys), methods=["POST"]),
    Route("/sandbox/line/people", admitted(line.person)),
    Route("/sandbox/line/following", admitted(line.follow), methods=["POST"]),
    Route("/sandbox/line/following", admitted(line.leave), methods=["DELETE"]),
    Route("/sandbox/line/chats", admitted(line.write), methods=["POST"]),
    Route("/sandbox/line/chats", admitted(line.chats)),
    Route("/sandbox/line/chats/{id}", admitted(line.unsend), methods=["DELETE"]),
    Route("/sandbox/mastodon/tokens", admitted(mastodon.issue), methods=["POST"]),
    Route("/sandbox/mastodon/tokens", admitted(mastodon.withdraw), methods=["DELETE"]),
    Route("/sandbox/mastodon/posts", admitted(mastodon.write), methods=["POST"]),
    Route("/sandbox/mastodon/posts", admitted(mastodon.posts)),
    Route("/sandbox/mastodon/posts/{id}", admitted(mastodon.edit), methods=["PATCH"]),
    Route("/sandbox/mastodon/posts/{id}", admitted(mastodon.remove), methods=["DELETE"]),
    Route("/sandbox/mastodon/posts/{id}/reactions", admitted(mastodon.react), methods=["POST"]),
    Route("/sandbox/weibo/keys", admitted(weibo.keys), methods=["POST"]),
    Route("/sandbox/weibo/callbacks", admitted(weibo.enter), methods=["POST"]),
    Route("/sandbox/weibo/posts", admitted(weibo.post), methods=["POST"]),
    Route("/sandbox/weibo/posts", admitted(weibo.posts)),
    Route("/sandbox/weibo/posts/{id}", admitted(weibo.thread)),
    Route("/sandbox/weibo/comments", admitted(weibo.comment), methods=["POST"]),
    Route("/sandbox/weibo/entries/{id}", admitted(weibo.remove), methods=["DELETE"]),
    Route("/sandbox/weibo/answers", admitted(weibo.answers)),
    Route("/sandbox/weibo/chats", admitted(weibo.write), methods=["POST"]),
    Route("/sandbox/weibo/chats", admitted(weibo.chats)),
    Route("/sandbox/bluesky/keys", admitted(bluesky.keys), methods=["POST"]),
    Route("/sandbox/bluesky/expiry", admitted(bluesky.expire), methods=["POST"]),
    Route("/sandbox/bluesky/takedowns", admitted(bluesky.take_down), methods=["POST"]),
    Route("/sandbox/bluesky/posts", admitted(bluesky.post), methods=["POST"]),
    Route("/sandbox/bluesky/posts", admitted(bluesky.posts)),
    Route("/sandbox/bluesky/posts/{number}", admitted(bluesky.remove), methods=["DELETE"]),
    Route("/sandbox/bluesky/posts/{number}/likes", admitted(bluesky.like), methods=["POST", "DELETE"]),
    Route("/sandbox/bluesky/declarations", admitted(bluesky.declare), methods=["POST"]),
    Route("/sandbox/bluesky/chats", admitted(bluesky.write), methods=["POST"]),
    Route("/sandbox/bluesky/chats", admitted(bluesky.chats)),
    Route("/sandbox/bluesky/chats/{id}/reaction", admitted(bluesky.react), methods=["POST"]),
    Route("/sandbox/wechat/keys", admitted(wechat.keys), methods=["POST"]),
    Route("/sandbox/wechat/callbacks", admitted(wechat.enter), methods=["POST"]),
    Route("/sandbox/wechat/people", admitted(wechat.person)),
    Route("/sandbox/wechat/following", admitted(wechat.follow), methods=["POST"]),
    Route("/sandbox/wechat/following", admitted(wechat.leave), methods=["DELETE"]),
    Route("/sandbox/wechat/notices", admitted(wechat.agree), methods=["POST"]),
    Route("/sandbox/wechat/chats", admitted(wechat.write), methods=["POST"]),
    Route("/sandbox/wechat/chats", admitted(wechat.chats)),
    *_talk("whatsapp", Talks(whatsapp)),
    *_square("linkedin", Squares(feed), linkedin.issue_token),
    Route("/sandbox/mailboxes", admitted(mailing.open_mailbox), methods=["POST"]),
    Route("/sandbox/mailboxes/shares", admitted(mailing.share), methods=["POST"]),
    Route("/sandbox/mailboxes/access", admitted(mailing.withdraw), methods=["DELETE"]),
    Route("/sandbox/mails", admitted(mailing.write), methods=["POST"]),
    Route("/sandbox/mails", admitted(mailing.index)),
    Route("/sandbox/media", admitted(acting.upload), methods=["POST"]),
    Route("/sandbox/ties", admitted(acting.tie), methods=["POST"]),
    Route("/sandbox/ties", admitted(acting.untie), methods=["DELETE"]),
    Route("/sandbox/answers", admitted(reading.answers)),
    Route("/sandbox/visits", admitted(reading.visits)),
    Route("/sandbox/counts", admitted(reading.counts)),
    Route("/sandbox/faults", admitted(trouble.show)),
    Route("/sandbox/faults", admitted(trouble.change), methods=["POST"]),
    Route("/sandbox/faults", admitted(trouble.clear), methods=["DELETE"]),
    Route("/sandbox/reset", admitted(trouble.reset), methods=["POST"]),
]
