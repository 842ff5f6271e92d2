"""What LinkedIn can do, how long, how late: the facts that pages and policies ask."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from webcare.channels.account import Account
from webcare.channels.adapter import Capabilities, Length, Permission
from webcare.channels.application import Application

COMMENT = Length(1_250)  # where the application's settings name no other
API_VERSION = "202607"
VERSION_LASTS = timedelta(days=365)
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
POLL_SECONDS = 60.0  # between two questions for notifications, where the application's settings say nothing else
SELDOM = 600.0  # the same, where LinkedIn calls us
WAIT = timedelta(minutes=15)  # when LinkedIn says that we asked too often, and not until when
FOLLOWER_EDGE = "COMPANY_FOLLOWED_BY_MEMBER"  # what LinkedIn calls following a page, where settings say nothing else
INSIGHTS = 20  # comments of ours in one call, whose address has to hold all their names
COMPLETING = timedelta(hours=6)  # that a notification may wait for its words; without them there is little to answer

PERMISSIONS = (
    Permission("r_organization_social_feed", _("to read comments")),
    Permission("w_organization_social_feed", _("to answer comments, and to change or remove answers")),
    Permission("r_organization_social", _("to read the post above a comment")),
    Permission("rw_organization_admin", _("to see which pages there are, and to hear what happens on them")),
)

CAPABILITIES = Capabilities(
    network="linkedin",
    name="LinkedIn",
    badge="in",
    public=COMMENT,
    proves_sender=True,
    take_down=True,
    edit=True,
    oauth=True,
    permissions=PERMISSIONS,
    webhooks=True,
    polls=True,
    listens=True,
    reconciles=True,
    insights=INSIGHTS,
    completes=COMPLETING,
)


def length(account: Account, private: bool) -> Length | None:
    """LinkedIn publishes no limit for comments, so that our registration with it may name another."""
    if private:
        return None
    told = _number(account.application, "comment_length")
    return Length(told) if told else COMMENT


def pause(account: Account) -> float:
    """Seconds between two questions for notifications."""
    if is_called(account):
        return SELDOM
    return float(_number(account.application, "poll_seconds") or POLL_SECONDS)


def is_called(account: Account) -> bool:
    """Whether LinkedIn lets our application have webhooks."""
    told = account.application.settings.get("webhooks", "") if account.application else ""
    return str(told).lower() in {"true", "on", "1", "yes"}


def follower_edge(account: Account) -> str:
    """Under which name LinkedIn counts who follows a page."""
    told = str(account.application.settings.get("follower_edge", "")) if account.application else ""
    return told if told.isidentifier() else FOLLOWER_EDGE


def _number(application: Application | None, name: str) -> int:
    told = str(application.settings.get(name, "")) if application else ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 8 else 0
