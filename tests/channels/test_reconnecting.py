"""An account is disconnected and connected again: what the network kept meanwhile is taken in, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings

from sandbox.client import Sandbox
from tests.channels.conftest import wait_until
from tests.channels.doorway import Door, doorway
from tests.channels.presences import agreed_again, presence
from webcare.channels.account import Account
from webcare.channels.collecting import collect
from webcare.channels.completing import complete_waiting
from webcare.channels.connecting import Wish, connect, disconnect
from webcare.channels.receipt import keep
from webcare.channels.registry import BUILT_IN, adapter
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.team.person import Person

Say = Callable[[Sandbox, str], object]
PICTURE = b"\x89PNG and more"


def below_a_post(on: str) -> Say:
    """A comment below a post of the company's."""

    def say(sandbox: Sandbox, text: str) -> object:
        picture = sandbox.upload("lowlandair", PICTURE) if on == "instagram" else None
        post = sandbox.wall_post("lowlandair", "Storm on Thursday", media_id=picture, on=on, events=False)
        return sandbox.comment("mia_reist", post.id, text, on=on)

    return say


SAY: dict[str, Say] = {
    "x": lambda sandbox, text: sandbox.post("mia_reist", f"@lowlandair {text}"),
    "facebook": below_a_post("facebook"),
    "instagram": below_a_post("instagram"),
    "linkedin": below_a_post("linkedin"),
    "weibo": lambda sandbox, text: sandbox.weibo_post("mia_reist", f"@lowlandair {text}"),
    "mastodon": lambda sandbox, text: sandbox.toot("mia_reist", f"@lowlandair@lowland.social {text}"),
    "bluesky": lambda sandbox, text: sandbox.bluesky_post("mia_reist", f"@lowlandair {text}"),
    "telegram": lambda sandbox, text: sandbox.telegram("mia_reist", "lowlandair", text),
    "whatsapp": lambda sandbox, text: sandbox.chat("mia_reist", "lowlandair", text, on="whatsapp"),
}
FORGETS = {"whatsapp"}  # whatever nobody hears of at that moment is gone
ELSEWHERE = {  # where there is no door to leave and to come back to
    "email": "a mailbox keeps everything, and is read on from its cursor: email/test_mailbox.py",
    "line": "only calls, as WhatsApp does",
    "wechat": "only calls, and by an address that is entered there by hand",
    "webchat": "our own door, which nobody withdraws",
    "notes": "nobody is there but us",
}
every_network = pytest.mark.parametrize("place", SAY)
WORDS = ("zebra", "walrus", "ostrich")  # said before, meanwhile and after


def test_every_network_is_either_tried_or_has_a_reason_why_not() -> None:
    assert {*SAY} | {*ELSEWHERE} == {*BUILT_IN}


@every_network
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_and_nothing_comes_twice(place: str, sandbox: Sandbox, settings: LazySettings) -> None:
    first, meanwhile, after = WORDS
    fresh, joost = presence(place, sandbox), Person.objects.create_user("joost@lowlandair.example", name="Joost")
    assert fresh.application
    with doorway(fresh.application) as door:
        settings.HOOKS_URL = door.url.partition("/hooks/")[0]
        wish = Wish(place, fresh.brand, fresh.application, fresh.settings, fresh.secrets)
        account = connect(wish, joost)
        SAY[place](sandbox, f"Where is my {first}?")
        wait_until(lambda: taken_in(account, door) == [first])
        assert disconnect(account, joost) == ""
        account.refresh_from_db()
        assert account.secrets == {}
        SAY[place](sandbox, f"Where is my {meanwhile}?")
        asks = adapter(place).capabilities.oauth  # else the same keys are typed in once more
        access = agreed_again(account, sandbox) if asks else fresh.secrets
        again = Wish(place, fresh.brand, fresh.application, fresh.settings, access)
        assert connect(again, joost, account).pk == account.pk
        SAY[place](sandbox, f"Where is my {after}?")
        expected = [first, after] if place in FORGETS else [first, meanwhile, after]
        wait_until(lambda: sorted(taken_in(account, door), key=WORDS.index) == expected)
        assert sorted(taken_in(account, door), key=WORDS.index) == expected, "what is asked for again is known"


def taken_in(account: Account, door: Door) -> list[str]:
    """What came to our door and what we fetched, through the house; what customers' messages were about."""
    network = adapter(account.network)
    for event in door.events:
        keep(account.network, network.receipt_key(event), event.body, application=account.application)
    if network.capabilities.polls:
        collect(Account.objects.get(pk=account.pk))
    if network.capabilities.completes:
        complete_waiting(account.network)
    receive_waiting()
    texts = Message.objects.filter(ours=False).order_by("pk").values_list("text", flat=True)
    return [word for text in texts for word in WORDS if word in text]
