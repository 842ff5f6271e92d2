"""A page is connected, tested, kept in order and let go."""

from datetime import timedelta

import pytest

from tests.channels.facebook.graph import APP, MIA, PAGE, SECRET, Graph
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, WebhookRequest
from webcare.channels.facebook import connect
from webcare.channels.facebook.adapter import FacebookAdapter
from webcare.channels.lines import QUIET
from webcare.lib.limits import ATTACHMENT_BYTES
from webcare.lib.now import now, real_now

FACEBOOK = FacebookAdapter()
HOOK = "https://webcare.example.org/hooks/facebook/key"


def failed(page: Account) -> list[str]:
    return [f"{line.name}: {line.message}" for line in FACEBOOK.check(page) if not line.ok]


def test_connecting_learns_the_page_and_asks_for_its_events(page: Account, graph: Graph) -> None:
    fresh = Account(network="facebook", brand=page.brand, application=page.application, secrets=page.secrets)
    FACEBOOK.connect(fresh, HOOK)
    assert (fresh.external_id, fresh.handle, fresh.name) == (PAGE, "lowlandair", "Lowland Air")
    assert graph.page_fields == list(connect.FIELDS)
    assert (graph.subscription["object"], graph.subscription["callback_url"]) == ("page", HOOK)


def test_the_word_that_meta_is_given_is_the_one_that_we_know_again(page: Account, graph: Graph) -> None:
    assert page.application
    FACEBOOK.connect(page, HOOK)
    query = {"mode": "subscribe", "challenge": "42", "verify_token": graph.subscription["verify_token"]}
    asked = WebhookRequest(b"", {}, {f"hub.{name}": value for name, value in query.items()})
    assert FACEBOOK.handshake(page.application, asked)[::2] == (200, b"42")
    assert SECRET not in graph.subscription["verify_token"]


def test_a_persons_own_token_is_not_taken(page: Account, graph: Graph) -> None:
    graph.kind = "USER"
    with pytest.raises(DeliveryError, match="“USER”"):
        FACEBOOK.connect(page, HOOK)
    assert graph.subscription == {}


def test_a_page_that_was_connected_is_well(page: Account, graph: Graph) -> None:
    FACEBOOK.connect(page, HOOK)
    assert failed(page) == []
    said = [line.message for line in FACEBOOK.check(page)]
    assert any("pages_messaging is there, to read and write in Messenger" in one for one in said)
    assert any("3 percent" in one for one in said)


def test_what_is_missing_is_said_with_what_to_do(page: Account, graph: Graph) -> None:
    FACEBOOK.connect(page, HOOK)
    graph.scopes.remove("pages_messaging")
    graph.page_fields.remove("feed")
    graph.subscription = {}
    graph.usage = '{"call_count":95}'
    graph.ends_at = int((real_now() + timedelta(days=3)).timestamp())
    page.last_event_at = now() - QUIET - timedelta(hours=1)
    told = failed(page)
    assert [one.partition(":")[0] for one in told] == ["Quota", "End", "Permissions", "Webhook", "Events", "Last event"]
    assert "pages_messaging is missing" in told[2]
    assert "feed" in told[4]


def test_a_withdrawn_token_is_said_once_for_each_question(page: Account, graph: Graph) -> None:
    FACEBOOK.connect(page, HOOK)
    graph.token = "another"
    assert [one.partition(":")[0] for one in failed(page)] == ["Access", "Events"]


def test_letting_a_page_go_ends_its_events(page: Account, graph: Graph) -> None:
    FACEBOOK.connect(page, HOOK)
    FACEBOOK.disconnect(page)
    assert graph.page_fields == []
    assert graph.subscription["callback_url"] == HOOK, "the application's other pages still need it"


def test_people_are_known_by_number_only() -> None:
    page = Account(network="facebook")
    assert FACEBOOK.recipient(page, f" {MIA} ") == MIA
    with pytest.raises(DeliveryError, match="is no id"):
        FACEBOOK.recipient(page, "@mia")


def test_a_comment_is_hidden_and_shown_again(page: Account, graph: Graph) -> None:
    comment = graph.comment(MIA, "rude words", graph.post(PAGE, "Storm"))
    FACEBOOK.moderate(page, "hide", comment.id, MIA)
    assert comment.hidden
    FACEBOOK.moderate(page, "unhide", comment.id, MIA)
    assert not comment.hidden


def test_somebody_is_blocked_and_let_in_again(page: Account, graph: Graph) -> None:
    FACEBOOK.moderate(page, "block", "", MIA)
    assert graph.blocked == {MIA}
    FACEBOOK.moderate(page, "unblock", "", MIA)
    assert graph.blocked == set()
    with pytest.raises(DeliveryError, match="no action"):
        FACEBOOK.moderate(page, "mute", "", MIA)


def test_our_own_comment_is_changed_and_taken_down(page: Account, graph: Graph) -> None:
    ours = graph.comment(PAGE, "We fuond it.", graph.post(PAGE, "Storm"))
    FACEBOOK.edit(page, ours.id, "We found it.\r\n", private=False)
    assert ours.text == "We found it."
    FACEBOOK.take_down(page, ours.id, private=False)
    assert graph.comments == []
    FACEBOOK.take_down(page, ours.id, private=False)  # gone is what was wanted
    with pytest.raises(DeliveryError, match="Messenger lets no page"):
        FACEBOOK.take_down(page, "m_1", private=True)
    with pytest.raises(DeliveryError, match="Messenger lets no page"):
        FACEBOOK.edit(page, "m_1", "We found it.", private=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://scontent.xx.fbcdn.net/a.jpg", "https://fbcdn.net.evil.example/a.jpg", "https://evil.example/.fbcdn.net",
        "https://u:p@scontent.xx.fbcdn.net/a.jpg", "https://scontent.xx.fbcdn.net:8443/a.jpg", "file:///etc/passwd",
        "https://[", "http://127.0.0.1:1/a.jpg",
    ],
)  # fmt: skip
def test_nothing_is_fetched_from_elsewhere(page: Account, graph: Graph, url: str) -> None:
    with pytest.raises(DeliveryError) as error:
        FACEBOOK.fetch(page, url)
    assert error.value.permanent
    assert graph.calls == []


def test_a_file_beside_the_api_is_fetched(page: Account, graph: Graph) -> None:
    content = FACEBOOK.fetch(page, f"{graph.url}/v26.0/debug_token")
    assert 0 < len(content) < ATTACHMENT_BYTES
    assert APP.encode() in content
