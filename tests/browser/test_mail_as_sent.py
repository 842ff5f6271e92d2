"""A mail as it was sent, in a real browser: its own pictures show in a frame that fetches nothing and runs nothing."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import SitDown
from tests.pages.test_mails import mail
from tests.world import World


def test_its_own_picture_is_seen_and_nothing_is_fetched_from_elsewhere(world: World, sit_down: SitDown) -> None:
    message = mail(world)
    page = sit_down(world.anna, f"/conversations/{message.conversation_id}")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_text("Show as it was sent").click()
    frame = page.frame_locator("iframe.mail")
    expect(frame.locator("small")).to_contain_text("2 pictures from elsewhere are not shown")
    picture = frame.get_by_role("img", name="A bag")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") == 40
    assert not [url for url in asked if "tracker.example" in url]
