"""Fill an empty demo: the company, its rules, its presence on the make-believe network, and two weeks of history."""

from __future__ import annotations

import os
import time
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from sandbox.client import AppKeys, Sandbox
from webcare.answers.macro import Macro, MacroText
from webcare.cases.case import Category
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.registry import adapter
from webcare.clocks.board import LINE, recall, take_snapshot
from webcare.clocks.clock import Hours, StoredPromise
from webcare.conversations.label import Label
from webcare.demo import (
    bots,
    cast,
    china,
    company,
    counter,
    fediverse,
    feeds,
    japan,
    mailboxes,
    meta,
    past,
    sites,
    skies,
    walls,
)
from webcare.demo.filing import case_kinds
from webcare.demo.macros import load_macros
from webcare.lib.now import now
from webcare.team.brand import Brand
from webcare.team.person import Person

PROMISES = (("first", "", 60), ("first", "urgent", 15), ("follow_up", "", 240), ("resolution", "", 24 * 60))
CALLING = ("x", walls.NETWORK, feeds.NETWORK, bots.NETWORK, *meta.NETWORKS)  # who calls our door
PATIENCE = 60.0  # seconds for the make-believe networks to start
FIVE_MINUTES = timedelta(minutes=5)
LABELS = (("baggage", 40), ("refund", 20), ("press", 300), ("compliment", 155), ("lost and found", 232))


def seed() -> None:
    """Do it once: a demo that has people already keeps its own history, and only learns where the networks are today."""
    with Sandbox(os.environ["WEBCARE_SANDBOX_LOCAL"]) as network:
        _wait_for(network)
        if Person.objects.exists():
            _find_again(network)
            return
        with transaction.atomic():
            accounts, people = found(network)
            past.happen(network, accounts, people)
            open_everywhere(network, accounts[cast.LOWLAND_AIR.handle].brand)
            heard = counter.open_counter(accounts[cast.LOWLAND_AIR.handle].brand)
        counter.write_down(heard, people)
        recall(now() - LINE, now(), FIVE_MINUTES)
        take_snapshot()


def open_everywhere(network: Sandbox, airline: Brand) -> None:
    """The airline's accounts on the networks where it is not yet; benches and tests open theirs here too."""
    keys = _register(network)
    walls.open_page(network, airline, keys.id)
    feeds.open_page(network, airline, keys.id)
    meta.open_accounts(network, airline, keys.id)
    bots.make_bot(network, airline)
    sites.open_chat(airline)
    china.open_accounts(network, airline, keys)
    fediverse.open_account(network, airline)
    skies.open_account(network, airline)
    japan.open_account(network, airline, keys)
    mailboxes.listen_from_now()


def _wait_for(network: Sandbox) -> None:
    until = time.monotonic() + PATIENCE
    while not network.is_up():
        if time.monotonic() > until:
            raise TimeoutError(f"The make-believe networks do not answer at {network.url}; see sandbox.log.")
        time.sleep(0.1)


def found(network: Sandbox) -> tuple[dict[str, Account], dict[str, Person]]:
    """The company before its first customer: accounts by handle, people by name."""
    with transaction.atomic():
        company.found_organisation()
        air, holidays = company.found_brands()
        people = company.hire(company.found_teams(air, holidays))
        _promise()
        _prepare()
        brands = {cast.LOWLAND_AIR.handle: air, cast.LOWLAND_HOLIDAYS.handle: holidays}
        return _appear(network, brands) | mailboxes.open_all(network, brands), people


def subscribe() -> None:
    """Let the network call our door; the house has to be open for its challenge. Doing it again changes nothing."""
    with Sandbox(os.environ["WEBCARE_SANDBOX_LOCAL"]) as network:
        for account in Account.objects.connected().filter(network__in=CALLING).select_related("application"):
            try:
                _subscribe(account)
            except DeliveryError as error:
                if not error.reauth:
                    raise
                _agree_again(network, account)  # the network forgot us: its folder was emptied, or the demo slept long
                _subscribe(account)
        china.enter(network, _register(network))
        fediverse.enter(network)
        skies.enter(network)
        japan.enter(network, _register(network))
    Account.objects.connected().update(
        reauth_at=None, reauth_reason=""
    )  # who asked too early was refused; all are in now


def _find_again(network: Sandbox) -> None:
    for application in Application.objects.filter(network="x"):
        application.keep(settings={"api_base": network.url, "web_base": os.environ["WEBCARE_SANDBOX_URL"]})
    for account in Account.objects.filter(network="x"):
        _be_there(network, account)
    walls.find_again()
    feeds.find_again()
    meta.find_again()
    bots.find_again()
    sites.find_again()
    china.find_again()
    fediverse.find_again()
    japan.find_again()
    mailboxes.find_again(network)


def _be_there(network: Sandbox, account: Account) -> None:
    number = account.external_id.rpartition(":")[2]  # LinkedIn has a name around it
    network.create_user(account.handle, account.name, verified=True, is_brand=True, id=number)


def _subscribe(account: Account) -> None:
    application = account.application
    if application:
        adapter(account.network).connect(account, f"{settings.HOOKS_URL}/hooks/{account.network}/{application.key}")
        account.save()


def _agree_again(network: Sandbox, account: Account) -> None:
    keys = _register(network)
    if account.network in meta.NETWORKS:
        meta.agree_again(network, account, keys.id)
        return
    _be_there(network, account)
    for place in (walls, feeds):
        if account.network == place.NETWORK:
            place.agree_again(network, account, keys.id)
            return
    if account.network == bots.NETWORK:
        bots.agree_again(network, account)
        return
    tokens = network.issue_tokens(account.handle, app=keys.id)
    if account.application:
        account.application.keep(
            settings={"client_id": keys.client_id},
            secrets={"client_secret": keys.client_secret, "app_bearer": keys.bearer_token},
        )
    account.keep(secrets={"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or ""})


def _register(network: Sandbox) -> AppKeys:
    return network.create_app(consumer_secret=os.environ["WEBCARE_SANDBOX_SECRET"], name="Lowland Air")


def _promise() -> None:
    always = Hours.objects.create(name="Around the clock", time_zone="Europe/Amsterdam")
    for kind, urgency, minutes in PROMISES:
        name = f"{urgency or 'every'} {kind.replace('_', '-')}".strip()
        StoredPromise.objects.create(
            name=name.capitalize(), promise_kind=kind, urgency=urgency, minutes=minutes, hours=always
        )


def _prepare() -> None:
    Label.objects.bulk_create([Label(name=name, hue=hue) for name, hue in LABELS])
    names = sorted({kind.category for kind in case_kinds().values()})
    Category.objects.bulk_create([Category(name=name) for name in names])
    for macro in load_macros():
        row = Macro.objects.create(name=macro.name, topic=macro.topic)
        MacroText.objects.bulk_create(
            [MacroText(macro=row, language=version.language, text=version.text) for version in macro.versions]
        )


def _appear(network: Sandbox, brands: dict[str, Brand]) -> dict[str, Account]:
    """Accounts by brand handle (and mailbox by address), each with tokens that the network's owner page would give."""
    keys = network.create_app(consumer_secret=os.environ["WEBCARE_SANDBOX_SECRET"], name="Lowland Air")
    application = Application.objects.create(
        network="x",
        name="Lowland Air on the sandbox",
        settings={
            "api_base": network.url,
            "web_base": os.environ["WEBCARE_SANDBOX_URL"],
            "client_id": keys.client_id,
        },
        secrets={
            "consumer_secret": os.environ["WEBCARE_SANDBOX_SECRET"],
            "client_secret": keys.client_secret,
            "app_bearer": keys.bearer_token,
        },
    )
    accounts = {}
    for brand in cast.BRANDS:
        user = network.create_user(brand.handle, brand.name, verified=True, is_brand=True, followers=1_040_000)
        tokens = network.issue_tokens(brand.handle, app=keys.id)
        accounts[brand.handle] = Account.objects.create(
            network="x",
            brand=brands[brand.handle],
            application=application,
            external_id=user.id,
            handle=brand.handle,
            name=brand.name,
            secrets={"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or ""},
            connected_at=now(),
        )
    return accounts
