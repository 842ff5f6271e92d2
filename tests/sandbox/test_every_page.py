"""Every page of every make-believe network, in one browser: for everybody, at a desk, in the dark, on a phone."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from starlette.routing import Route

from sandbox.client import Sandbox
from sandbox.pages.table import ROUTES
from tests.sandbox.running import PNG, Running
from tests.sandbox.test_browser import CHROMIUM, town

__all__ = ["town"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium on this machine"),
]
BRAND, BACK, NOWHERE = "lowlandair", "http://127.0.0.1/back", "/posts/1"
NO_PAGES = {  # what else is asked for there
    "/live": "a stream",
    "/media/{id}": "a file",
    "/avatar/{username}.svg": "a picture",
    "/mail/{id:int}/files/{number:int}": "a file",
    "/messages/compose": "leads to an exchange",
    "/{username}/status/{id}": "leads to a post",
    "/R/oaMessage/{username}/": "leads to a chat",
    "/{username}": "leads to a chat",
    "/2/oauth2/authorize": "the same as /i/oauth2/authorize",
}
Place = tuple[str, str]  # a route, and an address of it at which something stands


def the_rest(town: Sandbox) -> list[Place]:
    """Where X, mail and people are."""
    question = town.posts(handle="anna")[0]
    letter = town.mail("anna@post.example", "help@lowlandair.example", "Where is my bag?", subject="Bag")
    town.open_mailbox("help@lowlandair.example", "Lowland Air", handle=BRAND)
    town.answer_mail("help@lowlandair.example", letter.message_id, "We look, Anna.")
    app = town.create_app(redirect_uris=[BACK])
    wish = {"client_id": app.client_id, "redirect_uri": BACK, "response_type": "code", "scope": "tweet.read dm.read"}
    return [
        ("/", "/"),
        ("/", "/?view=mentions"),
        ("/search", "/search?q=bag"),
        ("/compose", f"/compose?quote={question.id}"),
        ("/posts/{id}", f"/posts/{question.id}"),
        ("/posts/{id}", f"/posts/{town.answers()[0].id}"),
        ("/posts/{id}", NOWHERE),
        ("/posts/{id}/versions/new", f"/posts/{question.id}/versions/new"),
        ("/messages", "/messages"),
        ("/messages/{username}", f"/messages/{BRAND}"),
        ("/mail", "/mail"),
        ("/mail/compose", "/mail/compose"),
        ("/mail/{id:int}", f"/mail/{letter.id}"),
        ("/site", "/site"),
        ("/people", "/people"),
        ("/i/oauth2/authorize", f"/i/oauth2/authorize?{urlencode({**wish, 'code_challenge': 'c'})}"),
        ("/@{username}", f"/@{BRAND}"),
    ]


def the_walls(town: Sandbox) -> list[Place]:
    """Posts of a brand with a comment, which is answered, and private messages where there are any."""
    picture, places = town.upload(BRAND, PNG), list[Place]()
    for on, inbox in (("facebook", "/messenger"), ("instagram", "/direct"), ("linkedin", "")):
        post = town.wall_post(BRAND, "We fly to Oslo now", media_id=picture, on=on)
        asked = town.comment("anna", post.id, "When? #oslo", on=on)
        town.comment(BRAND, asked.id, "In May, Anna.", on=on)
        places += [
            (f"/{on}", f"/{on}"),
            (f"/{on}/{{username}}", f"/{on}/{BRAND}"),
            (f"/{on}/posts/{{id}}", f"/{on}/posts/{post.id}?answer={asked.id}"),
            (f"/{on}/entries/{{id}}/versions/new", f"/{on}/entries/{asked.id}/versions/new"),
        ]
        if inbox:
            town.chat("anna", BRAND, "Hello?", on=on)
            town.chat(BRAND, "anna", "Hello Anna", on=on)
            places += [(inbox, inbox), (f"{inbox}/{{username}}", f"{inbox}/{BRAND}")]
    return places


def the_squares(town: Sandbox) -> list[Place]:
    """Weibo, Bluesky and Mastodon: everybody posts, and some of it is private."""
    weibo = town.weibo_post("anna", f"@{BRAND} where is my bag?", media_id=town.upload("anna", PNG))
    town.weibo_comment(BRAND, weibo.id, "We look, Anna.")
    town.weibo_chat("anna", BRAND, "Hello?")
    sky = town.bluesky_post("anna", f"@{BRAND} where is my bag?", media_id=town.upload("anna", PNG), alt="A bag")
    town.bluesky_post(BRAND, "We look, Anna.", below=sky.number)
    town.bluesky_chat("anna", BRAND, "Hello?")
    toot = town.toot("anna", f"@{BRAND}@lowland.social where is my bag?", warning="luggage")
    town.toot(BRAND, "@anna@town.example We look, Anna.", answers=toot.id, seen_by="direct")
    posts = {"weibo": weibo.id, "bluesky": sky.number, "mastodon": toot.id}
    places = [(f"/{on}/posts/{{id}}", f"/{on}/posts/{number}?answer={number}") for on, number in posts.items()]
    places += [(f"/{on}", f"/{on}") for on in posts]
    places += [(f"/{on}/{{username}}", f"/{on}/{BRAND}") for on in posts]
    places += [(f"/{on}/messages", f"/{on}/messages") for on in ("weibo", "bluesky")]
    return places + [(f"/{on}/messages/{{username}}", f"/{on}/messages/{BRAND}") for on in ("weibo", "bluesky")]


def the_chats(town: Sandbox) -> list[Place]:
    """Telegram, WhatsApp, WeChat and LINE."""
    town.bot_token(BRAND)
    letter = town.telegram("anna", BRAND, "Where is my bag?")
    town.react_on_telegram("anna", letter.id, "👍")
    town.telegram_group("anna", BRAND, f"@{BRAND} and what does a bag cost that is as heavy as this sentence is long?")
    town.chat("anna", BRAND, "Where is my bag?", on="whatsapp")
    town.wechat("anna", BRAND, "Where is my bag?")
    town.line("anna", BRAND, "Where is my bag?")
    networks = ("telegram", "whatsapp", "wechat", "line")
    places = [(f"/{on}/{{username}}", f"/{on}/{BRAND}") for on in networks]
    places += [(f"/{on}", f"/{on}") for on in networks]
    return [*places, ("/telegram/groups/{username}", f"/telegram/groups/{BRAND}")]


def everywhere(town: Sandbox) -> list[Place]:
    return [place for some in (the_rest, the_walls, the_squares, the_chats) for place in some(town)]


def wrong_at(page: Page, address: str) -> list[str]:
    """What axe finds there."""
    broken = Axe().run(page).response["violations"]
    return [f"{address}: {each['id']} {node['html']}" for each in broken for node in each["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_every_page_of_every_network_is_for_everybody(
    chromium: Browser, town: Sandbox, running: Running, scheme: str, width: int
) -> None:
    places = everywhere(town)
    shown = {route.path for route in ROUTES if isinstance(route, Route) and "GET" in (route.methods or ())}
    assert {route for route, _ in places} | NO_PAGES.keys() == shown, "a page that nobody looks at"
    context = chromium.new_context(
        base_url=running.url,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    page, wrong = context.new_page(), list[str]()
    page.goto("/?as=anna")
    for _, address in places:
        answer = page.goto(address)
        assert answer and answer.ok == (address != NOWHERE), address
        page.wait_for_function("[...document.querySelectorAll('time')].every((time) => time.title)")
        wrong += wrong_at(page, address)
        for narrow in {width, 320} if width < 400 else {width}:
            page.set_viewport_size({"width": narrow, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{address} is too wide for {narrow}")
        page.set_viewport_size({"width": width, "height": 800})
    context.close()
    assert wrong == []
