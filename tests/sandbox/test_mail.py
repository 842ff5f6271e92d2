"""The make-believe mail: read and written by ordinary programs, by people on pages, and by the admin API."""

import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from imaplib import IMAP4
from pathlib import Path

import httpx2
import pytest
from imap_tools.mailbox import MailBoxUnencrypted
from imap_tools.query import AND

from sandbox.client import Enclosure, Sandbox, SandboxError
from tests.sandbox.running import Running, network

HELP, ANNA, PASSWORD = "help@lowlandair.example", "anna@post.example", 'tulips "in" a row'


@pytest.fixture
def post(sandbox: Sandbox) -> Sandbox:
    """The network with a brand that reads mail, and Anna who writes it."""
    sandbox.create_user("lowlandair", "Lowland Air", is_brand=True)
    sandbox.create_user("anna", "Anna de Boer")
    sandbox.open_mailbox(HELP, "Lowland Air", password=PASSWORD, handle="lowlandair")
    return sandbox


@contextmanager
def program(running: Running) -> Iterator[MailBoxUnencrypted]:
    """A mail program at the brand's mailbox."""
    box = MailBoxUnencrypted("127.0.0.1", running.imap_port).login(HELP, PASSWORD)
    try:
        yield box
    finally:
        box.logout()


def answer(running: Running, to: str, text: str, **headers: str) -> str:
    """The brand sends a mail by SMTP; returns its Message-ID."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Lowland Air <{HELP}>", to, "Re: Bag"
    mail["Message-ID"] = "<answer-1@lowlandair.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", running.smtp_port) as server:
        server.login(HELP, PASSWORD)
        server.send_message(mail)
    return "answer-1@lowlandair.example"


def test_a_customers_mail_is_read_by_a_mail_program(post: Sandbox, running: Running) -> None:
    photo = Enclosure("bag.png", "image/png", b"\x89PNG not really")
    post.mail(ANNA, HELP, "Where is my bag? 行李在哪里", subject="Bag größer", name="Anna", files=[photo])
    with program(running) as box:
        (mail,) = box.fetch(mark_seen=False)
        assert (mail.from_, mail.to, mail.subject) == (ANNA, (HELP,), "Bag größer")
        assert "行李在哪里" in mail.text
        assert [(each.filename, each.payload) for each in mail.attachments] == [("bag.png", photo.content)]
        assert [folder.name for folder in box.folder.list() if "\\Sent" in folder.flags] == ["Sent"]


def test_an_answer_lands_with_the_customer_whatever_stands_after_the_plus(post: Sandbox, running: Running) -> None:
    asked = post.mail(ANNA, HELP, "Where is my bag?", subject="Bag")
    answer(running, "anna+holiday@post.example", "We look.", In_Reply_To=f"<{asked.message_id}>")
    (found,) = post.mails(mailbox=ANNA, folder="INBOX")
    assert (found.sender, found.text, found.answers) == (HELP, "We look.", (asked.message_id,))
    assert post.mails(folder="INBOX", **{"from": HELP}) == [found]


def test_a_customers_answer_goes_where_it_is_wanted_and_quotes_what_it_answers(post: Sandbox, running: Running) -> None:
    asked = post.mail(ANNA, HELP, "Where is my bag?", subject="Bag")
    ours = answer(
        running, ANNA, "Which flight?", In_Reply_To=f"<{asked.message_id}>", Reply_To="help+7.abc@lowlandair.example"
    )
    (arrived,) = post.mails(mailbox=ANNA, folder="INBOX")
    thanks = post.answer_mail(ANNA, arrived.message_id, "LL1003")
    assert thanks.to == ("help+7.abc@lowlandair.example",)
    assert thanks.answers == (ours, asked.message_id)
    assert thanks.subject == "Re: Bag"
    assert thanks.text.startswith("LL1003\n\nOn ")
    assert "> Which flight?" in thanks.text
    assert len(post.mails(mailbox=HELP, folder="INBOX")) == 2
    with pytest.raises(SandboxError, match="no mail"):
        post.answer_mail("thief@post.example", arrived.message_id, "Mine now")


def test_a_waiting_program_hears_of_mail_at_once(post: Sandbox, running: Running) -> None:
    with program(running) as box:
        box.idle.start()  # type: ignore[no-untyped-call]  # imap-tools leaves it untyped
        timer = threading.Timer(0.2, lambda: post.mail(ANNA, HELP, "Hello?"))
        timer.start()
        assert b"* 1 EXISTS" in box.idle.poll(timeout=20)
        box.idle.stop()  # type: ignore[no-untyped-call]  # as above
        timer.join()
        assert len(box.uids()) == 1


def test_what_is_searched_for_is_found(post: Sandbox, running: Running) -> None:
    old = datetime.now(UTC) - timedelta(days=5)
    post.mail(ANNA, HELP, "Old", subject="First", at=old)
    new = post.mail("bob@post.example", HELP, "New", subject="Second")
    with program(running) as box:
        assert box.uids("ALL") == ["1", "2"]
        assert box.uids("UID 2:*") == ["2"]
        assert box.uids("UID 9:*") == ["2"]
        assert box.uids(AND(seen=False)) == ["2"]
        assert box.uids(f"SINCE {old + timedelta(days=1):%d-%b-%Y}") == ["2"]
        assert box.uids(f'OR HEADER Message-ID "{new.message_id}" HEADER X-Other "{new.message_id}"') == ["2"]
        assert box.uids('NOT FROM "anna"') == ["2"]
        assert box.uids("(1 SUBJECT First)") == ["1"]
        assert abs(next(box.fetch("UID 1")).date - old) < timedelta(seconds=1)
        with pytest.raises(Exception, match="cannot search by NONSENSE"):
            box.uids("NONSENSE 1")


def test_marks_and_copies_stay_and_the_numbers_hold_over_a_restart(tmp_path: Path) -> None:
    with network("--data", str(tmp_path)) as running, Sandbox(running.url) as sandbox:
        sandbox.open_mailbox(HELP, "Lowland Air", password=PASSWORD)
        sandbox.mail(ANNA, HELP, "Once")
        with program(running) as box:
            before = box.folder.status("INBOX")
            box.client.uid("STORE", "1", "+FLAGS.SILENT", r"(\Seen)")
            box.append(b"From: help@lowlandair.example\r\nSubject: Copy\r\n\r\nText\r\n", "Sent", flag_set=[r"\Seen"])
        assert running.stop() in (0, -15)
    with network("--data", str(tmp_path)) as running, program(running) as box:
        after = box.folder.status("INBOX")
        assert after == before | {"UNSEEN": 0}
        box.folder.set("Sent", readonly=True)
        (copy,) = box.fetch()
        assert (copy.uid, copy.subject, copy.flags) == ("1", "Copy", ("\\Seen",))
        with pytest.raises(Exception, match="reading only"):
            box.flag("1", [r"\Flagged"], True)


def test_nobody_gets_in_with_a_wrong_password_or_sends_as_somebody_else(post: Sandbox, running: Running) -> None:
    for name, password in ((HELP, "wrong"), (ANNA, ""), ("nobody@post.example", "x")):
        with pytest.raises(IMAP4.error, match="AUTHENTICATIONFAILED"):
            IMAP4("127.0.0.1", running.imap_port).login(name, f'"{password}"')
        with smtplib.SMTP("127.0.0.1", running.smtp_port) as server, pytest.raises(smtplib.SMTPAuthenticationError):
            server.login(name, password)
    with smtplib.SMTP("127.0.0.1", running.smtp_port) as server:
        assert server.mail(HELP)[0] in (503, 530)
        server.login(HELP, PASSWORD)
        assert server.mail(ANNA)[0] == 553
        assert server.mail(HELP)[0] == 250
        assert server.rcpt("nowhere")[0] == 550


@pytest.mark.parametrize(
    "name", ["=?utf-8?q?Evil=0D=0ABcc:_a?=", "=?utf-8?q?a=00b?=", "(" * 100, '"' * 999, "=?x?b?=?="]
)
def test_a_mail_with_a_broken_field_is_taken(post: Sandbox, running: Running, name: str) -> None:
    raw = f"From: {name} <{HELP}>\r\nTo: {ANNA}\r\nSubject: {name}\r\nMessage-ID: <broken@x>\r\n\r\nHello\r\n"
    with smtplib.SMTP("127.0.0.1", running.smtp_port, timeout=30) as server:
        server.login(HELP, PASSWORD)
        assert server.sendmail(HELP, [ANNA], raw.encode()) == {}


def test_nonsense_is_answered_and_ends_nothing(post: Sandbox, running: Running) -> None:
    post.mail(ANNA, HELP, "Hello?")
    with program(running) as box:
        line = box.client
        for wrong in (b"FETCH", b'SELECT "', b"UID", b"SEARCH (", b"STORE 1 WHAT (x)", b"FETCH x BODY[]", b"XYZZY"):
            line.send(b"w1 " + wrong + b"\r\n")
            assert b"BAD" in line.readline(), wrong
        assert line.noop()[0] == "OK"


def test_people_write_and_answer_mail_on_the_pages(post: Sandbox, running: Running) -> None:
    with httpx2.Client(base_url=running.url, follow_redirects=True, trust_env=False) as browser:
        assert HELP in browser.get("/mail/compose?as=anna").text
        body = {"to": HELP, "subject": "Bag & <b>", "text": "Where is\r\nmy bag?"}
        page = browser.post("/mail", data=body, files={"file": ("bag.txt", b"tag 0042", "text/plain")})
        assert "Bag &amp; &lt;b&gt;" in page.text
        (asked,) = post.mails(mailbox=HELP, folder="INBOX")
        assert (asked.text, asked.files) == ("Where is\nmy bag?", (Enclosure("bag.txt", "text/plain", b"tag 0042"),))
        answer(running, ANNA, "We look.", In_Reply_To=f"<{asked.message_id}>")
        listed = browser.get("/mail")
        assert "waiting: </span>1" in listed.text
        (arrived,) = post.mails(mailbox=ANNA, folder="INBOX")
        assert "We look." in browser.get(f"/mail/{arrived.id}").text
        assert "waiting: </span>" not in browser.get("/mail").text
        browser.post("/mail", data={"in_reply_to": str(arrived.id), "to": HELP, "text": "Thanks!"})
        assert [mail.text.split("\n")[0] for mail in post.mails(mailbox=HELP, folder="INBOX")][-1] == "Thanks!"
        saved = browser.get(f"{page.url.path}/files/0")
        assert (saved.content, saved.headers["content-disposition"]) == (b"tag 0042", "attachment")
        wrong = browser.post("/mail", data={"to": "nowhere", "text": "x"})
        assert (wrong.status_code, "is no address" in wrong.text) == (409, True)


def test_nobody_reads_the_mail_of_others(post: Sandbox, running: Running) -> None:
    mail = post.mail(ANNA, HELP, "Private", files=[Enclosure("a.txt", "text/plain", b"mine")])
    with httpx2.Client(base_url=running.url, follow_redirects=True, trust_env=False) as browser:
        assert browser.get(f"/mail/{mail.id}?as=mallory").status_code == 404
        assert browser.get(f"/mail/{mail.id}/files/0").status_code == 404
        assert browser.post("/mail", data={"in_reply_to": str(mail.id), "to": HELP, "text": "x"}).status_code == 409


def test_it_ends_though_a_program_waits(tmp_path: Path) -> None:
    with network() as running, Sandbox(running.url) as sandbox:
        sandbox.open_mailbox(HELP, password=PASSWORD)
        box = MailBoxUnencrypted("127.0.0.1", running.imap_port).login(HELP, PASSWORD)
        box.idle.start()  # type: ignore[no-untyped-call]  # as above
        assert running.stop() in (0, -15)
        box.client.shutdown()
