"""All models, so that Django finds the rooms' tables."""

from webcare.answers.macro import Macro, MacroText, MacroUse
from webcare.cases.case import Case, CaseNote, Category, Gathering
from webcare.channels.account import Account, RefreshLock
from webcare.channels.application import Application
from webcare.channels.contact import Contact
from webcare.channels.delivery import Delivery
from webcare.channels.moderation import Moderation
from webcare.channels.outage import Outage
from webcare.channels.receipt import Receipt, ReceiptKey, ReceiptPost
from webcare.channels.refuge import Plan
from webcare.channels.spending import Spending
from webcare.channels.webchat.file import ChatFile
from webcare.channels.webchat.line import ChatLine
from webcare.channels.webchat.session import ChatSession
from webcare.clocks.clock import BoardSnapshot, Clock, Hours, StoredPromise
from webcare.clocks.introduction import Introduction
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
from webcare.conversations.crossing import Crossing
from webcare.conversations.draft import Draft, Presence
from webcare.conversations.forwarding import Forwarding
from webcare.conversations.insight import AccountDay, MessageInsight
from webcare.conversations.label import Label
from webcare.conversations.message import KnownId, Message, Revision
from webcare.conversations.note import Note
from webcare.conversations.passage import Passage
from webcare.conversations.reaction import Reaction
from webcare.conversations.restriction import Restriction
from webcare.customers.code import LinkCode
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.keeping.erasure import Erasure
from webcare.keeping.night import Night
from webcare.keeping.term import Term
from webcare.ledger.change import Change
from webcare.ledger.event import Event
from webcare.ledger.sealing import Seal
from webcare.lib.heartbeat import Process
from webcare.lib.keyring import Keyring
from webcare.lib.now import BusinessClock
from webcare.lib.pace import Pace
from webcare.routing.view import SavedView, Skip
from webcare.team.brand import Brand
from webcare.team.invitation import Invitation
from webcare.team.notice import Notice, NoticePreference, QuietHours
from webcare.team.organisation import Organisation
from webcare.team.person import Person, Speaks
from webcare.team.team import Team

__all__ = [
    "Account",
    "AccountDay",
    "Application",
    "Attachment",
    "BoardSnapshot",
    "Brand",
    "BusinessClock",
    "Case",
    "CaseNote",
    "Category",
    "Change",
    "ChatFile",
    "ChatLine",
    "ChatSession",
    "Clock",
    "Contact",
    "Conversation",
    "Crossing",
    "Customer",
    "Delivery",
    "Draft",
    "Erasure",
    "Event",
    "Forwarding",
    "Gathering",
    "Handle",
    "Hours",
    "Introduction",
    "Invitation",
    "Keyring",
    "KnownId",
    "Label",
    "LinkCode",
    "Macro",
    "MacroText",
    "MacroUse",
    "Message",
    "MessageInsight",
    "Moderation",
    "Night",
    "Note",
    "Notice",
    "NoticePreference",
    "Organisation",
    "Outage",
    "Pace",
    "Passage",
    "Person",
    "Plan",
    "Presence",
    "Process",
    "QuietHours",
    "Reaction",
    "Receipt",
    "ReceiptKey",
    "ReceiptPost",
    "RefreshLock",
    "Restriction",
    "Revision",
    "SavedView",
    "Seal",
    "Skip",
    "Speaks",
    "Spending",
    "StoredPromise",
    "Team",
    "Term",
]
