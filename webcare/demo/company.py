"""Lowland Air as rows: organisation, brands, teams and people, for the demo and for tests."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from webcare.demo import cast
from webcare.team.brand import Brand
from webcare.team.organisation import Organisation, organisation
from webcare.team.person import Person, Role, Speaks
from webcare.team.team import Team

ROLES = {"agent": Role.AGENT, "lead": Role.LEAD, "administrator": Role.ADMINISTRATOR, "read-only": Role.READER}
# Baggage and the world desk work for the airline only; everybody else sees the package trips too.
HOLIDAYS_TOO = (cast.DAY_DESK, cast.EVENING_DESK, cast.NIGHT_DESK, cast.REFUNDS, cast.SOCIAL)


def found_organisation() -> Organisation:
    """The company itself, with its eleven languages."""
    company = organisation()
    company.name, company.languages = cast.LOWLAND_AIR.name, list(cast.LANGUAGES)
    company.save()
    return company


def found_brands() -> list[Brand]:
    """The airline and its package trips."""
    return Brand.objects.bulk_create([Brand(name=brand.name, slug=slugify(brand.name)) for brand in cast.BRANDS])


def found_teams(air: Brand, holidays: Brand) -> dict[str, Team]:
    """The teams by name, each with the brands that it sees."""
    rows = Team.objects.bulk_create([Team(name=team.name, slug=slugify(team.name)) for team in cast.TEAMS])
    teams = {team.name: team for team in rows}
    Team.brands.through.objects.bulk_create(
        [Team.brands.through(team=team, brand=air) for team in rows]
        + [Team.brands.through(team=teams[team.name], brand=holidays) for team in HOLIDAYS_TOO]
    )
    return teams


def hire(teams: dict[str, Team]) -> dict[str, Person]:
    """The thirty people by name, with teams and languages; nobody has a password."""
    rows = Person.objects.bulk_create([_person(agent) for agent in cast.AGENTS])
    people = {person.name: person for person in rows}
    Person.teams.through.objects.bulk_create(
        [Person.teams.through(person=people[agent.name], team=teams[agent.team.name]) for agent in cast.AGENTS]
    )
    Speaks.objects.bulk_create(
        [
            Speaks(person=people[agent.name], language=language, level=level)
            for agent in cast.AGENTS
            for language in cast.LANGUAGES
            if (level := agent.level(language))
        ]
    )
    return people


def _person(agent: cast.Agent) -> Person:
    return Person(
        email=agent.email,
        password=make_password(None),
        name=agent.name,
        slug=agent.email.split(".")[0],
        initials=agent.initials,
        role=ROLES[agent.role],
    )
