"""Makes up stories: who writes what to which brand, what the answer would be and what the customer says then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal, TypeVar

from webcare.demo.cast import (
    BRANDS,
    CUSTOMERS,
    DANCE_VALLEY,
    LOWLAND_AIR,
    LOWLAND_HOLIDAYS,
    SPAMMER,
    TROLL,
    Brand,
    Customer,
)
from webcare.demo.content import Kind, Line, Mail, Phrasebook, Topic, load_all
from webcare.demo.crowd import crowd
from webcare.demo.wording import Slots, choose

_T = TypeVar("_T")
Network = Literal[
    "x",
    "email",
    "facebook",
    "instagram",
    "whatsapp",
    "linkedin",
    "telegram",
    "weibo",
    "wechat",
    "mastodon",
    "bluesky",
    "line",
    "webchat",
]

# Shares of first messages: 15 % travel today, about a quarter need no answer.
KINDS: dict[Kind, float] = {
    "question": 0.31, "complaint": 0.22, "urgent": 0.15, "praise": 0.1,
    "chatter": 0.1, "thanks": 0.05, "spam": 0.04, "abusive": 0.03,
}  # fmt: skip
STORM_KINDS: dict[Kind, float] = {"question": 0.25, "complaint": 0.35, "urgent": 0.3, "chatter": 0.05, "abusive": 0.05}
STORM_TOPICS: frozenset[Topic] = frozenset({"delay", "cancellation"})
MAIL_SHARE = 0.08
PUBLIC_SHARE = 0.8
HOLIDAYS_SHARE = 0.06
IMPATIENT_SHARE = 0.12
TALK_ON_SHARE = 0.55
THANKS_SHARE = 0.1

_OUTSIDE_THE_CROWD = (TROLL, SPAMMER, DANCE_VALLEY)
_FLIGHTS = tuple(f"LL{number}" for number in range(1003, 1250, 7))
_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXYZ23456789"


@dataclass(frozen=True)
class Story:
    """One customer's matter. `follow_ups` come while nobody answers; `then` alternates customer, agent, customer…
    `answer` and the agent's turns keep {agent} and {initials} open: `wording.sign` fills them."""

    customer: Customer
    brand: Brand
    network: Network
    public: bool
    language: str
    kind: Kind
    topic: Topic
    flight: str
    urgent: str | None
    subject: str
    text: str
    follow_ups: tuple[str, ...]
    answer: str | None
    then: tuple[str, ...]


class Storyteller:
    """Draws stories; equal seeds and equal questions give equal stories."""

    def __init__(self, seed: int, purpose: str) -> None:
        self._rng = Random(f"{purpose} {seed}")
        self._people = _by_language(crowd(seed))
        self._lines: dict[tuple[str, Kind, bool], Iterator[Line]] = {}
        self._mails: dict[str, Iterator[Mail]] = {}
        self._books = {book.language: book for book in load_all()}

    def tell(self, language: str, when: datetime, *, storm: bool = False) -> Story:
        """Something that a customer writes at `when` (local time of the brand)."""
        kinds = STORM_KINDS if storm else KINDS
        kind = self._rng.choices(list(kinds), list(kinds.values()))[0]
        if self._rng.random() < MAIL_SHARE:
            return self._by_mail(self._books[language], when)
        return self._by_post(self._books[language], kind, when, storm=storm)

    def _by_post(self, book: Phrasebook, kind: Kind, when: datetime, *, storm: bool) -> Story:
        line = self._line(book, kind, storm=storm)
        customer = self._who(book.language, kind)
        public = line.private == "no" or (line.private == "either" and self._rng.random() < PUBLIC_SHARE)
        impatient = line.answers and self._rng.random() < IMPATIENT_SHARE
        follow_ups = (line.follow_ups or (self._rng.choice(book.nudges),)) if impatient else ()
        return self._story(book, line, customer, when, network="x", public=public, follow_ups=follow_ups)

    def _by_mail(self, book: Phrasebook, when: datetime) -> Story:
        if book.language not in self._mails:
            self._mails[book.language] = _shuffled_for_ever(book.mails, self._rng)
        mail = next(self._mails[book.language])
        writers = [person for person in self._people[book.language] if person.email]
        customer = self._rng.choice(writers)
        return self._story(book, mail, customer, when, network="email", public=False, follow_ups=())

    def _story(
        self,
        book: Phrasebook,
        entry: Line | Mail,
        customer: Customer,
        when: datetime,
        *,
        network: Network,
        public: bool,
        follow_ups: tuple[str, ...],
    ) -> Story:
        rng, brand = self._rng, self._brand(book.language)
        slots = self._slots(book, brand, customer, when)
        answer = rng.choice(entry.answers) if entry.answers else None
        then = self._then(book, entry) if answer else ()
        return Story(
            customer=customer,
            brand=brand,
            network=network,
            public=public,
            language=book.language,
            kind=entry.kind,
            topic=entry.topic,
            flight=slots.flight,
            urgent=entry.urgent,
            subject=slots.fill(choose(entry.subject, rng)) if isinstance(entry, Mail) else "",
            text=slots.fill(choose(entry.text, rng)),
            follow_ups=tuple(slots.fill(choose(text, rng)) for text in follow_ups),
            answer=slots.fill(choose(answer, rng)) if answer else None,
            then=tuple(slots.fill(choose(text, rng)) for text in then),
        )

    def _then(self, book: Phrasebook, entry: Line | Mail) -> tuple[str, ...]:
        """What follows the answer: often nothing, else the entry's own turns or a word of thanks."""
        if entry.then:
            return entry.then if self._rng.random() < TALK_ON_SHARE else ()
        return (self._rng.choice(book.thanks),) if self._rng.random() < THANKS_SHARE else ()

    def _line(self, book: Phrasebook, kind: Kind, *, storm: bool) -> Line:
        """The next line of the kind, so that nothing comes twice before everything came once."""
        key = (book.language, kind, storm)
        if key not in self._lines:
            lines = [line for line in book.lines if line.kind == kind]
            stormy = [line for line in lines if line.topic in STORM_TOPICS] if storm else []
            self._lines[key] = _shuffled_for_ever(stormy or lines, self._rng)
        return next(self._lines[key])

    def _who(self, language: str, kind: Kind) -> Customer:
        if kind == "spam" and self._rng.random() < 0.5:
            return SPAMMER
        if kind == "abusive" and language == TROLL.language and self._rng.random() < 0.5:
            return TROLL
        return self._rng.choice([person for person in self._people[language] if person.handle])

    def _brand(self, language: str) -> Brand:
        holidays = language in LOWLAND_HOLIDAYS.languages and self._rng.random() < HOLIDAYS_SHARE
        return LOWLAND_HOLIDAYS if holidays else LOWLAND_AIR

    def _slots(self, book: Phrasebook, brand: Brand, customer: Customer, when: datetime) -> Slots:
        rng = self._rng
        departure = _round(when + timedelta(minutes=rng.randint(70, 300)))
        later = _round(departure + timedelta(minutes=rng.randint(45, 240)))
        return Slots(
            handle=f"@{brand.handle}",
            flight=rng.choice(_FLIGHTS),
            city=rng.choice(book.cities),
            time=f"{departure:%H:%M}",
            later=f"{later:%H:%M}",
            gate=f"{rng.choice('BCDEF')}{rng.randint(2, 58)}",
            code="".join(rng.choices(_CODE_LETTERS, k=6)),
            name=customer.name,
            first_name=customer.first_name,
        )


def _by_language(people: Sequence[Customer]) -> dict[str, list[Customer]]:
    everybody = [*(each for each in CUSTOMERS if each not in _OUTSIDE_THE_CROWD), *people]
    languages = {language for brand in BRANDS for language in brand.languages}
    return {language: [each for each in everybody if each.language == language] for language in languages}


def _shuffled_for_ever(entries: Sequence[_T], rng: Random) -> Iterator[_T]:
    while True:
        yield from rng.sample(entries, len(entries))


def _round(moment: datetime) -> datetime:
    return moment - timedelta(minutes=moment.minute % 5)
