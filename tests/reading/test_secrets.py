"""Secrets in texts: found by kind in eleven languages, however they are written, and told apart from what looks like them."""

from collections import Counter
from itertools import pairwise

import pytest

from webcare.bench.guards import PRECISION, RECALL, tallied
from webcare.bench.labelled import marked
from webcare.reading.secrets import Kind, Secret, secrets

TEXTS = marked()


def kinds(text: str, *known: str) -> list[str]:
    """What is found in a text."""
    return [each.kind for each in secrets(text, known)]


def test_the_set_is_large_in_every_language_and_half_of_it_has_nothing_to_hide() -> None:
    languages = Counter(each.language for each in TEXTS)
    assert set(languages) == {"en", "nl", "de", "fr", "es", "pt", "it", "ru", "zh", "ja", "ko"}
    assert len(TEXTS) >= 400 and min(languages.values()) >= 35
    assert 0.4 <= sum(not each.secrets for each in TEXTS) / len(TEXTS) <= 0.6


@pytest.mark.parametrize("held_out", [True, False], ids=["held out", "tuned on"])
def test_every_kind_is_found_and_little_else(held_out: bool) -> None:
    tallies = tallied([each for each in TEXTS if each.held_out is held_out])
    assert len(tallies) == 9
    for kind, tally in tallies.items():
        assert tally.precision >= PRECISION, (kind, tally.said)
        assert tally.recall >= RECALL, (kind, tally.said)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("4111-1111-1111-1111", "4111-1111-1111-1111"),
        ("my card is ４１１１ １１１１ １１１１ １１１１!", "４１１１ １１１１ １１１１ １１１１"),
        ("IBAN NL91\u200bABNA\u200b0417164300 please", "NL91\u200bABNA\u200b0417164300"),
        ("código de reserva: X7K2QP.", "X7K2QP"),
        ("mail j.doe@example.org, thanks", "j.doe@example.org"),
    ],
)
def test_a_secret_is_marked_where_it_stands_in_the_text_as_posted(text: str, found: str) -> None:
    (secret,) = secrets(text)
    assert text[secret.start : secret.end] == found


@pytest.mark.parametrize(
    ("text", "kind", "sure"),
    [
        ("booking code X7K2QP", "booking", True),
        ("X7K2QP help", "booking", False),
        ("4242 4242 4242 4242", "card", True),
        ("call +44 7700 900123", "phone", False),
        ("write to jo@example.org", "email", False),
        ("12 Willow Street", "address", False),
    ],
)
def test_what_may_as_well_be_public_is_never_sure(text: str, kind: Kind, sure: bool) -> None:
    assert [(each.kind, each.sure) for each in secrets(text)] == [(kind, sure)]


def test_what_we_publish_ourselves_is_nobodys_secret() -> None:
    text = "Call +31 20 555 0100 or 020-5550100, mail help@lowlandair.example, pay to NL91 ABNA 0417 1643 00"
    assert kinds(text, "+31205550100", "@lowlandair.example", "NL91ABNA0417164300") == []
    assert sorted(kinds(text)) == ["email", "iban", "phone", "phone"]


def test_several_secrets_come_in_their_order_and_never_overlap() -> None:
    found = secrets("PNR X7K2QP, ticket 074-2401234567, card 4111 1111 1111 1111, jo@example.org")
    assert [each.kind for each in found] == ["booking", "ticket", "card", "email"]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_handles_of_the_fediverse_and_links_are_no_mail_addresses() -> None:
    assert kinds("@jo@social.example and https://example.org/jo@example.org/X7K2QP") == []


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "1 " * 50_000,
        "A1" * 50_000,
        "a at " * 20_000,
        "@" * 50_000,
        "NL91" * 20_000,
        "12 Via A " * 10_000,
        "booking " * 9_000,
    ],
)
def test_no_text_keeps_the_reader_busy(text: str) -> None:
    assert all(isinstance(each, Secret) for each in secrets(text))
