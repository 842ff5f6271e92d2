"""What followers write to an official account becomes the house's own words; whatever else XML can do is refused."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import webcare.channels.wechat
from tests.channels.test_hostile_payloads import storable
from webcare.channels.adapter import WebhookRequest
from webcare.channels.inbound import Bounced, Parsing, Received, Seen, Unparsable
from webcare.channels.wechat import markup
from webcare.channels.wechat.adapter import WeChatAdapter
from webcare.channels.wechat.markup import read, write
from webcare.channels.wechat.parse import BLOCKED, UNDELIVERED, parse
from webcare.channels.wechat.problems import FAILED
from webcare.channels.wechat.redact import redact
from webcare.lib.now import real_now

PAYLOADS = Path(webcare.channels.wechat.__file__).parent / "payloads"
EVENTS = {path.stem: path.read_bytes() for path in sorted(PAYLOADS.glob("*.xml"))}
GH, LINA = "gh_1a2b3c4d5e6f", "oLowland_LiNa_0000000000000001"
MEDIA = "https://api.weixin.qq.com/cgi-bin/media/get?media_id="
HOSTILE = ["", " ", "-1", "9" * 30, "١٢٣", "a" * 100_001, "<b>", "]]>", "\ud83d", "gh_ 1", "../../etc/passwd", "0x1"]


def told(payload: bytes) -> list[Received]:
    return [one for one in parse(payload, Parsing(real_now())) if isinstance(one, Received)]


def message(name: str) -> Received:
    [found] = told(EVENTS[name])
    return found


def test_a_message_says_who_wrote_to_which_account() -> None:
    found = message("text")
    assert (found.account, found.author.external_id, found.author.name) == (GH, LINA, "")
    assert (found.external_id, found.thread_key) == (f"{GH}:234567890123456701", f"message:{LINA}")
    assert (found.text, found.private, found.ours) == ("在吗？我的航班LA204取消了", True, False)
    assert found.sent_at == datetime.fromtimestamp(1784927148, UTC)


def test_markup_in_a_text_is_text() -> None:
    assert message("text_with_markup_in_it").text == "行李 <b>没到</b> & 没人回答 😠"


def test_a_text_of_many_lines_is_read_in_few_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[str] = []
    monkeypatch.setattr(markup._Reader, "text", lambda _reader, piece: pieces.append(piece))
    read(b"<xml><Content>" + b"line\n" * 5_000 + b"</Content></xml>")
    assert "".join(pieces) == "line\n" * 5_000
    assert len(pieces) < 50


@pytest.mark.parametrize(
    ("name", "url", "kind"),
    [
        ("picture", "http://mmbiz.qpic.cn/mmbiz_jpg/suitcase/0", "image/jpeg"),
        ("picture_whose_address_is_missing", MEDIA + "media_picture_0002", "image/jpeg"),
        ("voice_that_was_understood", MEDIA + "media_voice_0001", "audio/amr"),
        ("film", MEDIA + "media_film_0001", "video/mp4"),
        ("short_film", MEDIA + "media_film_0002", "video/mp4"),
    ],
)
def test_a_file_has_an_address_from_which_it_can_be_fetched(name: str, url: str, kind: str) -> None:
    assert [(one.url, one.content_type) for one in message(name).attachments] == [(url, kind)]


def test_what_wechat_understood_of_a_voice_is_read() -> None:
    assert message("voice_that_was_understood").text == "我的箱子坏了。"


def test_a_place_and_a_link_are_words() -> None:
    assert message("place").text == "上海浦东国际机场\nhttps://www.openstreetmap.org/?mlat=31.144300&mlon=121.808300"
    assert message("link").text == "暴风雨影响航班\n周四多个航班取消\nhttps://news.example.com/storm"


@pytest.mark.parametrize("name", ["somebody_follows", "somebody_leaves", "a_menu_is_pressed", "nested_parts"])
def test_following_leaving_and_pressing_say_nothing(name: str) -> None:
    assert told(EVENTS[name]) == []


@pytest.mark.parametrize(
    ("status", "why"), [("success", ""), ("failed:user block", BLOCKED), ("failed: system failed", UNDELIVERED)]
)
def test_what_became_of_a_template_is_told_by_its_number(status: str, why: str) -> None:
    payload = EVENTS["a_template_arrived"].replace(b"success", status.encode())
    [found] = parse(payload, Parsing(real_now()))
    known = "gh_1a2b3c4d5e6f:template:200163836"
    if why:
        assert found == Bounced("gh_1a2b3c4d5e6f", known, why)
    else:
        assert isinstance(found, Seen)
        assert (found.external_ids, found.delivered) == ((known,), True)
    assert why in {"", *map(str, FAILED)}, "pages find it again"


def test_a_kind_that_nobody_knows_is_set_aside() -> None:
    with pytest.raises(Unparsable, match="hologram"):
        parse(EVENTS["text"].replace(b"[text]", b"[hologram]"), Parsing(real_now()))


def test_a_repeat_is_known_by_its_message_and_an_event_by_who_did_what_when() -> None:
    def key(payload: bytes) -> str:
        return WeChatAdapter().receipt_key(WebhookRequest(payload, {}))

    assert key(EVENTS["text"]) == f"{GH}:234567890123456701" == key(EVENTS["text"].replace(b"\n", b""))
    assert key(EVENTS["somebody_follows"]) == f"{GH}:{LINA}:1784927148:subscribe:"
    assert len({key(event) for event in EVENTS.values()}) == len(EVENTS)
    assert key(b"no xml").startswith("sha256:")


BOMB = b'<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "payload",
    [
        BOMB + b"<xml><Content>&c;</Content></xml>",
        b'<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Content>&x;</Content></xml>',
        b'<!DOCTYPE xml [<!ENTITY % d SYSTEM "http://127.0.0.1:9/evil.dtd"> %d;]><xml/>',
        b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/evil.dtd"><xml/>',
        b"<!DOCTYPE xml><xml/>",
        b"<xml>&undeclared;</xml>",
        b"<xml>" + b"<a>" * 10_000,
        b"<xml>" + b"<a/>" * 10_000 + b"</xml>",
        b"<xml><a>" + b"x" * 300_000 + b"</a></xml>",
        b"<xml>",
        b"",
        b"\xff\xfe",
    ],
)
def test_bombs_files_of_ours_and_what_is_no_xml_are_refused(payload: bytes) -> None:
    with pytest.raises(Unparsable):
        read(payload)
    assert redact(payload, ["1"]) == b""


def understood(payload: bytes) -> None:
    try:
        found = told(payload)
    except Unparsable:
        return
    for each in found:
        storable(each)
        [left] = told(redact(payload, [each.external_id]))
        assert (left.text, left.attachments) == ("", ())


@pytest.mark.parametrize("name", EVENTS)
def test_a_hostile_value_in_any_place_breaks_nothing(name: str) -> None:
    values = read(EVENTS[name])
    for field in values:
        understood(write({key: text for key, text in values.items() if key != field}))
        for value in HOSTILE:
            understood(write({**values, field: value}))


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted({key for one in EVENTS.values() for key in read(one)})), st.text(max_size=20)
    )
)
def test_any_texts_in_any_places_break_nothing(changes: dict[str, str]) -> None:
    understood(write({**read(EVENTS["text"]), **changes}))


def test_what_is_written_can_be_read_again() -> None:
    values = {"a": "1 < 2 & 3", "b": "行李", "c": ""}
    assert read(write(values)) == values
    assert json.dumps(read(EVENTS["text"]))
