"""Our adapter at the make-believe Telegram: what it needs from the Bot API, the sandbox offers, over real lines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sandbox.client import Sandbox
from tests.channels.conftest import wait_until
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, RawEvent, WebhookRequest
from webcare.channels.application import Application
from webcare.channels.inbound import Inbound, Parsing, Reacted, Received
from webcare.channels.telegram.adapter import TelegramAdapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand

TELEGRAM = TelegramAdapter()
PDF = OutgoingFile("ticket.pdf", "application/pdf", b"%PDF-1.4 a ticket")
PNG = OutgoingFile("tag.png", "image/png", b"\x89PNG and more")


@pytest.fixture
def application(db: None, sandbox: Sandbox) -> Application:
    return Application.objects.create(network="telegram", name="Bots", settings={"api_base": sandbox.url})


@pytest.fixture
def bot(application: Application, sandbox: Sandbox) -> Account:
    """Lowland Air's bot, which asks for its updates."""
    account = Account(
        network="telegram",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        secrets={"bot_token": sandbox.bot_token("lowlandair")},
        settings={"updates": "asking"},
        connected_at=real_now() - timedelta(hours=1),
    )
    TELEGRAM.connect(account, "")
    account.save()
    return account


@pytest.fixture
def hook(application: Application) -> Iterator[tuple[str, list[WebhookRequest]]]:
    """A real HTTP server in front of the adapter, as the house's door is."""
    heard: list[WebhookRequest] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            request = WebhookRequest(body, {name.lower(): value for name, value in self.headers.items()})
            TELEGRAM.verify(application, request)
            heard.append(request)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep the test's output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hooks/telegram/{application.key}", heard
    server.shutdown()
    server.server_close()


def understood(events: list[RawEvent]) -> list[Inbound]:
    return [one for each in events for one in TELEGRAM.parse(each.payload, Parsing(real_now(), key=each.key))]


def answer(to: Received, text: str = "We look.", *files: OutgoingFile) -> Outgoing:
    return Outgoing(
        "k", text, True, to.author.external_id, in_reply_to=to.external_id, thread_key=to.thread_key, files=files
    )


def test_in_a_group_the_bot_hears_what_is_meant_for_it_and_answers_below_it(sandbox: Sandbox, bot: Account) -> None:
    for handle in ("mia", "tom"):
        sandbox.create_user(handle, handle.title())
    sandbox.telegram_group("tom", "lowlandair", "anybody on LL1024?")
    said = sandbox.telegram_group("mia", "lowlandair", "@lowlandair where is my bag?")
    sandbox.telegram_group("tom", "lowlandair", "@lowlandairways is another, and /help is not asked of anybody")
    [first] = understood(list(TELEGRAM.catch_up(bot)))
    assert isinstance(first, Received)
    assert (first.text, first.private, first.author.name) == (said.text, False, "Mia")
    assert first.permalink == f"https://t.me/lowlandair_group/{said.number}"
    outgoing = replace(answer(first), private=False)
    sent = TELEGRAM.send(bot, outgoing)
    ours = sandbox.telegram_groups("lowlandair")[-1]
    assert (ours.handle, ours.text, ours.answers) == ("lowlandair", "We look.", said.number)
    sandbox.telegram_group("mia", "lowlandair", "Thanks!", answers=ours.number)
    sandbox.telegram_group("tom", "lowlandair", "Mine too", answers=said.number)
    thanks, mine = understood(list(TELEGRAM.catch_up(bot)))
    assert isinstance(thanks, Received)
    assert isinstance(mine, Received)
    assert (thanks.thread_key, thanks.parents) == (first.thread_key, (sent.external_id,))
    assert mine.thread_key != first.thread_key, "another person is another exchange"
    TELEGRAM.edit(bot, sent.external_id, "We found it.", False)
    assert sandbox.telegram_groups("lowlandair")[3].text == "We found it."
    TELEGRAM.take_down(bot, sent.external_id, False)
    with pytest.raises(DeliveryError) as gone:
        TELEGRAM.send(bot, replace(outgoing, in_reply_to=sent.external_id))
    assert gone.value.gone


def asked(sandbox: Sandbox, bot: Account, text: str = "my bag is still in Bergen") -> Received:
    sandbox.create_user("mia", "Mia Reist")
    sandbox.telegram("mia", "lowlandair", text)
    [found] = understood(list(TELEGRAM.catch_up(bot)))
    assert isinstance(found, Received)
    return found


def test_who_asks_gets_every_update_once_and_goes_on_where_it_stopped(sandbox: Sandbox, bot: Account) -> None:
    first = asked(sandbox, bot)
    assert (first.text, first.author.name, first.private) == ("my bag is still in Bergen", "Mia Reist", True)
    assert list(TELEGRAM.catch_up(bot)) == []
    letter = sandbox.telegrams()[-1]
    sandbox.edit_telegram(letter.id, "my blue bag")
    [edited] = understood(list(TELEGRAM.catch_up(bot)))
    assert isinstance(edited, Received)
    assert (edited.external_id, edited.edited, edited.text) == (first.external_id, True, "my blue bag")


def test_an_answer_hangs_below_what_it_answers_and_is_changed_and_taken_back(sandbox: Sandbox, bot: Account) -> None:
    first = asked(sandbox, bot)
    sent = TELEGRAM.send(bot, answer(first))
    theirs, ours = sandbox.telegrams(bot="lowlandair", person="mia")
    assert (ours.text, ours.from_bot, ours.answers) == ("We look.", True, theirs.number)
    for _ in range(2):  # that it says so already is no failure
        TELEGRAM.edit(bot, sent.external_id, "We found it.", private=True)
    assert sandbox.telegrams()[-1].text == "We found it."
    sandbox.react_on_telegram("mia", ours.id, "❤")
    [reacted] = understood(list(TELEGRAM.catch_up(bot)))
    assert isinstance(reacted, Reacted)
    assert (reacted.external_id, reacted.signs, reacted.author.name) == (sent.external_id, ("❤",), "Mia Reist")
    for _ in range(2):
        TELEGRAM.take_down(bot, sent.external_id, private=True)
    assert [one.from_bot for one in sandbox.telegrams()] == [False]


@pytest.mark.parametrize("file", [PDF, PNG], ids=lambda file: file.content_type)
def test_files_go_and_come(sandbox: Sandbox, bot: Account, file: OutgoingFile) -> None:
    first = asked(sandbox, bot)
    sent = TELEGRAM.send(bot, answer(first, "Your ticket", file))
    ours = sandbox.telegrams()[-1]
    assert (ours.text, bool(ours.media_id)) == ("Your ticket", True)
    TELEGRAM.edit(bot, sent.external_id, "Your new ticket", private=True)
    assert sandbox.telegrams()[-1].text == "Your new ticket"
    sandbox.telegram("mia", "lowlandair", media_id=ours.media_id)
    [found] = understood(list(TELEGRAM.catch_up(bot)))
    assert isinstance(found, Received)
    [attachment] = found.attachments
    assert TELEGRAM.fetch(bot, attachment.url) == file.content
    for wrong in ("telegram-file:file-7", "https://elsewhere.example/x", "telegram-file:../../etc"):
        with pytest.raises(DeliveryError):
            TELEGRAM.fetch(bot, wrong)


@pytest.mark.parametrize(
    ("text", "files", "sentence"),
    [
        ("  ", (), "nothing to send"),
        ("👋" * 2049, (), "4098 of the 4096"),
        ("x" * 1025, (PDF,), "Beside a file"),
        ("", (PDF, PNG), "one file at a time"),
        ("", (OutgoingFile("x.exe", "application/x-msdownload", b"MZ"),), "does not take x.exe"),
    ],
)
def test_what_telegram_would_refuse_does_not_leave(
    sandbox: Sandbox, bot: Account, text: str, files: tuple[OutgoingFile, ...], sentence: str
) -> None:
    first = asked(sandbox, bot)
    with pytest.raises(DeliveryError, match=sentence) as error:
        TELEGRAM.send(bot, answer(first, text, *files))
    assert error.value.permanent
    assert len(sandbox.telegrams()) == 1


@pytest.mark.parametrize(
    ("fault", "stands", "flag"),
    [
        ("rate_limited", 0, "retry_after"),
        ("server_error_accepted", 1, "unknown"),
        ("dropped", 0, "unknown"),
        ("dropped_accepted", 1, "unknown"),
        ("forbidden", 0, "permanent"),
        ("unauthorized", 0, "reauth"),
    ],
)
def test_however_a_send_ends_it_is_never_done_twice(
    sandbox: Sandbox, bot: Account, fault: str, stands: int, flag: str
) -> None:
    first = asked(sandbox, bot)
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as error:
        TELEGRAM.send(bot, answer(first))
    assert getattr(error.value, flag)
    assert error.value.unknown == (flag == "unknown")
    assert sum(one.from_bot for one in sandbox.telegrams()) == stands


def test_a_stranger_cannot_be_written_to_and_what_is_gone_is_answered_all_the_same(
    sandbox: Sandbox, bot: Account
) -> None:
    first = asked(sandbox, bot)
    gone = f"{bot.external_id}:{first.author.external_id}:77"
    TELEGRAM.send(bot, replace(answer(first), in_reply_to=gone))
    stranger = sandbox.create_user("tom", "Tom")
    with pytest.raises(DeliveryError, match="cannot be reached") as error:
        TELEGRAM.send(bot, Outgoing("k", "Hello", True, stranger.id))
    assert error.value.permanent


def test_a_bot_that_is_called_hears_of_everything_and_may_not_ask(
    sandbox: Sandbox, bot: Account, hook: tuple[str, list[WebhookRequest]]
) -> None:
    url, heard = hook
    sandbox.create_user("mia", "Mia Reist")
    sandbox.telegram("mia", "lowlandair", "before")
    bot.settings["updates"] = "webhook"
    TELEGRAM.connect(bot, url)
    sandbox.telegram("mia", "lowlandair", "after")
    wait_until(lambda: len(heard) >= 2)
    told = [
        one for each in heard for one in TELEGRAM.parse(each.body, Parsing(real_now(), key=TELEGRAM.receipt_key(each)))
    ]
    assert sorted(one.text for one in told if isinstance(one, Received)) == ["after", "before"]
    assert {one.account for one in told} == {bot.external_id}
    assert list(TELEGRAM.catch_up(bot)) == []
    assert all(line.ok for line in TELEGRAM.check(bot)), TELEGRAM.check(bot)
    bot.settings["updates"] = "asking"
    assert [line.name for line in TELEGRAM.check(bot) if not line.ok] == ["Messages"]
    with pytest.raises(DeliveryError, match="Another program") as error:
        list(TELEGRAM.catch_up(bot))
    assert error.value.retry_after
    bot.settings["updates"] = "webhook"
    TELEGRAM.disconnect(bot)
    assert [line.name for line in TELEGRAM.check(bot) if not line.ok] == ["Messages"]


@pytest.mark.django_db(transaction=True)
def test_a_line_to_telegram_wakes_as_soon_as_something_happens(sandbox: Sandbox, bot: Account) -> None:
    sandbox.create_user("mia", "Mia Reist")
    woken, stop = threading.Event(), threading.Event()

    def wake() -> None:
        woken.set()
        stop.set()

    line = threading.Thread(target=TELEGRAM.idle, args=(bot, wake, stop), daemon=True)
    line.start()
    sandbox.telegram("mia", "lowlandair", "hello?")
    assert woken.wait(10)
    line.join(10)
    assert not line.is_alive()


def test_a_token_that_ended_says_so(sandbox: Sandbox, bot: Account) -> None:
    assert all(line.ok for line in TELEGRAM.check(bot)), TELEGRAM.check(bot)
    sandbox.bot_token("lowlandair")
    [line] = TELEGRAM.check(bot)
    assert (line.ok, "enter the new one" in line.message) == (False, True)
    with pytest.raises(DeliveryError) as error:
        list(TELEGRAM.catch_up(bot))
    assert error.value.reauth
    bot.secrets["bot_token"] = "no token"
    assert not TELEGRAM.check(bot)[0].ok
