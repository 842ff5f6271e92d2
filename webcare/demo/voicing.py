"""Lets the make-believe networks have said it: posts, direct messages and mails of the past, of which nobody is told."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.client import Line, Sandbox
from webcare.demo import cast
from webcare.demo.history import Said
from webcare.demo.played import Played


def voice(network: Sandbox, played: Sequence[Played]) -> None:
    """Everybody is made, and everything said; what was said gets its ids."""
    for customer in {cast.VISITOR, *(one.exchange.story.customer for one in played)}:
        introduce(network, customer)
    posted = [one for one in played if one.exchange.story.network == "x"]
    _post(network, [one for one in posted if one.exchange.story.public])
    _whisper(network, [one for one in posted if not one.exchange.story.public])
    _mail(network, [one for one in played if one.exchange.story.network == "email"])


def introduce(network: Sandbox, customer: cast.Customer) -> None:
    """Somebody whom a visitor can be; whoever writes mails has a mailbox."""
    network.create_user(customer.persona, customer.name, followers=customer.followers, description=customer.character)
    if customer.email:
        network.open_mailbox(customer.email, customer.name, handle=customer.persona)


def _post(network: Sandbox, played: Sequence[Played]) -> None:
    """Round by round, since a reply needs the id of what it answers."""
    longest = max((len(one.exchange.said) for one in played), default=0)
    for place in range(longest):
        speaking = [one for one in played if len(one.exchange.said) > place]
        lines = [_line(one, one.exchange.said[place], place) for one in speaking]
        for one, post_id in zip(speaking, network.bulk(lines, events=False), strict=True):
            one.ids.append(post_id)


def _line(one: Played, said: Said, place: int) -> Line:
    story = one.exchange.story
    return Line(
        handle=story.brand.handle if said.by else one.key,
        text=said.text,
        at=said.when,
        in_reply_to=one.ids[place - 1] if place else None,
        lang=story.language,
    )


def _whisper(network: Sandbox, played: Sequence[Played]) -> None:
    for one in played:
        brand = one.exchange.story.brand.handle
        for said in one.exchange.said:
            sender, recipient = (brand, one.key) if said.by else (one.key, brand)
            one.ids.append(network.dm(sender, recipient, said.text, at=said.when, events=False).id)


def _mail(network: Sandbox, played: Sequence[Played]) -> None:
    for one in played:
        story = one.exchange.story
        for said in one.exchange.said:
            sender, recipient = (story.brand.email, one.key) if said.by else (one.key, story.brand.email)
            if one.ids:
                mail = network.answer_mail(sender, one.ids[-1], said.text, to=recipient, at=said.when)
            else:
                mail = network.mail(sender, recipient, said.text, subject=story.subject, at=said.when)
            one.ids.append(mail.message_id)
