"""Decides whether the sender of a mail is proven: whether the domain in its From vouches for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from webcare.channels.email import arc
from webcare.channels.email.addresses import ascii_domain
from webcare.channels.email.dkim import Lookup, Written, proves, signatures, written
from webcare.channels.email.mail import Mail, opened
from webcare.channels.email.results import Finding, findings, findings_of_forwarder
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


@dataclass(frozen=True, slots=True)
class Word:
    """The domain that is proven, as by `vouched`, and whose word that is where a forwarder found it out."""

    domain: str | None
    forwarder: str = ""


def vouched_by_forwarder(raw: bytes, trusted: Collection[str], lookup: Lookup, at: datetime) -> Word:
    """What forwarders that an administrator trusts found out before they changed the mail and sent it on (ARC, RFC 8617).

    The last one has to be trusted; of those before it each as far as all behind it are. What a stranger sealed in between
    is worth nothing.
    """
    try:
        mail = opened(raw)
        domain = _domain_of(mail)
    except Unparsable:
        return Word(NOT_PROVEN)
    whole = written(raw)
    links = arc.chain(whole)
    if not (domain and links and links[-1].seal.domain in trusted and _reads_alike(mail, whole)):
        return Word(NOT_PROVEN)
    try:
        if not arc.holds(links, whole, lookup, at):
            return Word(NOT_PROVEN)
    except Unanswered:
        return Word(None)
    for link in reversed(links):
        if link.seal.domain not in trusted:
            break
        if _by_findings(findings_of_forwarder(link.results), domain) == domain:
            return Word(domain, link.seal.domain)
    return Word(NOT_PROVEN)


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
    if not _reads_alike(mail, whole):
        return NOT_PROVEN
    try:
        for signature in signatures(whole):
            if speaks_for(signature.domain, domain) and proves(signature, whole, lookup, at):
                return domain
    except Unanswered:
        return None  # one silence is enough: a sender who names many silent servers would hold up the mailbox
    return NOT_PROVEN


def _reads_alike(mail: Mail, whole: Written) -> bool:
    """Whoever reads it otherwise than the signer did may read another sender."""
    named = [value for name, value in whole.fields if name.lower() == b"from"]
    read = "".join(mail.headers("From")).encode("utf-8", "surrogateescape").split()
    return len(named) == 1 and named[0].split() == read
