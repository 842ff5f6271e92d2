"""A network goes away, as leads and administrators see it: suspected, planned for, declared, led, closed, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.budget import same_cost
from tests.pages.conftest import Seat
from tests.world import World, X
from webcare.channels.account import Account
from webcare.channels.contact import Contact
from webcare.channels.outage import dark, declare
from webcare.channels.refuge import Plan
from webcare.clocks.board import take_snapshot
from webcare.conversations.conversation import Conversation
from webcare.conversations.crossing import Crossing
from webcare.conversations.leading import lead_waiting
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.person import Role

pytestmark = pytest.mark.django_db
PATH = f"/settings/networks/{X}"


def falls_silent(account: Account) -> None:
    ago = now() - timedelta(minutes=30)
    Contact.objects.create(
        account=account, act="send", trouble="silent", since=ago, last_at=now(), times=4, why="It hung."
    )


def test_a_suspicion_stands_on_the_health_page_and_declares_nothing(world: World, sit: Seat) -> None:
    falls_silent(world.x)
    page = sit(world.joost).get("/settings/running").content.decode()
    assert "X seems to have been away since" in page and "It hung." in page and PATH in page
    assert "X seems to have been away since" in sit(world.noor).get("/settings/networks").content.decode()
    assert dark(X) is None


def test_an_administrator_writes_the_plan_beforehand_and_it_is_audited(world: World, sit: Seat) -> None:
    page = sit(world.joost).get(f"{PATH}/plan").content.decode()
    assert "niet bereikbaar" in page, "our own words stand there in grey, in the customer's language"
    said = {"refuge": world.mail.pk, "text_nl": "{network} ligt eruit; hier verder.", "text_en": ""}
    sit(world.joost).post(f"{PATH}/plan", said)
    plan = Plan.objects.get(network=X)
    assert (plan.refuge, plan.texts) == (world.mail, {"nl": "{network} ligt eruit; hier verder."})
    event = Event.objects.get(verb="plan.changed")
    assert (event.actor_id, event.data["is"]["refuge"]) == (world.joost.pk, world.mail.pk)
    sit(world.joost).post(f"{PATH}/plan", said)
    assert Event.objects.filter(verb="plan.changed").count() == 1, "nothing changed"
    assert sit(world.joost).post(f"{PATH}/plan", {"refuge": world.x.pk}).status_code == 422, "no refuge from itself"
    assert "If it goes away: lowlandair" in sit(world.noor).get("/settings/networks").content.decode().replace(
        world.mail.handle, "lowlandair"
    )


def test_the_confirmation_counts_truly_and_the_whole_story_can_be_walked(world: World, sit: Seat) -> None:
    Plan.objects.create(network=X, refuge=world.mail)
    waits, lost = world.conversation(cast.BRAM), world.conversation(cast.LIAM)
    place = world.conversation(cast.BRAM, account=world.mail, waiting_since=None)
    place.handle.link(waits.handle.customer, world.noor, Proof.BOTH, "said so on both")
    world.conversation(cast.MARTA).reply(world.anna, text="Mañana. ^AG", key="k")
    noor = sit(world.noor)
    asked = noor.get(f"{PATH}/outage").content.decode()
    for words in ("1 answer on its way is held", "2 conversations wait there", "1 of those who wait can be", "E-mail 1",
                  "1 of those who wait cannot be reached", "Liam Hargreaves", world.mail.handle):  # fmt: skip
        assert words in asked, words
    noor.post(f"{PATH}/outage")
    noor.post(f"{PATH}/outage")
    assert Event.objects.filter(verb="outage.declared").count() == 1
    assert "Lead 1 customer elsewhere" in noor.get(PATH).content.decode()
    noor.post(f"{PATH}/leading")
    noor.post(f"{PATH}/leading")
    lead_waiting()
    assert Crossing.objects.get().to == place
    page = noor.get(PATH).content.decode()
    assert "Lead 1 customer" not in page and "cannot be reached elsewhere" in page
    desk = sit(world.anna).get(f"/conversations/{waits.pk}").content.decode()
    assert "X has not been reachable since" in desk and "what you write here leaves there" in desk
    assert "This goes on from X" in sit(world.anna).get(f"/conversations/{place.pk}").content.decode()
    assert "What you write is kept" in sit(world.anna).get(f"/conversations/{lost.pk}").content.decode()
    noor.post(f"{PATH}/closing")
    assert "We are no longer on X" in noor.get("/board").content.decode()
    assert "1 held answer leaves at once." in noor.get(f"{PATH}/return").content.decode()
    noor.post(f"{PATH}/return")
    assert dark(X) is None and noor.get(f"{PATH}/return").status_code == 422


def test_an_agent_goes_on_with_one_of_them_by_hand_and_only_where_it_is_proven(world: World, sit: Seat) -> None:
    waits, place = world.conversation(cast.BRAM), world.conversation(cast.BRAM, account=world.mail)
    declare(X, world.noor, now())
    anna = sit(world.anna)
    assert anna.post(f"/conversations/{waits.pk}/crossing", {"to": place.pk}).status_code == 404
    place.handle.link(waits.handle.customer, world.noor, Proof.BOTH, "said so on both")
    assert "Go on on E-mail" in anna.get(f"/conversations/{waits.pk}").content.decode()
    anna.post(f"/conversations/{waits.pk}/crossing", {"to": place.pk})
    anna.post(f"/conversations/{waits.pk}/reply", {"text": "Hier verder.", "mode": "private", "key": "k"})
    assert place.messages.get(ours=True).covers == waits


def test_the_board_its_data_and_its_badge_say_so_until_it_is_back(world: World, sit: Seat) -> None:
    Plan.objects.create(network=X, refuge=world.mail)
    take_snapshot()
    outage = declare(X, world.noor, now())
    public = Client()
    page = public.get("/board").content.decode()
    assert "X has not been reachable since" in page and f"mailto:{world.mail.handle}" in page
    told = public.get("/board.json").json()["unreachable"]
    assert told == [
        {
            "name": X, "since": outage.since.isoformat(), "for_good": False,
            "write_to": {"network": "email", "called": world.mail.handle, "link": f"mailto:{world.mail.handle}"},
        }
    ]  # fmt: skip
    assert "not reachable" in public.get("/board.svg?network=x").content.decode()
    assert "not reachable" not in public.get("/board.svg").content.decode()
    sit(world.noor).post(f"{PATH}/return")
    assert public.get("/board.json").json()["unreachable"] == []
    assert "not been reachable" not in public.get("/board").content.decode()


def test_who_leads_one_of_the_brands_on_a_network_leads_its_customers_and_declares_nothing_for_the_others(
    world: World, sit: Seat
) -> None:
    giulia = world.giulia  # does not see the holidays
    giulia.role = Role.LEAD
    giulia.save()
    lead = sit(giulia)
    assert "Ask an administrator" in lead.get(PATH).content.decode()
    assert lead.get(f"{PATH}/outage").status_code == 422 and lead.post(f"{PATH}/outage").status_code == 422
    assert dark(X) is None
    waits, place = world.conversation(cast.BRAM), world.conversation(cast.BRAM, account=world.mail)
    place.handle.link(waits.handle.customer, world.noor, Proof.BOTH, "said so on both")
    Conversation.objects.filter(pk=place.pk).update(waiting_since=None)
    other = world.conversation(cast.LIAM, account=world.holidays_x)
    outage = declare(X, world.noor, now())
    page = lead.get(PATH).content.decode()
    assert "Lead 1 customer elsewhere" in page and "It is back" not in page and "Liam" not in page
    lead.post(f"{PATH}/leading")
    assert [crossing.conversation for crossing in outage.crossings.all()] == [waits] and other.is_waiting
    assert lead.post(f"{PATH}/return").status_code == 422 and lead.post(f"{PATH}/closing").status_code == 422
    assert dark(X) == outage
    lead.post("/settings/networks/email/outage")
    assert dark("email"), "their brand alone has mail"


def test_the_page_of_a_dark_network_costs_the_same_however_many_wait(world: World, sit: Seat) -> None:
    noor = sit(world.noor)

    def wait(*customers: cast.Customer) -> None:
        for customer in customers:
            waits = world.conversation(customer)
            if customer.email:
                place = world.conversation(customer, account=world.mail)
                place.handle.link(waits.handle.customer, world.noor, Proof.BOTH, "said so on both")

    both, one = (
        [each for each in cast.CUSTOMERS if each.handle and bool(each.email) is mail] for mail in (True, False)
    )
    wait(both[0], one[0])
    declare(X, world.noor, now())
    same_cost(lambda: noor.get(PATH), lambda: noor.get(PATH), lambda: wait(*both[1:5], *one[1:]))


def test_a_network_that_is_none_of_ours_is_not_there(world: World, sit: Seat) -> None:
    assert sit(world.noor).get("/settings/networks/hyves").status_code == 404
    assert sit(world.noor).post("/settings/networks/hyves/outage").status_code == 404
