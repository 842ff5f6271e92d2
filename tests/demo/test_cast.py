"""The cast is whole: thirty agents who cover every language, customers who can be told apart."""

import re

from webcare.demo.cast import AGENTS, BRANDS, CUSTOMERS, LANGUAGES, NOOR, TEAMS


def test_thirty_agents_can_be_told_apart() -> None:
    assert len(AGENTS) == 30
    assert len({agent.name for agent in AGENTS}) == 30
    assert len({agent.initials for agent in AGENTS}) == 30
    assert len({agent.email for agent in AGENTS}) == 30


def test_every_address_is_plain_and_make_believe() -> None:
    for agent in AGENTS:
        assert re.fullmatch(r"[a-z]+\.[a-z]{2}@lowlandair\.example", agent.email), agent.name
    for customer in CUSTOMERS:
        assert customer.email is None or customer.email.endswith(".example"), customer.name


def test_every_language_has_a_native_who_answers() -> None:
    answering = [agent for agent in AGENTS if agent.role != "read-only"]
    for language in LANGUAGES:
        assert any(agent.level(language) == "native" for agent in answering), language


def test_everybody_has_english_and_nobody_lists_a_language_twice() -> None:
    for agent in AGENTS:
        assert agent.level("en") in ("native", "fluent"), agent.name
        spoken = [agent.native, *(each.language for each in agent.also)]
        assert len(spoken) == len(set(spoken)), agent.name
        assert set(spoken) <= set(LANGUAGES), agent.name


def test_a_language_somebody_lacks_has_no_level() -> None:
    assert NOOR.level("nl") == "native"
    assert NOOR.level("fr") == "fluent"
    assert NOOR.level("ko") is None


def test_every_role_and_every_team_is_filled() -> None:
    assert {agent.role for agent in AGENTS} == {"agent", "lead", "administrator", "read-only"}
    assert {agent.team for agent in AGENTS} == set(TEAMS)


def test_handles_are_ones_the_network_would_allow() -> None:
    handles = [each.handle for each in (*BRANDS, *CUSTOMERS) if each.handle]
    assert len(handles) == len(set(handles))
    for handle in handles:
        assert re.fullmatch(r"[A-Za-z0-9_]{4,15}", handle), handle


def test_every_customer_can_be_reached_somewhere_and_has_a_character() -> None:
    for customer in CUSTOMERS:
        assert customer.handle or customer.email, customer.name
        assert customer.character.endswith("."), customer.name
        assert customer.language in LANGUAGES, customer.name
