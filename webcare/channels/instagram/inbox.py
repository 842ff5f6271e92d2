"""Direct messages: how their threads are named here, and where people read them. Pure."""

from webcare.channels.meta.messaging import Inbox

INBOX = Inbox("instagram", "https://www.instagram.com/direct/inbox/")
