"""The crowd is large, everybody differs, and it is the same crowd for the same seed."""

import re
from collections import Counter

from webcare.demo.cast import CUSTOMERS, LANGUAGES
from webcare.demo.crowd import crowd

CROWD = crowd(7)


def test_there_are_hundreds_in_every_language() -> None:
    assert len(CROWD) >= 300
    counted = Counter(customer.language for customer in CROWD)
    assert set(counted) == set(LANGUAGES)
    assert min(counted.values()) >= 10


def test_everybody_differs_from_everybody_and_from_the_cast() -> None:
    everybody = [*CROWD, *CUSTOMERS]
    handles = [customer.handle.lower() for customer in everybody if customer.handle]
    emails = [customer.email.lower() for customer in everybody if customer.email]
    assert len(handles) == len(set(handles))
    assert len(emails) == len(set(emails))
    assert len({customer.name for customer in everybody}) == len(everybody)


def test_handles_and_addresses_are_valid() -> None:
    for customer in CROWD:
        assert re.fullmatch(r"[a-z0-9_]{4,15}", customer.handle or ""), customer
        assert re.fullmatch(r"[a-z0-9][a-z0-9_]*@[a-z]+\.example", customer.email or ""), customer


def test_an_eastern_name_begins_with_the_family() -> None:
    families = {"ja": ("小川", "西村", "原田"), "ko": ("김", "이", "박"), "zh": ("李", "王", "陈")}
    for language, known in families.items():
        assert any(each.name.startswith(known) for each in CROWD if each.language == language), language


def test_the_same_seed_gives_the_same_crowd() -> None:
    assert crowd(7) == CROWD
    assert crowd(8) != CROWD
