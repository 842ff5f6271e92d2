"""Search: people, cases and messages at once; what was typed stays in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from webcare.cases.case import Case
from webcare.conversations.message import Message
from webcare.customers.handle import Handle
from webcare.pages.base import DeskRequest, needs, number
from webcare.search import cases, messages, people
from webcare.search.marking import pieces
from webcare.search.patience import TooMuch, patience
from webcare.search.query import LONGEST, Query, parse
from webcare.team.person import Person, Role

FIRST_FEW = 5
PLACES = ("public", "private", "ours")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for: the typed words, and the same filters by hand."""

    typed: str
    network: str
    language: str
    place: str
    best: bool
    page: int
    everybody: bool  # all people and cases, not the first few

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Self:
        place = params.get("place", "")
        return cls(
            typed=params.get("q", "")[:LONGEST],
            network=params.get("network", "")[:32],
            language=params.get("language", "")[:12],
            place=place if place in PLACES else "",
            best=params.get("sort") == "best",
            page=max(number(params.get("page")) or 1, 1),
            everybody=bool(params.get("all")),
        )

    @property
    def query(self) -> Query:
        """What was typed, with the filters that were chosen by hand."""
        query = parse(self.typed)
        if self.place == "ours":
            query = replace(query, ours=True)
        elif self.place:
            query = replace(query, private=self.place == "private")
        return replace(query, network=self.network or query.network, language=self.language or query.language)

    def address(self, **changed: object) -> str:
        """The query string of the same search, or of one that differs in `changed`."""
        other = replace(self, **changed)  # type: ignore[arg-type]  # the names are our own fields
        said = {
            "q": other.typed, "network": other.network, "language": other.language, "place": other.place,
            "sort": "best" if other.best else "", "all": "1" if other.everybody else "",
            "page": other.page if other.page > 1 else "",
        }  # fmt: skip
        return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Shown:
    """A message that was found, its words marked."""

    message: Message
    text: SafeString
    subject: SafeString


@dataclass(frozen=True, slots=True)
class Results:
    """What was found; `too_much` says that the messages took too long to look through."""

    people: list[Handle]
    cases: list[Case]
    messages: list[Shown]
    more_messages: bool
    more_others: bool
    cut: bool
    too_much: bool

    @classmethod
    def of(cls, person: Person, wanted: Wanted) -> Self:
        query = wanted.query
        try:
            with patience():
                hits = messages.find(person, query, best_first=wanted.best, page=wanted.page)
            too_much = False
        except TooMuch:
            hits, too_much = messages.Hits([], more=False), True
        others = wanted.page == 1
        found_people = people.find(person, query) if others else []
        found_cases = cases.find(person, query) if others else []
        few = None if wanted.everybody else FIRST_FEW
        return cls(
            people=found_people[:few],
            cases=found_cases[:few],
            messages=[Shown(hit.message, _marked(hit.text), _marked(hit.subject)) for hit in hits.hits],
            more_messages=hits.more,
            more_others=few is not None and max(len(found_people), len(found_cases)) > few,
            cut=hits.cut,
            too_much=too_much,
        )

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.cases or self.messages or self.too_much)


@needs(Role.READER)
def index(request: DeskRequest) -> HttpResponse:
    """The page, or its results alone while somebody types."""
    wanted = Wanted.of(request.GET)
    query = wanted.query
    context = {
        "wanted": wanted,
        "query": query,
        "results": None if query.is_empty else Results.of(request.user, wanted),
        "networks": sorted(set(request.desk.accounts().values_list("network", flat=True))),
        "languages": request.desk.languages(),
        "newest": wanted.address(best=False, page=1),
        "best": wanted.address(best=True, page=1),
        "everybody": wanted.address(everybody=True),
        "later": wanted.address(page=wanted.page - 1),
        "earlier": wanted.address(page=wanted.page + 1),
    }
    alone = request.htmx and request.htmx.target == "results"
    return render(request, "search/results.html" if alone else "search/index.html", context)


def _marked(text: str) -> SafeString:
    """The found words in <mark>, everything else escaped."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", part) if hit else part,) for part, hit in pieces(text))
    )
