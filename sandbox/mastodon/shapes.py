"""Posts, people and files as a Mastodon server shows them to programs."""

import re
from typing import Any

from django.utils.html import escape

from sandbox.clock import iso
from sandbox.mastodon.naming import MENTION, acct_of, found, home_of
from sandbox.network import Network
from sandbox.wording import LINK
from sandbox.world.media import PICTURES, Media
from sandbox.world.ties import Tie
from sandbox.world.toots import Notice, Toot
from sandbox.world.users import User

Json = dict[str, Any]
WORDS = re.compile(f"(?P<link>{LINK.pattern})|(?P<mention>{MENTION.pattern})", re.IGNORECASE)
SHOWN = 30  # characters of a link that people see


def account_shape(network: Network, user: User) -> Json:
    picture = f"{network.settings.public_url}/avatar/{user.username}.svg"
    return {
        "id": user.id, "username": user.username, "acct": acct_of(user), "display_name": user.name, "locked": False,
        "bot": False, "discoverable": True, "indexable": True, "group": False, "created_at": iso(user.created_at), "note": f"<p>{escape(user.description)}</p>",
        "url": link_of(user), "uri": f"https://{home_of(user)}/users/{user.username}", "avatar": picture,
        "avatar_static": picture, "header": picture, "header_static": picture, "followers_count": network.world.followers(user),
        "following_count": 0, "statuses_count": 0, "last_status_at": None, "emojis": [], "fields": [],
    }  # fmt: skip


def link_of(user: User) -> str:
    return f"https://{home_of(user)}/@{user.username}"


def status_shape(network: Network, toot: Toot) -> Json:
    world = network.world
    author, above = world.users.get(toot.author_id), world.toots.get(toot.answers or "")
    files = [media for each in toot.media_ids if (media := world.media.get(each))]
    named = world.users.several(world.toots.named_in(toot.id))
    home = home_of(author) if author else ""
    return {
        "id": toot.id, "uri": f"https://{home}/statuses/{toot.id}", "url": f"https://{home}/statuses/{toot.id}",
        "created_at": iso(toot.created_at), "edited_at": iso(toot.edited_at) if toot.edited_at else None,
        "in_reply_to_id": toot.answers, "in_reply_to_account_id": above.author_id if above else None,
        "sensitive": bool(toot.warning), "spoiler_text": toot.warning, "visibility": toot.seen_by, "language": None,
        "content": html_of(network, toot.text), "account": account_shape(network, author) if author else None,
        "mentions": [mention_shape(each) for each in named], "tags": [], "emojis": [], "card": None, "poll": None,
        "media_attachments": [media_shape(network, each) for each in files], "reblog": None, "application": None,
        "replies_count": world.toots.count_answers(toot.id), "reblogs_count": world.ties.count_to(Tie.BOOST, toot.id),
        "favourites_count": world.ties.count_to(Tie.STAR, toot.id), "quotes_count": 0, "quote": None,
    }  # fmt: skip


def mention_shape(user: User) -> Json:
    return {"id": user.id, "username": user.username, "url": link_of(user), "acct": acct_of(user)}


def media_shape(network: Network, media: Media, *, ready: bool = True) -> Json:
    url = f"{network.settings.public_url}/media/{media.id}" if ready else None
    kind = "image" if media.media_type in PICTURES else media.media_type.partition("/")[0]
    kind = kind if kind in {"image", "video", "audio"} else "unknown"
    return {
        "id": media.id, "type": kind, "url": url, "preview_url": url, "remote_url": None, "meta": {},
        "description": media.alt_text or None, "blurhash": None,
    }  # fmt: skip


def notice_shape(network: Network, notice: Notice) -> Json:
    person, toot = network.world.users.get(notice.person_id), network.world.toots.get(notice.toot_id)
    return {
        "id": notice.id, "type": notice.kind, "created_at": iso(notice.created_at), "group_key": f"ungrouped-{notice.id}",
        "account": account_shape(network, person) if person else None,
        "status": status_shape(network, toot) if toot else None,
    }  # fmt: skip


def html_of(network: Network, text: str) -> str:
    """Paragraphs, lines, names and links as the real network writes them; everything else is escaped."""
    pieces, last = list[str](), 0
    for word in WORDS.finditer(text):
        pieces += [escape(text[last : word.start()]), _marked(network, word)]
        last = word.end()
    pieces.append(escape(text[last:]))
    paragraphs = "".join(pieces).split("\n\n")
    return "".join(f"<p>{each.replace(chr(10), '<br />')}</p>" for each in paragraphs)


def _marked(network: Network, word: re.Match[str]) -> str:
    if word["mention"]:
        user = found(network, word["mention"])
        shown = f'<a href="{link_of(user)}" class="u-url mention">@<span>{user.username}</span></a>' if user else ""
        return f'<span class="h-card" translate="no">{shown}</span>' if user else str(escape(word[0]))
    scheme, _, rest = word[0].partition("://")
    cut = "ellipsis" if len(rest) > SHOWN else ""
    shown = f'<span class="{cut}">{escape(rest[:SHOWN])}</span><span class="invisible">{escape(rest[SHOWN:])}</span>'
    whole = f'<span class="invisible">{scheme}://</span>{shown}'
    return f'<a href="{escape(word[0])}" target="_blank" rel="nofollow noopener" translate="no">{whole}</a>'
