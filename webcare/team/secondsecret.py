"""What makes somebody's one-time codes is a secret of theirs: encrypted in the database like those of the networks."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from webcare.lib.keys import WrongKey
from webcare.lib.secret import box

SEALED = "gAAAA"  # how every token of Fernet begins; the secrets themselves are in base 32 or hexadecimal digits
SECRETS = ("secret", "seed")


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth brings no types
    """Encrypts with the keys of the installation."""

    def encrypt(self, text: str) -> str:
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        if not encrypted_text.startswith(SEALED):  # stored before secrets of people were encrypted
            return encrypted_text
        try:
            return box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise WrongKey("The secret of somebody's one-time codes was stored with another key.") from None


def reseal() -> int:
    """Encrypt all of them with the first key again; how many that were."""
    adapter, count = SecondStepAdapter(), 0
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().order_by("pk"):
            held = {name: row.data[name] for name in SECRETS if row.data.get(name)}
            if held:
                row.data |= {name: adapter.encrypt(adapter.decrypt(value)) for name, value in held.items()}
                row.save(update_fields=["data"])
                count += 1
    return count
