"""The pages in a real browser: live, by keyboard, on a phone, in the dark, for everybody."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sandbox.client import Sandbox
from tests.sandbox.running import Running, serving

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))

REFUSED = re.compile(r"status of 4\d\d")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium on this machine"),
]


@pytest.fixture
def town(sandbox: Sandbox) -> Sandbox:
    sandbox.create_user("lowlandair", "Lowland Air", verified=True, is_brand=True)
    sandbox.create_user("anna", "Anna de Boer")
    sandbox.create_user("layla", "ليلى حداد")
    question = sandbox.post("anna", "@lowlandair where is my bag? #lost https://example.org/bag")
    sandbox.reply("lowlandair", question.id, "We are looking, Anna.")
    sandbox.quote("layla", question.id, "حقيبتي أيضا")
    sandbox.dm("anna", "lowlandair", "Hello!")
    sandbox.dm("lowlandair", "anna", "Hi Anna")
    return sandbox


@pytest.fixture
def anna(chromium: Browser, town: Sandbox, running: Running) -> Iterator[Page]:
    """Anna's page; it fails the test when the browser complains of anything."""
    context = chromium.new_context(base_url=running.url, viewport={"width": 1280, "height": 900})
    page = _watched(context)
    page.goto("/?as=anna")
    yield page
    context.close()


def _watched(context: BrowserContext) -> Page:
    page = context.new_page()

    def complain(text: str) -> None:
        raise AssertionError(text)

    page.on("pageerror", lambda error: complain(str(error)))
    page.on(
        "console", lambda told: complain(told.text) if told.type == "error" and not REFUSED.search(told.text) else None
    )
    return page


def test_a_post_by_keyboard_stands_on_the_page_at_once(anna: Page, town: Sandbox) -> None:
    anna.get_by_label("What is going on?").fill("Stuck at gate B7")
    anna.keyboard.press("Control+Enter")
    expect(anna.locator("#stream").get_by_text("Stuck at gate B7")).to_be_visible()
    expect(anna.get_by_label("What is going on?")).to_have_value("")
    assert town.posts(handle="anna")[0].text == "Stuck at gate B7"


def test_letters_left_are_counted_as_the_network_counts(anna: Page) -> None:
    anna.get_by_label("What is going on?").fill("航 👨‍👩‍👧 https://example.org/a-very-long-address-indeed")
    expect(anna.locator("[data-left]")).to_have_text("251 left")


def test_what_is_refused_keeps_its_text(anna: Page) -> None:
    anna.get_by_label("What is going on?").fill("x" * 281)
    anna.get_by_role("button", name="Post", exact=True).click()
    expect(anna.get_by_role("alert")).to_contain_text("too long")
    expect(anna.get_by_label("What is going on?")).to_have_value("x" * 281)


def test_an_answer_arrives_without_a_reload(anna: Page, town: Sandbox) -> None:
    question = town.posts(handle="anna")[0]
    anna.goto(f"/posts/{question.id}")
    town.reply("lowlandair", question.id, "Found it!")
    expect(anna.get_by_text("Found it!")).to_be_visible()
    anna.get_by_label("Your reply").fill("half a sent")
    town.reply("lowlandair", question.id, "It comes tonight.")
    expect(anna.get_by_text("It comes tonight.")).to_be_visible()
    expect(anna.get_by_label("Your reply")).to_have_value("half a sent")


def test_new_posts_do_not_push_away_what_is_being_read(anna: Page, town: Sandbox) -> None:
    for number in range(30):
        town.post("layla", f"{number} " + "word " * 40)
    anna.reload()
    anna.mouse.wheel(0, 1500)
    anna.wait_for_function("scrollY > 800")
    town.post("layla", "breaking news")
    fresh = anna.get_by_role("button", name="Show 1 new post")
    expect(fresh).to_be_attached()
    expect(anna.get_by_text("breaking news")).to_have_count(0)
    anna.evaluate("scrollTo(0, 0)")
    fresh.click()
    expect(anna.get_by_text("breaking news")).to_be_visible()


def test_a_message_arrives_in_the_open_conversation(anna: Page, town: Sandbox) -> None:
    anna.goto("/messages/lowlandair")
    anna.get_by_label("Message", exact=True).fill("My booking is QX7RT2")
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("log").get_by_text("QX7RT2")).to_be_visible()
    town.dm("lowlandair", "anna", "Thank you, one moment")
    expect(anna.get_by_text("one moment")).to_be_visible()


def test_on_facebook_an_answer_arrives_below_ones_comment(anna: Page, town: Sandbox) -> None:
    flight = town.wall_post("lowlandair", "We fly to Oslo now")
    anna.goto("/facebook")
    anna.get_by_role("link", name="Comment, 0 comments").click()
    anna.get_by_label("Your comment").fill("When exactly?")
    anna.get_by_role("button", name="Comment", exact=True).click()
    expect(anna.locator("#stream").get_by_text("When exactly?")).to_be_visible()
    [asked] = town.wall_thread(flight.id)
    town.comment("lowlandair", asked.id, "On the first of May.")
    expect(anna.locator(".post.deeper")).to_contain_text("On the first of May.")
    anna.locator(".deeper").get_by_role("link", name="Answer Lowland Air").click()
    anna.get_by_label("Your answer").fill("Thanks!")
    anna.get_by_role("button", name="Answer", exact=True).click()
    expect(anna.locator(".post.deeper").nth(1)).to_contain_text("Thanks!")
    anna.locator(f"#menu-{asked.id}").click()
    anna.get_by_role("button", name="Delete").click()
    expect(anna.locator(".post.below")).to_have_count(0)
    assert town.wall_thread(flight.id) == []


def test_a_visitor_writes_on_a_page_and_changes_it(anna: Page, town: Sandbox) -> None:
    anna.goto("/facebook/lowlandair")
    anna.get_by_label("Write something on this page").fill("Where is my bag?")
    anna.get_by_role("button", name="Post", exact=True).click()
    expect(anna.locator("#stream").get_by_text("Where is my bag?")).to_be_visible()
    anna.get_by_label("More for this post").click()
    anna.get_by_role("link", name="Edit").click()
    anna.get_by_label("Your words").fill("Where is my blue bag?")
    anna.get_by_role("button", name="Save").click()
    expect(anna.locator(".post")).to_contain_text("edited")
    assert [(each.handle, each.wall, each.text) for each in town.wall()] == [
        ("anna", "lowlandair", "Where is my blue bag?")
    ]


def test_messenger_takes_words_and_a_file_and_shows_the_answer(anna: Page, town: Sandbox) -> None:
    anna.goto("/messenger/lowlandair")
    anna.get_by_label("Message", exact=True).fill("Here is my ticket")
    anna.get_by_label("Add a file").set_input_files(
        {"name": "ticket.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    anna.get_by_role("button", name="Send").click()
    expect(anna.get_by_role("log").get_by_role("link", name="ticket.pdf")).to_be_visible()
    town.chat("lowlandair", "anna", "Thank you, Anna")
    expect(anna.get_by_role("log").get_by_text("Thank you, Anna")).to_be_visible()
    assert [each.text for each in town.chats(page="lowlandair", person="anna")] == [
        "Here is my ticket", "", "Thank you, Anna",
    ]  # fmt: skip


def test_what_is_said_right_after_the_page_was_brought_up_to_date_is_shown_too(anna: Page, town: Sandbox) -> None:
    anna.goto("/messenger/lowlandair")
    for words in ("Hello, Anna.", "Your bag is in Oslo.", "It flies tonight."):
        town.chat("lowlandair", "anna", words)
        expect(anna.get_by_role("log").get_by_text(words)).to_be_visible()


def test_a_like_and_a_deleted_post_change_the_page(anna: Page, town: Sandbox) -> None:
    question = town.posts(handle="anna")[0]
    anna.locator(f"#like-{question.id}").click()
    expect(anna.locator(f"#like-{question.id}")).to_have_attribute("aria-label", "Take your like back, 1 likes")
    anna.locator(f"#menu-{question.id}").click()
    anna.get_by_role("button", name="Delete").click()
    expect(anna.locator(f"#post-{question.id}")).to_have_count(0)


def test_an_open_menu_stays_open_while_the_page_changes(anna: Page, town: Sandbox) -> None:
    question = town.posts(handle="anna")[0]
    anna.goto("/@anna")
    anna.locator(f"#menu-{question.id}").click()
    town.like("layla", question.id)
    expect(anna.locator(f"#like-{question.id}")).to_have_attribute("aria-label", "Like, 1 likes")
    expect(anna.get_by_role("button", name="Delete")).to_be_visible()


def test_one_click_makes_the_reader_somebody_else(anna: Page) -> None:
    anna.goto("/people")
    anna.get_by_role("button", name="ليلى حداد").click()
    expect(anna.get_by_role("link", name="You are ليلى حداد")).to_be_visible()
    anna.goto("/people")
    anna.get_by_role("button", name="Be them").click()
    expect(anna.get_by_label("What is going on?")).to_be_visible()


def test_it_can_stand_in_a_frame_of_another_page_of_this_machine(
    chromium: Browser, town: Sandbox, running: Running
) -> None:
    page = chromium.new_page(viewport={"width": 420, "height": 700})
    with serving(f"<iframe src='{running.url}/?as=anna'></iframe>") as address:
        page.goto(address)
        expect(page.frame_locator("iframe").get_by_label("What is going on?")).to_be_visible()
    page.close()


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_every_way_is_written_out(chromium: Browser, town: Sandbox, running: Running, width: int) -> None:
    page = chromium.new_page(base_url=running.url, viewport={"width": width, "height": 700})
    page.goto("/?as=anna")
    fits = """link => {
        const words = document.createRange();
        words.selectNodeContents(link.querySelector("span"));
        const [inner, outer] = [words.getBoundingClientRect(), link.parentElement.getBoundingClientRect()];
        return inner.left >= outer.left && inner.right <= outer.right && inner.bottom <= innerHeight;
    }"""
    ways = page.locator(".ways a").all()
    assert [way.inner_text().strip() for way in ways if not way.evaluate(fits)] == []
    assert "Be someone" in " ".join(way.inner_text().replace("\n", " ") for way in ways)
    page.close()


def test_without_scripts_everything_still_works(chromium: Browser, town: Sandbox, running: Running) -> None:
    context = chromium.new_context(base_url=running.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?as=anna")
    page.get_by_label("What is going on?").fill("by hand")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("heading", name="Conversation")).to_be_visible()
    assert town.posts(handle="anna")[0].text == "by hand"
    context.close()
