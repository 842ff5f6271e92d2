"""After a gap: what people said to us without naming us is found by search, once, and no more is paid for than that."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db.models import Sum

from sandbox.client import Said, Sandbox
from tests.channels.x.test_catching_up import received
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.collecting import collect, collect_quiet
from webcare.channels.receipt import Receipt
from webcare.channels.spending import Spending
from webcare.channels.x.adapter import XAdapter
from webcare.channels.x.following import LONGEST, queries
from webcare.conversations.conversation import Conversation
from webcare.conversations.following import alive, collect_missed
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.lib.now import now, real_now

X = XAdapter()


def id_of(sandbox: Sandbox, handle: str) -> str:
    return next(person.id for person in sandbox.users() if person.handle == handle)


def unnamed(sandbox: Sandbox, handle: str, under: Said, text: str, at: datetime | None = None) -> Said:
    """A reply to somebody else deep in a thread: no event is told, and no list shows it."""
    return sandbox.reply(handle, under.id, text, at=at, greet=False)


@pytest.fixture
def thread(sandbox: Sandbox) -> tuple[str, Said]:
    """Mia's exchange with us, and Tom's words below it."""
    complaint = sandbox.post("mia_reist", "My bag is gone")
    return f"{complaint.id}:{id_of(sandbox, 'mia_reist')}", unnamed(sandbox, "tomvanzetten", complaint, "Mine too")


def followed(account: Account, *exchanges: str) -> list[str]:
    found = [*X.follow(account, exchanges)]
    account.keep_cursor(account.cursor)
    assert all(each.author.external_id != account.external_id for each in received(found).values())
    return sorted(each.text for each in received(found).values())


def test_what_somebody_says_in_our_exchange_without_naming_us_is_found(
    account: Account, sandbox: Sandbox, thread: tuple[str, Said]
) -> None:
    exchange, neighbour = thread
    said = unnamed(sandbox, "mia_reist", neighbour, "Still nothing")
    found = [*X.follow(account, [exchange])]
    mine = received(found)[said.id]
    assert mine.thread_key == exchange
    assert mine.parents[0] == neighbour.id


def test_what_others_say_to_each_other_is_not_ours_and_not_paid_for(
    account: Account, sandbox: Sandbox, thread: tuple[str, Said]
) -> None:
    exchange, neighbour = thread
    unnamed(sandbox, "tomvanzetten", neighbour, "Let us meet")
    assert followed(account, exchange) == ["My bag is gone"]
    assert Spending.objects.filter(item="post_read").aggregate(posts=Sum("count"))["posts"] == 1


def test_a_direct_answer_to_us_is_found_wherever_it_stands(account: Account, sandbox: Sandbox) -> None:
    ours = sandbox.post("lowlandair", "We fly again")
    sandbox.reply("tomvanzetten", ours.id, "Not to Bergen", greet=False)
    assert followed(account) == ["Not to Bergen"]


def test_where_our_name_stands_mentions_show_it_for_less(
    account: Account, sandbox: Sandbox, thread: tuple[str, Said]
) -> None:
    exchange, neighbour = thread
    sandbox.reply("mia_reist", neighbour.id, "@lowlandair hello?", greet=False)
    assert followed(account, exchange) == ["My bag is gone"]


def test_it_goes_on_where_it_stopped_and_keeps_nothing_twice(
    account: Account, sandbox: Sandbox, thread: tuple[str, Said]
) -> None:
    exchange, neighbour = thread
    long_ago = unnamed(sandbox, "mia_reist", neighbour, "Long ago", at=real_now() - timedelta(hours=3))
    collect(account, [exchange])
    kept = Receipt.objects.count()
    assert collect(account, [exchange]) == 0
    unnamed(sandbox, "mia_reist", neighbour, "And now?")
    assert collect(account, [exchange]) == 1
    assert Receipt.objects.count() == kept + 1
    assert not Receipt.objects.filter(key__contains=long_ago.id)


def test_a_search_that_fails_begins_again_from_the_same_moment(
    account: Account, sandbox: Sandbox, thread: tuple[str, Said]
) -> None:
    exchange, neighbour = thread
    list(X.follow(account, [exchange]))
    cursor = dict(account.cursor)
    assert account.application is not None
    base, account.application.settings["api_base"] = account.application.settings["api_base"], "http://127.0.0.1:9"
    with pytest.raises(DeliveryError):
        list(X.follow(account, [exchange]))
    assert account.cursor == cursor
    account.application.settings["api_base"] = base
    unnamed(sandbox, "mia_reist", neighbour, "Anybody?")
    assert "Anybody?" in followed(account, exchange)


def test_a_used_up_budget_ends_the_search(
    account: Account, sandbox: Sandbox, thread: tuple[str, Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange, neighbour = thread
    sandbox.post("tomvanzetten", "@lowlandair hello")
    unnamed(sandbox, "mia_reist", neighbour, "Still nothing")
    assert account.application is not None
    account.application.keep(settings={"budget": "0.0005"})
    collect(account, [exchange])
    account.refresh_from_db()
    assert not Spending.objects.filter(item="post_read").exists()
    assert "caught_up_at" in account.cursor
    assert "followed_at" not in account.cursor
    account.application.keep(settings={"budget": "9"})
    assert collect(account, [exchange]) == 2


def test_queries_are_few_and_none_is_too_long_nor_bent_by_what_a_key_says() -> None:
    account = Account(network="x", external_id="1000001", handle="lowlandair")
    keys = [f"{2080761390344937796 + n}:{1500000000000000000 + n}" for n in range(100)]
    found = list(queries(account, [*keys, "1) OR lang:en (:2", "7-8", "9:", ""]))
    assert len(found) <= 17
    assert all(len(query) <= LONGEST for query in found)
    assert all(query.endswith(") -from:1000001 -@lowlandair") for query in found)
    assert all(sum(f"conversation_id:{key.replace(':', ' from:')}" in query for query in found) == 1 for key in keys)
    assert not any("lang" in query or "7-8" in query for query in found)


def test_after_a_gap_the_words_are_in_the_conversation_where_they_belong(account: Account, sandbox: Sandbox) -> None:
    complaint = sandbox.post("mia_reist", "@lowlandair my bag is gone")
    collect_missed()
    receive_waiting()
    conversation = Conversation.objects.get(account=account)
    assert alive(account) == [conversation.thread_key]
    neighbour = unnamed(sandbox, "tomvanzetten", complaint, "Have you asked them?")
    unnamed(sandbox, "mia_reist", neighbour, "I have, thrice")
    Account.objects.update(last_event_at=now() - timedelta(hours=1))
    collect_missed()
    receive_waiting()
    texts = Message.objects.filter(conversation=conversation).order_by("sent_at").values_list("text", flat=True)
    assert list(texts) == ["@lowlandair my bag is gone", "I have, thrice"]
    assert Conversation.objects.count() == 1


def test_who_does_not_say_which_exchanges_are_alive_still_finds_answers_to_us(
    account: Account, sandbox: Sandbox
) -> None:
    ours = sandbox.post("lowlandair", "We fly again")
    sandbox.reply("tomvanzetten", ours.id, "Not to Bergen", greet=False)
    assert collect_quiet() == 2
