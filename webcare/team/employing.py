"""People change what they do here, leave and return; somebody who administers always stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from webcare.ledger.recording import record
from webcare.lib.read_once import forget
from webcare.team.person import Person, Role, Speaks
from webcare.team.team import Team


class LastAdministrator(Exception):
    """Without this person nobody could set up anything."""

    def __init__(self) -> None:
        super().__init__(_("Nobody else administers webcare. Make somebody else an administrator first."))


def employ_as(person: Person, by: Person, *, name: str, role: str, teams: Iterable[Team]) -> None:
    """Another name, role or other teams. Raises LastAdministrator."""
    with transaction.atomic():
        if person.role == Role.ADMINISTRATOR and role != Role.ADMINISTRATOR:
            _somebody_else_administers(person)
        before = {"name": person.name, "role": person.role, "teams": _names(person.teams.all())}
        person.name, person.role = name, role
        person.save(update_fields=["name", "role"])
        person.teams.set(teams)
        after = {"name": name, "role": role, "teams": _names(person.teams.all())}
        record("person.changed", person, by=by, data={"after": after}, before=before)
    forget()


def speak(person: Person, by: Person, languages: Mapping[str, str]) -> None:
    """Which languages somebody answers in, and how well; those that are not named are forgotten."""
    before = {speaks.language: speaks.level for speaks in person.languages.all()}
    if before == languages:
        return
    with transaction.atomic():
        record(
            "person.changed",
            person,
            by=by,
            data={"after": {"languages": dict(languages)}},
            before={"languages": before},
        )
        person.languages.exclude(language__in=languages).delete()
        for code, level in languages.items():
            Speaks.objects.update_or_create(person=person, language=code, defaults={"level": level})
    forget()


def leave(person: Person, by: Person) -> bool:
    """No longer signs in; what they wrote stays theirs. False when they had left. Raises LastAdministrator.

    Password and second step go too: no session of theirs wakes up should they come back, and they begin as on the first day,
    by a mail to their address. It is also what helps somebody who lost their second step.
    """
    with transaction.atomic():
        if person.role == Role.ADMINISTRATOR:
            _somebody_else_administers(person)
        won = Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False, password=make_password(None))
        if won:
            Authenticator.objects.filter(user=person).delete()
            record("person.left", person, by=by)
    return bool(won)


def come_back(person: Person, by: Person) -> bool:
    """Has the same role, teams and languages again, and signs in with a new password; False when they had not left."""
    with transaction.atomic():
        won = Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True)
        if won:
            record("person.returned", person, by=by)
    return bool(won)


def _somebody_else_administers(person: Person) -> None:
    """Two administrators who dismiss each other at the same moment wait for each other here."""
    working = Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).order_by("pk").select_for_update()
    if not [one for one in working if one.pk != person.pk]:
        raise LastAdministrator


def _names(teams: Iterable[Team]) -> list[str]:
    return sorted(team.name for team in teams)
