"""What a network asks an administrator for: the fields of its forms, which draw themselves from this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class SettingField:
    """A field on the connect form. `secret`: kept encrypted, never shown. `endpoint`: a new one needs the secrets anew.

    `before`: what it means to somebody who is about to agree on the network. There it may be left empty.
    """

    name: str
    label: str | Promise
    help: str | Promise = ""
    kind: str = "text"  # text | password | number | amount | boolean | choice | colour
    required: bool = True
    secret: bool = False
    default: str = ""
    choices: tuple[tuple[str, str | Promise], ...] = ()
    endpoint: bool = False
    before: str | Promise = ""
