"""Customers who write mails; a few are on holiday when the answer comes, and their mail program says so."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sandbox.client import Mailed, Sandbox
from webcare.demo import cast
from webcare.demo.matter import Matter
from webcare.demo.voicing import introduce
from webcare.lib.now import real_now

AWAY = 0.08  # the share of answers that meet an automatic one
AWAY_TEXT = {
    "nl": "Ik ben met vakantie en lees mijn mail weer vanaf maandag.",
    "de": "Ich bin im Urlaub und lese meine Mail ab Montag wieder.",
    "fr": "Je suis en vacances et lirai mes messages à partir de lundi.",
    "es": "Estoy de vacaciones y leeré mi correo a partir del lunes.",
    "en": "I am on holiday and will read my mail again from Monday.",
}
AWAY_HEADERS = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


class Penfriends:
    """How stories are told by mail."""

    def __init__(self, network: Sandbox, rng: Random) -> None:
        self.network = network
        self.rng = rng
        self._began = real_now().isoformat()
        self._seen = {brand.email: 0 for brand in cast.BRANDS}
        self._languages: dict[str, str] = {}

    def say(self, matter: Matter, text: str) -> str:
        """Write the next mail; returns its Message-ID."""
        story = matter.story
        introduce(self.network, story.customer)
        sender = str(story.customer.email)
        self._languages[sender] = story.language
        if matter.answered:
            return self.network.answer_mail(sender, matter.answered, text).message_id
        return self.network.mail(sender, story.brand.email, text, subject=story.subject).message_id

    def answers(self) -> Iterator[tuple[str, str]]:
        """What was answered since the last question: the id of what a customer wrote, and of the answer."""
        for address, seen in self._seen.items():
            for mail in self.network.mails(folder="INBOX", since_id=seen, since=self._began, **{"from": address}):
                self._seen[address] = mail.id
                if mail.mailbox in self._languages and self.rng.random() < AWAY:
                    self._be_away(mail)
                else:
                    yield (mail.answers[0] if mail.answers else ""), mail.message_id

    def _be_away(self, mail: Mailed) -> None:
        """Nobody reads it today, and so nobody goes on with the story either."""
        text = AWAY_TEXT.get(self._languages.get(mail.mailbox, "en"), AWAY_TEXT["en"])
        self.network.answer_mail(mail.mailbox, mail.message_id, text, headers=AWAY_HEADERS, quotes=False)
