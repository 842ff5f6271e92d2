"""Why the network does not do what was asked; each reason is a class, its text a sentence for whoever asked."""


class Refusal(Exception):
    """The deed was not done."""


class NotThere(Refusal):
    """What it is about does not exist, or not any more."""


class NotYours(Refusal):
    """It belongs to someone else."""


class Empty(Refusal):
    """There is nothing in it."""


class TooLong(Refusal):
    """The text is longer than the network allows."""


class SaidBefore(Refusal):
    """The same author said the same just now."""


class NotEditable(Refusal):
    """Too late, too often, or of a kind that cannot be edited."""


class MediaNotReady(Refusal):
    """The picture or film is unknown, someone else's, or still being processed."""


class BlockedByThem(Refusal):
    """The other side does not want to hear from this one."""


class WindowClosed(Refusal):
    """The person's last word is too long ago."""


class AnsweredBefore(Refusal):
    """A comment takes one private answer."""
