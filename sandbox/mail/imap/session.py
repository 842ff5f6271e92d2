"""What the server knows of one mail program: who it is, which folder it has open, how many mails it was told of."""

import asyncio
from dataclasses import dataclass

from sandbox.mail.bearers import box_for
from sandbox.mail.imap.searching import Candidate
from sandbox.mail.imap.words import BadCommand
from sandbox.network import Network
from sandbox.world.mails import FOLDERS, INBOX, Mailbox


class No(Exception):
    """It is understood and not done; the text says why."""


@dataclass
class Session:
    network: Network
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    box: Mailbox | None = None
    folder: str | None = None
    readonly: bool = False
    told: int = 0
    over: bool = False
    token: str = ""  # with which it signed in, if not with a password

    def may_stay(self) -> bool:
        """Whether what it signed in with is still good."""
        return not self.token or box_for(self.network, self.mine().address, self.token) is not None

    def say(self, line: str) -> None:
        self.writer.write(f"{line}\r\n".encode())

    def mine(self) -> Mailbox:
        if self.box is None:
            raise BadCommand("Sign in first")
        return self.box

    def named(self, written: str) -> str:
        for name in FOLDERS:
            if name.upper() == written.upper():
                return name
        raise No(f"[NONEXISTENT] There is no folder {written[:60]}")

    def candidates(self) -> list[Candidate]:
        """The mails of the open folder in their order."""
        mails = self.network.world.mails.folder(self.mine(), self.folder or INBOX)
        content = self.network.world.mails.content
        return [Candidate(mail, place, mails[-1].uid, len(mails), content) for place, mail in enumerate(mails, 1)]

    def tell_news(self) -> None:
        """How many mails there are now, if that is news."""
        if self.box is None or self.folder is None:
            return
        count = len(self.network.world.mails.folder(self.box, self.folder))
        if count != self.told:
            self.told = count
            self.say(f"* {count} EXISTS")
