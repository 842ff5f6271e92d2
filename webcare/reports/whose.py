"""Whose figures somebody may see: decided here alone, for every page and address.

What all together did is for everybody who sees the brand, also to read only. What one person did is for that person, and
for who leads them; colleagues are no race.
"""

from __future__ import annotations

from django.db.models import Q

from webcare.team.person import Person, Role


def shown_to(person: Person) -> list[Person]:
    """The people whose own figures this person may see, beside those of all together; oneself first."""
    if not person.may(Role.AGENT):
        return []
    if not person.may(Role.LEAD):
        return [person]
    people = Person.objects.get_queryset().working().exclude(pk=person.pk).exclude(role=Role.READER)
    if not person.may(Role.ADMINISTRATOR):
        led = Q(teams__brands__in=person.brands()) & ~Q(role=Role.ADMINISTRATOR)
        people = people.filter(led).distinct()
    return [person, *people.order_by("name", "pk")]
