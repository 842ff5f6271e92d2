"""Where people see a presence of ours."""

from __future__ import annotations

from webcare.channels.account import Account
from webcare.channels.application import Application


def test_what_stands_on_a_server_in_the_networks_place_is_seen_there() -> None:
    account = Account(application=Application(settings={"web_base": "http://127.0.0.1:8999"}))
    assert account.seen_at("https://x.example/lowlandair/status/1") == "http://127.0.0.1:8999/lowlandair/status/1"
    assert account.seen_at("https://files.example]/1") == "", "an address that is none leads nowhere"
    assert Account(application=None).seen_at("https://x.example/1") == "https://x.example/1"
