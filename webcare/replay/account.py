"""The account of a replay: what was posted, what arrived, what was answered, and whether the figures are true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.client import Sandbox
from webcare.channels.receipt import Receipt
from webcare.conversations.message import Message
from webcare.conversations.understanding import understood
from webcare.replay.agent import Written
from webcare.replay.tweets import Tweet


@dataclass
class Account:
    """Lines to print, and what is wrong; a replay that lost something fails."""

    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def expect(self, what: str, found: object, wanted: object) -> None:
        """Note a figure, and a fault where it is not the one that it has to be."""
        if found == wanted:
            self.lines.append(f"  {what:<58} {found}")
        else:
            self.lines.append(f"! {what:<58} {found}, not {wanted}")
            self.faults.append(what)

    def note(self, what: str, found: object) -> None:
        """Note a figure that may be what it is."""
        self.lines.append(f"  {what:<58} {found}")


def of_arrivals(account: Account, tweets: Sequence[Tweet], ids: Mapping[str, str]) -> None:
    """Every tweet once, as it was said, in its thread, with its language."""
    rows = Message.objects.filter(external_id__in=ids.values()).select_related("conversation__handle")
    found: dict[str, list[Message]] = {}
    for message in rows:
        found.setdefault(str(message.external_id), []).append(message)
    account.expect("posted that arrived", sum(len(each) > 0 for each in found.values()), len(tweets))
    account.expect("arrived more than once", sum(len(each) > 1 for each in found.values()), 0)
    theirs = {tweet.key: found[ids[tweet.key]][0] for tweet in tweets if ids[tweet.key] in found}
    account.expect("whose text is another", _with_another_text(tweets, theirs), 0)
    account.expect("in another person's conversation", _misplaced(tweets, theirs), 0)
    account.expect("that do not stand with what they answer", _torn(tweets, theirs), 0)
    account.expect("whose language is not what is read from the text", _misread(theirs), 0)
    aside = Receipt.objects.set_aside().count()
    account.expect("events set aside or still waiting", aside + Receipt.objects.pending().count(), 0)
    spoken = Counter(message.language or "uncertain" for message in theirs.values())
    account.note("languages", ", ".join(f"{code} {count}" for code, count in spoken.most_common(6)))


def of_answers(account: Account, network: Sandbox, written: Sequence[Written], brand: str) -> None:
    """Every answer stands on the network, once, under what it answers."""
    standing = Counter(answer.own_text for answer in network.answers(brand=brand, limit=100_000))
    ours = [_standing_text(one, standing) for one in written]
    account.expect("answers that stand on the network", sum(text is not None for text in ours), len(written))
    account.expect("answers that stand there twice", sum(standing[text] > 1 for text in ours if text), 0)
    sent = Message.objects.filter(conversation__in=[one.conversation for one in written], ours=True)
    account.expect("answers marked as sent", sent.filter(delivery__sent_at__isnull=False).count(), len(written))
    account.expect(
        "answered conversations that still wait",
        sent.filter(conversation__waiting_since__isnull=False).values("conversation").distinct().count(),
        0,
    )


def _standing_text(written: Written, standing: Mapping[str, int]) -> str | None:
    return next((text for text in standing if text.startswith(written.text + " ") or text == written.text), None)


def _with_another_text(tweets: Sequence[Tweet], theirs: Mapping[str, Message]) -> int:
    return sum(
        not theirs[tweet.key].text.endswith(tweet.text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
        for tweet in tweets
        if tweet.key in theirs
    )


def _misplaced(tweets: Sequence[Tweet], theirs: Mapping[str, Message]) -> int:
    return sum(
        theirs[tweet.key].conversation.handle.handle != tweet.handle
        for tweet in tweets
        if tweet.key in theirs and not tweet.ours
    )


def _torn(tweets: Sequence[Tweet], theirs: Mapping[str, Message]) -> int:
    """An answer of ours stands where its question does; a customer's answer to us stands in their own conversation."""
    by_key = {tweet.key: tweet for tweet in tweets}
    torn = 0
    for tweet in tweets:
        parent = by_key.get(tweet.answers)
        if parent is None or tweet.key not in theirs or parent.key not in theirs:
            continue
        if tweet.ours != parent.ours and (tweet.ours or _own(parent, by_key) == tweet.handle):
            torn += theirs[tweet.key].conversation_id != theirs[parent.key].conversation_id
    return torn


def _own(answer: Tweet, by_key: Mapping[str, Tweet]) -> str:
    """To whom an answer of ours was given."""
    asked = by_key.get(answer.answers)
    return asked.handle if asked else ""


def _misread(theirs: Mapping[str, Message]) -> int:
    messages = list(theirs.values())
    readings = understood([message.text for message in messages])
    return sum(message.language != reading.language for message, reading in zip(messages, readings, strict=True))
