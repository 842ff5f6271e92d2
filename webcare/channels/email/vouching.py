"""Decides whether the sender of a mail is proven: whether the domain in its From vouches for it."""

from __future__ import annotations

from datetime import datetime

from webcare.channels.email.addresses import ascii_domain
from webcare.channels.email.dkim import Lookup, proves, signatures, written
from webcare.channels.email.mail import Mail, opened
from webcare.channels.email.results import Finding, findings
from webcare.channels.inbound import Unparsable
from webcare.lib.names import Unanswered

NOT_PROVEN = ""
_OF = {"dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}


def vouched(raw: bytes, server: str, lookup: Lookup, at: datetime) -> str | None:
    """The domain of its From if that is proven, else NOT_PROVEN; None where nobody can say at the moment.

    By what the named `server` found out when it took the mail in (RFC 8601). Where it says nothing, or none is named, by the
    signatures in the mail itself.
    """
    try:
        mail = opened(raw)
        domain = _domain_of(mail)
    except Unparsable:
        return NOT_PROVEN
    if not domain:
        return NOT_PROVEN
    if server and (found := findings(mail, server)):
        return _by_findings(found, domain)
    return _by_signatures(mail, raw, domain, lookup, at)


def speaks_for(signer: str, domain: str) -> bool:
    """Whether a domain may vouch for another: itself, or one below it.

    DMARC also takes a neighbour of the same organisation; telling neighbours needs a list of who registers for whom.
    """
    return "." in signer and f".{domain}".endswith(f".{signer}")


def _domain_of(mail: Mail) -> str:
    """Of the one sender that the one From names."""
    people = mail.senders()
    return ascii_domain(people[0][1]) if len(people) == len(mail.headers("From")) == 1 else ""


def _by_findings(found: list[Finding], domain: str) -> str | None:
    for finding in found:
        if finding.method == "dmarc" and finding.about.get("header.from", domain) == domain:
            if finding.result == "pass" and "header.from" in finding.about:
                return domain
            if finding.result == "temperror":
                return None
            if finding.result not in {"none", "bestguesspass"}:
                return NOT_PROVEN
    return domain if any(_passes(finding, domain) for finding in found) else NOT_PROVEN


def _passes(finding: Finding, domain: str) -> bool:
    named = (finding.about.get(name, "") for name in _OF.get(finding.method, ()))
    signers = [name.rpartition("@")[2].strip(".") for name in named]
    return finding.result == "pass" and any(speaks_for(signer, domain) for signer in signers)


def _by_signatures(mail: Mail, raw: bytes, domain: str, lookup: Lookup, at: datetime) -> str | None:
    whole = written(raw)
    named = [value for name, value in whole.fields if name.lower() == b"from"]
    read = "".join(mail.headers("From")).encode("utf-8", "surrogateescape").split()
    if len(named) != 1 or named[0].split() != read:
        return NOT_PROVEN  # whoever reads it otherwise than the signer did may read another sender
    try:
        for signature in signatures(whole):
            if speaks_for(signature.domain, domain) and proves(signature, whole, lookup, at):
                return domain
    except Unanswered:
        return None  # one silence is enough: a sender who names many silent servers would hold up the mailbox
    return NOT_PROVEN
