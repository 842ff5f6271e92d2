"""Somebody who works here: signs in, speaks languages, belongs to teams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Self
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from webcare.lib.read_once import known, remember
from webcare.team.brand import Brand
from webcare.team.team import Team


class Role(models.TextChoices):
    """What somebody may do; each includes the ones below it. Agents answer, leads also steer, administrators set up."""

    READER = "reader", _("read-only")
    AGENT = "agent", _("agent")
    LEAD = "lead", _("lead")
    ADMINISTRATOR = "administrator", _("administrator")


RANK = {Role.READER: 0, Role.AGENT: 1, Role.LEAD: 2, Role.ADMINISTRATOR: 3}


class PersonQuerySet(models.QuerySet["Person"]):
    def working(self) -> Self:
        """Those who have not left."""
        return self.filter(is_active=True)

    def answering(self) -> Self:
        """Those who may answer, and have not left."""
        return self.working().exclude(role=Role.READER)

    def seeing(self, brand_id: int) -> Self:
        """Those whose teams see the brand; administrators see all."""
        return self.filter(models.Q(role=Role.ADMINISTRATOR) | models.Q(teams__brands=brand_id)).distinct()


class PersonManager(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are kept in lower case."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Person:
        """A person who may sign in when they have a password or a key."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> Person:
        """An administrator."""
        return self.create_user(email, password, **{"role": Role.ADMINISTRATOR, **fields})

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").strip().lower())


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody sees and answers: keys of brands and of teams, codes of languages with the best one first."""

    brands: tuple[int, ...]
    teams: tuple[int, ...]
    languages: tuple[str, ...]


_REACHES = """
SELECT p.id,
       ARRAY(SELECT id FROM webcare_brand WHERE p.role = 'administrator' UNION
             SELECT brand_id FROM webcare_team_brands JOIN webcare_person_teams USING (team_id) WHERE person_id = p.id),
       ARRAY(SELECT team_id FROM webcare_person_teams WHERE person_id = p.id),
       ARRAY(SELECT language FROM webcare_speaks WHERE person_id = p.id
             ORDER BY array_position(ARRAY['native', 'fluent', 'basic'], level::text), language)
FROM webcare_person p WHERE p.id = ANY(%s)
"""


def _reaches(people: Iterable[Person]) -> dict[int, Reach]:
    with connection.cursor() as cursor:
        cursor.execute(_REACHES, [[person.pk for person in people]])
        return {pk: Reach(*map(tuple, found)) for pk, *found in cursor.fetchall()}


def look_up(people: Iterable[Person]) -> None:
    """How far each of them reaches, in one statement, within `read_once`."""
    for pk, reach in _reaches(people).items():
        remember((Reach, pk), reach)


def _valid_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("“%(zone)s” is not a time zone."), params={"zone": value})


class Person(AbstractBaseUser):
    """`initials` sign answers ("^NB"). `slug` is what @colleague in a note calls them."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    initials = models.CharField(max_length=4, blank=True)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.AGENT)
    teams = models.ManyToManyField(Team, related_name="people", blank=True)
    is_active = models.BooleanField(default=True)
    interface_language = models.CharField(max_length=8, default="en")
    time_zone = models.CharField(max_length=64, default="Europe/Amsterdam", validators=[_valid_zone])
    density = models.CharField(
        max_length=12, choices=[("comfortable", _("comfortable")), ("compact", _("compact"))], default="comfortable"
    )
    theme = models.CharField(
        max_length=8, choices=[("auto", _("as the system")), ("light", _("light")), ("dark", _("dark"))], default="auto"
    )
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "slug"]

    objects = PersonManager.from_queryset(PersonQuerySet)()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "person"

    @property
    def is_staff(self) -> bool:
        return False

    def may(self, role: Role) -> bool:
        """Whether this person has at least `role`."""
        return RANK[Role(self.role)] >= RANK[role]

    def brands(self) -> models.QuerySet[Brand]:
        """The brands that this person sees."""
        if self.may(Role.ADMINISTRATOR):
            return Brand.objects.all()
        return Brand.objects.filter(teams__people=self).distinct()

    def reach(self) -> Reach:
        """Brands, teams and languages; looked up before anything else, and once while a request lasts."""
        return known((Reach, self.pk), lambda: _reaches([self]).get(self.pk, Reach((), (), ())))

    def brand_keys(self) -> tuple[int, ...]:
        """The keys of `brands`."""
        return self.reach().brands

    def spoken(self) -> tuple[str, ...]:
        """Language codes, best first."""
        return self.reach().languages

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Rights are roles and brands here, never single permissions."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        """Rights are roles and brands here, never single permissions."""
        return False


class Speaks(models.Model):
    """A language that somebody answers in, and how well."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=8)
    level = models.CharField(
        max_length=8,
        choices=[("native", _("native")), ("fluent", _("fluent")), ("basic", _("basic"))],
        default="fluent",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="speaks_once")]

    def __str__(self) -> str:
        return f"{self.person} speaks {self.language} ({self.level})"


def heard() -> tuple[str, ...]:
    """The languages that somebody here speaks."""
    return known(heard, _heard)


def _heard() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_HEARD)
        return tuple(language for (language,) in cursor.fetchall())


_HEARD = """
SELECT DISTINCT language FROM webcare_speaks s JOIN webcare_person p ON p.id = s.person_id WHERE p.is_active
"""
