"""Invite a colleague, send the link, and let whoever has it join, once."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from webcare.ledger.recording import record
from webcare.lib.now import real_now
from webcare.team.invitation import VALID, Invitation, fresh_token
from webcare.team.organisation import Organisation, organisation
from webcare.team.person import Person, Role, Speaks
from webcare.team.team import Team

SLUG_STEM = 50  # leaves room for a number


class CannotInvite(Exception):
    """The sentence says what to do instead."""


class MailTrouble(Exception):
    """The invitation stands, but the mail with its link did not leave."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is to come, and as what. `languages`: code → how well."""

    email: str
    name: str = ""
    role: str = Role.AGENT
    teams: Iterable[Team] = ()
    languages: Mapping[str, str] = field(default_factory=dict)


def invite(guest: Guest, by: Person) -> Invitation:
    """Keep the invitation; `send` mails it. Raises CannotInvite."""
    email = guest.email.strip().lower()
    _check(email)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            email=email, name=guest.name.strip(), role=guest.role, languages=dict(guest.languages), invited_by=by
        )
        invitation.teams.set(guest.teams)
        record("person.invited", invitation, by=by, data={"email": email, "role": guest.role})
    return invitation


def send(invitation: Invitation, language: str) -> None:
    """Mail the link. Raises MailTrouble."""
    company = organisation().name
    with override(language):
        said = {"by": invitation.invited_by.name, "company": company, "link": link(invitation), "days": VALID.days}
        message = EmailMessage(
            subject=" ".join((_("%(by)s invites you to answer customers of %(company)s") % said).split()),
            body=_(
                "%(by)s invites you to join the team that answers the customers of %(company)s.\n\n"
                "Open this link to choose your password. It works once, within %(days)s days:\n%(link)s\n\n"
                "If you do not know what this is about, you can ignore this mail."
            )
            % said,
            to=[invitation.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        raise MailTrouble(str(error)) from error


def link(invitation: Invitation) -> str:
    """Where to join; whoever has it may, so only administrators see it."""
    return f"{settings.BASE_URL}/join/{invitation.ticket}"


def renew(invitation: Invitation) -> None:
    """A new link for as long again; the old one works no more."""
    invitation.token, invitation.expires_at = fresh_token(), real_now() + VALID
    invitation.save(update_fields=["token", "expires_at"])


def withdraw(invitation: Invitation, by: Person) -> bool:
    """Nobody can join by it any more; False when it was used or withdrawn before."""
    with transaction.atomic():
        won = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
            withdrawn_at=real_now()
        )
        if won:
            record("invitation.withdrawn", invitation, by=by, data={"email": invitation.email})
    return bool(won)


def join(invitation: Invitation, name: str, password: str | None) -> Person | None:
    """Become a colleague; None when the link was used by somebody else in this moment. No password: sign-in elsewhere."""
    with transaction.atomic():
        _one_at_a_time()
        won = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=real_now())
        if not won or Person.objects.filter(email=invitation.email).exists():
            return None
        person = Person.objects.create_user(
            invitation.email,
            password,
            name=name,
            slug=free_slug(name),
            initials=initials_of(name),
            role=invitation.role,
            time_zone=organisation().time_zone,
        )
        person.teams.set(invitation.teams.all())
        Speaks.objects.bulk_create(
            Speaks(person=person, language=code, level=level) for code, level in invitation.languages.items()
        )
        record("person.joined", person, by=person, data={"invited_by": invitation.invited_by_id})
    return person


def _one_at_a_time() -> None:
    """Who joins waits for who is joining: two in the same moment would find the same name free."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation().pk)


def free_slug(name: str) -> str:
    """What @colleague calls somebody: the first name, with a number where there is another one."""
    stem = (slugify(name.strip().partition(" ")[0]) or slugify(name) or "colleague")[:SLUG_STEM]
    taken = set(Person.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    taken |= set(Team.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug for number in range(1, len(taken) + 2) if (slug := stem + (str(number) if number > 1 else "")) not in taken
    )


def initials_of(name: str) -> str:
    """The first letters of the first and the last name."""
    words = name.split()
    letters = "".join(word[0] for word in (*words[:1], *words[1:][-1:]))
    return letters.upper()[:4]  # the capital of some letters is three signs


def _check(email: str) -> None:
    known = Person.objects.filter(email=email).first()
    if known and known.is_active:
        raise CannotInvite(_("%(name)s works here already.") % {"name": known.name})
    if known:
        raise CannotInvite(
            _("%(name)s worked here before. Open their page and let them return.") % {"name": known.name}
        )
    if Invitation.objects.open().filter(email=email).exists():
        raise CannotInvite(_("%(email)s is invited already. Send that invitation again instead.") % {"email": email})
