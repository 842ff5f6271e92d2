"""Connecting a number: which one it is, our address, and its business account asked for events."""

from __future__ import annotations

from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.meta import registering
from webcare.channels.meta.api import path_id, understood
from webcare.channels.whatsapp.api import Api, business_of, number_of

KIND = "whatsapp_business_account"
FIELDS = ("messages", "smb_message_echoes")
NUMBER_FIELDS = "id,display_phone_number,verified_name,quality_rating"


def connect(account: Account, hook_url: str) -> None:
    """Learn the number, let Meta call `hook_url`, and have the business account tell us what happens."""
    with understood():
        api = Api.of(account)
        number = api.get(path_id(number_of(account)), fields=NUMBER_FIELDS)
        account.external_id = number.identifier("id")
        account.handle = number.maybe_words("display_phone_number")[:255]
        account.name = number.maybe_words("verified_name")[:255]
        renewing.learn_end(account, registering.end_of(registering.token_facts(api)))
        registering.register(api, KIND, hook_url, FIELDS)
        api.call("POST", f"{path_id(business_of(account))}/subscribed_apps")


def disconnect(account: Account) -> None:
    """No more events of this business account; the application's address stays for the others."""
    Api.of(account).call("DELETE", f"{path_id(business_of(account))}/subscribed_apps")
