"""A company to measure: Lowland Air with its people and promises, one account, and no network behind it."""

from __future__ import annotations

from dataclasses import dataclass

from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.clocks.clock import Hours, StoredPromise
from webcare.demo import cast, company
from webcare.lib.now import now
from webcare.team.person import Person, Role, Speaks

SECRET = "a-consumer-secret-for-measuring"  # noqa: S105 - it opens nothing
OWN_ID = "1000001"
PROMISES = (("first", "", 60), ("first", "urgent", 15), ("follow_up", "", 240))
WEEK = [[["07:00", "23:00"]]] * 5 + [[["09:00", "21:00"]]] * 2


@dataclass(frozen=True, slots=True)
class Ground:
    """What every bench stands on."""

    account: Account
    hook_key: str
    people: tuple[Person, ...]


def found() -> Ground:
    """The company in an empty database, as it is before its first customer writes."""
    company.found_organisation()
    air, holidays = company.found_brands()
    people = company.hire(company.found_teams(air, holidays))
    _promise()
    application = Application.objects.create(network="x", name="Measuring", secrets={"consumer_secret": SECRET})
    account = Account.objects.create(
        network="x",
        brand=air,
        application=application,
        external_id=OWN_ID,
        handle=cast.LOWLAND_AIR.handle,
        name=cast.LOWLAND_AIR.name,
        connected_at=now(),
    )
    return Ground(account, application.key, tuple(people.values()))


def _promise() -> None:
    """With opening hours and holidays, so that a deadline is real work."""
    hours = Hours.objects.create(name="The desk", weekly=WEEK, holiday_country="NL")
    for kind, urgency, minutes in PROMISES:
        name = f"{urgency or 'every'} {kind}"
        StoredPromise.objects.create(name=name, promise_kind=kind, urgency=urgency, minutes=minutes, hours=hours)


def staff(ground: Ground, count: int) -> list[Person]:
    """So many people who answer: those of the company, and new colleagues with the teams and languages of the first."""
    answering = [person for person in ground.people if person.role != Role.READER][:count]
    model = answering[0]
    teams, spoken = list(model.teams.all()), list(model.languages.all())
    for number in range(count - len(answering)):
        person = Person.objects.create(
            email=f"agent{number}@bench.example", name=f"Agent {number}", slug=f"agent{number}", initials="AG",
            password="!",  # noqa: S106 - opens nothing
        )  # fmt: skip
        person.teams.set(teams)
        Speaks.objects.bulk_create([Speaks(person=person, language=one.language, level=one.level) for one in spoken])
        answering.append(person)
    return answering
