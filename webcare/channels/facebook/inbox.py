"""Messenger: how its threads are named here, and where people read them. Pure."""

from webcare.channels.meta.messaging import Inbox

INBOX = Inbox("messenger", "https://business.facebook.com/latest/inbox/messenger")
