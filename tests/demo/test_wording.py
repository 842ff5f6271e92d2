"""Templates become what somebody says: choices are made, slots filled, answers signed."""

from random import Random

from webcare.demo.cast import NOOR
from webcare.demo.wording import Slots, choose, sign, slots_in, variants

SLOTS = Slots(
    handle="@lowlandair", flight="LL1003", city="Oslo", time="14:05", later="16:10", gate="D7", code="K7PQ2M",
    name="Bram de Wit", first_name="Bram",
)  # fmt: skip


def test_every_choice_is_made() -> None:
    assert set(variants("[a|b] and [c|d|e]")) == {"a and c", "a and d", "a and e", "b and c", "b and d", "b and e"}
    assert choose("[a|b] and [c|d|e]", Random(1)) in set(variants("[a|b] and [c|d|e]"))


def test_brackets_without_a_choice_stay() -> None:
    assert choose("see [note] [sic]", Random(1)) == "see [note] [sic]"
    assert list(variants("see [note]")) == ["see [note]"]


def test_slots_are_filled_and_the_signature_stays_open_until_somebody_signs() -> None:
    answer = SLOTS.fill("Hi {first_name}, {flight} to {city} leaves at {later}. {agent} ^{initials}")
    assert answer == "Hi Bram, LL1003 to Oslo leaves at 16:10. {agent} ^{initials}"
    assert sign(answer, NOOR) == "Hi Bram, LL1003 to Oslo leaves at 16:10. Noor ^NB"


def test_slots_are_found() -> None:
    assert slots_in("{handle} is {flight} late?") == {"handle", "flight"}
