"""A mail as it was sent, shown to the desk: with its own pictures, without anybody else's, and nothing runs."""

from __future__ import annotations

import base64
import io
import re

from PIL import Image

from tests.pages.conftest import Seat
from tests.world import World
from webcare.channels.html import safe
from webcare.channels.inbound import InboundAttachment
from webcare.conversations.attaching import store_inbound
from webcare.conversations.message import Message
from webcare.demo import cast

SENT = (
    '<p onclick="alert(1)">Our bag: <img src="cid:bag@x" alt="A bag"></p><script>alert(1)</script>'
    '<img src="https://tracker.example/a.gif"><img src="//tracker.example/b.gif"><img src="cid:other@x">'
)


def mail(world: World, html: str = SENT) -> Message:
    """A mail of Mr Okafor with a picture in its text."""
    conversation = world.conversation(cast.OKAFOR, account=world.mail)
    message = conversation.messages.get()
    message.html = safe(html, {"bag@x": "cid:bag@x", "other@x": "cid:other@x"}).stored
    message.save()
    store_inbound(message, InboundAttachment(external_id="bag@x", content=_png(), filename="bag.png"))
    return message


def test_its_own_pictures_are_in_it_and_those_from_elsewhere_are_counted(world: World, sit: Seat) -> None:
    message = mail(world)
    page = sit(world.anna).get(f"/messages/{message.pk}/html")
    text = page.content.decode()
    assert "2 pictures from elsewhere are not shown" in text
    assert "tracker.example" not in text
    assert "alert" not in text
    (inline,) = re.findall(r'src="data:image/webp;base64,([^"]+)"', text)
    assert Image.open(io.BytesIO(base64.b64decode(inline))).format == "WEBP"
    assert message.attachments.get().filename == "bag.png"


def test_the_frame_may_do_nothing(world: World, sit: Seat) -> None:
    page = sit(world.anna).get(f"/messages/{mail(world).pk}/html")
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in page["Cache-Control"]


def test_where_nothing_is_missing_nothing_is_said(world: World, sit: Seat) -> None:
    page = sit(world.anna).get(f"/messages/{mail(world, '<b>Hello</b>').pk}/html")
    assert "<b>Hello</b>" in page.content.decode()
    assert "elsewhere" not in page.content.decode()


def test_a_mail_without_html_or_of_another_brand_has_no_such_page(world: World, sit: Seat) -> None:
    plain = world.conversation(cast.OKAFOR, account=world.mail).messages.get()
    assert sit(world.anna).get(f"/messages/{plain.pk}/html").status_code == 404
    assert sit(world.newcomer).get(f"/messages/{mail(world).pk}/html").status_code == 404


def _png() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "purple").save(drawn, "PNG")
    return drawn.getvalue()
