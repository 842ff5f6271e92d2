"""A password that is made of our own names is the first that a stranger tries."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from webcare.team.brand import Brand
from webcare.team.organisation import organisation
from webcare.team.person import Person

PRODUCT = "webcare"
SHORT = 4  # characters: shorter words are in many good passwords


class NotOurOwnNames:
    """Refuses what is mostly the name of the organisation, of a brand or of this program."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises ValidationError where less than eight signs are left without such names."""
        rest = plain = _plain(password)
        for name in _names():
            rest = rest.replace(name, "")
        if rest != plain and len(rest) < 8:
            raise ValidationError(self.get_help_text(), code="password_of_our_names")

    def get_help_text(self) -> str:
        return _("It must not be made of the names of the organisation, its brands or this program.")


def _names() -> list[str]:
    told = [PRODUCT, organisation().name, *Brand.objects.values_list("name", flat=True)]
    words = {_plain(word) for name in told for word in (name, *name.split())}
    return sorted((word for word in words if len(word) >= SHORT), key=len, reverse=True)


def _plain(text: str) -> str:
    """Without the usual disguises."""
    undisguised = text.lower().translate(str.maketrans("013457@$!", "oleastasi"))
    return re.sub(r"[^\w]|_", "", undisguised)
