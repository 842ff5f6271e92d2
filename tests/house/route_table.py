"""Who may do what at which address: the expectation that every route is held against. A new route needs a new row.

Keys are route names (or the pattern of a route without one). `about` names the thing in the address, see `samples.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Access(StrEnum):
    """The least that somebody has to be."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed in"
    READER = "reader"
    AGENT = "agent"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    NETWORK = "a network that signs what it sends"
    DEMO = "anybody, under demo settings only"
    VISITOR = "whoever has the token of a chat"
    MONITOR = "whoever has the token, or asks from the machine itself"


ANYBODY, SIGNED_IN, READER, AGENT, LEAD, ADMINISTRATOR, NETWORK, DEMO, VISITOR, MONITOR = Access


@dataclass(frozen=True, slots=True)
class Row:
    """What each verb at an address asks for; a verb without a word is answered with 405."""

    GET: Access | None = None
    POST: Access | None = None
    DELETE: Access | None = None
    about: str = ""

    def verbs(self) -> dict[str, Access]:
        """The verbs that are there."""
        named = {"GET": self.GET, "POST": self.POST, "DELETE": self.DELETE}
        return {verb: access for verb, access in named.items() if access}


def _kept(name: str, access: Access, about: str) -> dict[str, Row]:
    """A list that somebody keeps: all of them and a new one, the form for it, one of them, and taking it away."""
    return {
        name: Row(GET=access, POST=access),
        f"{name}_new": Row(GET=access),
        f"{name}_row": Row(GET=access, POST=access, about=about),
        f"{name}_removal": Row(GET=access, POST=access, about=about),
    }


ROUTES: dict[str, Row] = {
    "desk": Row(GET=READER),
    "queue": Row(GET=READER),
    "search": Row(GET=READER),
    "spoken": Row(GET=AGENT, POST=AGENT),
    "spoken_people": Row(GET=AGENT),
    "spoken_note": Row(GET=AGENT, about="key"),
    "offers": Row(POST=AGENT),
    "views": Row(GET=READER, POST=READER),
    "view": Row(DELETE=READER, about="view"),
    "bulk": Row(GET=AGENT, POST=AGENT, about="bulk act"),
    "offline": Row(GET=ANYBODY),
    "offline_worker": Row(GET=ANYBODY),
    "undo": Row(POST=AGENT, about="event"),
    "batch": Row(DELETE=AGENT, about="batch"),
    "conversation": Row(GET=READER, about="conversation"),
    "conversation_parts": Row(GET=READER, about="conversation"),
    "reply": Row(POST=AGENT, about="conversation"),
    "templates": Row(GET=AGENT, about="conversation"),
    "notes": Row(POST=AGENT, about="conversation"),
    "draft": Row(POST=AGENT, about="conversation"),
    "presence": Row(POST=READER, DELETE=READER, about="conversation"),
    "claim": Row(GET=AGENT, POST=AGENT, DELETE=AGENT, about="conversation"),
    "skip": Row(GET=AGENT, POST=AGENT, about="conversation"),
    "closure": Row(POST=AGENT, DELETE=AGENT, about="conversation"),
    "dismissal": Row(GET=AGENT, POST=AGENT, about="conversation"),
    "snooze": Row(GET=AGENT, POST=AGENT, DELETE=AGENT, about="conversation"),
    "assignment": Row(GET=AGENT, POST=AGENT, DELETE=AGENT, about="conversation"),
    "conversation_labels": Row(GET=AGENT, about="conversation"),
    "conversation_label": Row(POST=AGENT, DELETE=AGENT, about="conversation and label"),
    "language": Row(GET=AGENT, POST=AGENT, about="conversation"),
    "attachments": Row(GET=AGENT, POST=AGENT, about="conversation"),
    "crossing": Row(POST=AGENT, about="crossing"),
    "restrictions": Row(GET=AGENT, POST=AGENT, about="conversation"),
    "message_html": Row(GET=READER, about="mail"),
    "delivery": Row(POST=AGENT, DELETE=AGENT, about="answer"),
    "confirmation": Row(POST=AGENT, about="answer"),
    "hiding": Row(GET=AGENT, POST=AGENT, DELETE=AGENT, about="message"),
    "note": Row(DELETE=AGENT, about="note"),
    "attachment": Row(GET=READER, DELETE=AGENT, about="attachment"),
    "attachment_preview": Row(GET=READER, about="attachment"),
    "restriction": Row(DELETE=AGENT, about="restriction"),
    "colleagues": Row(GET=AGENT),
    "promise": Row(GET=READER),
    "board": Row(GET=ANYBODY),
    "board_metrics": Row(GET=ANYBODY),
    "board_announcements": Row(GET=ANYBODY),
    "board_announcements_data": Row(GET=ANYBODY),
    "board_data": Row(GET=ANYBODY),
    "board_badge": Row(GET=ANYBODY),
    "healthz": Row(GET=ANYBODY),
    "readyz": Row(GET=ANYBODY),
    "metrics": Row(GET=MONITOR),
    "settings": Row(GET=LEAD),
    "settings_running": Row(GET=ADMINISTRATOR),
    "settings_organisation": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR),
    **_kept("settings_brands", ADMINISTRATOR, about="brand"),
    **_kept("settings_teams", ADMINISTRATOR, about="team"),
    **_kept("settings_promises", ADMINISTRATOR, about="promise"),
    "settings_promises_example": Row(GET=ADMINISTRATOR),
    **_kept("settings_hours", ADMINISTRATOR, about="hours"),
    "settings_hours_preview": Row(POST=ADMINISTRATOR),
    **_kept("settings_introductions", ADMINISTRATOR, about="introduction"),
    "settings_introductions_preview": Row(POST=ADMINISTRATOR),
    **_kept("settings_labels", LEAD, about="label"),
    **_kept("settings_categories", LEAD, about="category"),
    **_kept("settings_answers", LEAD, about="macro"),
    "settings_answers_preview": Row(POST=LEAD),
    **_kept("me_answers", AGENT, about="own macro"),
    "me_answers_preview": Row(POST=AGENT),
    "settings_accounts": Row(GET=ADMINISTRATOR),
    "settings_consent_back": Row(GET=ADMINISTRATOR),
    "settings_consent_choice": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR),
    "settings_consents": Row(POST=ADMINISTRATOR, about="consent"),
    "settings_account": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR, about="account"),
    "settings_account_checks": Row(POST=ADMINISTRATOR, about="account"),
    "settings_account_message": Row(POST=ADMINISTRATOR, about="account"),
    "settings_account_disconnection": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR, about="account"),
    "settings_networks": Row(GET=LEAD),
    "settings_network": Row(GET=LEAD, about="network of posts"),
    "settings_plan": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR, about="network of posts"),
    "settings_outage": Row(GET=LEAD, POST=LEAD, about="network of posts"),
    "settings_leading": Row(POST=LEAD, about="dark network"),
    "settings_closing": Row(GET=LEAD, POST=LEAD, about="dark network"),
    "settings_return": Row(GET=LEAD, POST=LEAD, about="dark network"),
    "settings_account_create": Row(POST=ADMINISTRATOR, about="network of mail"),
    "settings_account_new": Row(GET=ADMINISTRATOR, about="network of mail"),
    "settings_application_create": Row(POST=ADMINISTRATOR, about="network of posts"),
    "settings_application_new": Row(GET=ADMINISTRATOR, about="network of posts"),
    "settings_application": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR, about="application"),
    "settings_application_removal": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR, about="application"),
    "settings_receipts": Row(GET=ADMINISTRATOR),
    "settings_receipt": Row(GET=ADMINISTRATOR, about="receipt"),
    "settings_receipt_replay": Row(POST=ADMINISTRATOR, about="receipt"),
    "settings_receipts_replays": Row(POST=ADMINISTRATOR),
    "settings_audit": Row(GET=ADMINISTRATOR),
    "settings_audit_export": Row(GET=ADMINISTRATOR),
    "settings_terms": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR),
    "settings_deliveries": Row(GET=LEAD),
    "settings_people": Row(GET=ADMINISTRATOR),
    "settings_person": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR, about="person"),
    "settings_person_leaving": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR, about="person"),
    "settings_person_return": Row(POST=ADMINISTRATOR, about="person"),
    "settings_invitations": Row(POST=ADMINISTRATOR),
    "settings_invitation_new": Row(GET=ADMINISTRATOR),
    "settings_invitation_mail": Row(POST=ADMINISTRATOR, about="invitation"),
    "settings_invitation_withdrawal": Row(POST=ADMINISTRATOR, about="invitation"),
    "join": Row(GET=ANYBODY, POST=ANYBODY, about="token"),
    "conversation_cases": Row(GET=AGENT, POST=AGENT, about="conversation"),
    "reports": Row(GET=READER),
    "report_rows": Row(GET=READER),
    "seen": Row(GET=READER),
    "seen_rows": Row(GET=READER),
    "seen_export": Row(GET=READER),
    "cases": Row(GET=READER),
    "case": Row(GET=READER, about="case"),
    "case_parts": Row(GET=READER, about="case"),
    "case_notes": Row(POST=AGENT, about="case"),
    "case_conversations": Row(GET=AGENT, POST=AGENT, about="case"),
    "case_conversation": Row(DELETE=AGENT, about="case and conversation"),
    "case_owner": Row(GET=AGENT, POST=AGENT, DELETE=AGENT, about="case"),
    "case_category": Row(GET=AGENT, POST=AGENT, DELETE=AGENT, about="case"),
    "case_status": Row(GET=AGENT, POST=AGENT, about="case"),
    "case_title": Row(GET=AGENT, POST=AGENT, about="case"),
    "case_resolution": Row(GET=AGENT, POST=AGENT, about="case"),
    "case_reopening": Row(GET=AGENT, POST=AGENT, about="case"),
    "customer": Row(GET=READER, about="customer"),
    "customer_handles": Row(GET=AGENT, POST=AGENT, about="customer"),
    "customer_erasure": Row(GET=ADMINISTRATOR, POST=ADMINISTRATOR, about="customer"),
    "handle_separation": Row(GET=AGENT, POST=AGENT, about="handle"),
    "handle_code": Row(GET=AGENT, POST=AGENT, about="handle"),
    "me": Row(GET=READER, POST=READER),
    "me_languages": Row(POST=READER),
    "me_notices": Row(POST=READER),
    "notices": Row(GET=READER),
    "bell": Row(GET=READER),
    "notices_sight": Row(POST=READER),
    "notices_showings": Row(POST=READER),
    "notice": Row(GET=READER, about="notice"),
    "hook": Row(GET=NETWORK, POST=NETWORK, about="hook"),
    "chat_loader": Row(GET=ANYBODY, about="widget"),
    "chat_colours": Row(GET=ANYBODY, about="widget"),
    "chat": Row(GET=ANYBODY, about="widget"),
    "chat_sessions": Row(POST=ANYBODY, about="widget"),
    "chat_thread": Row(GET=VISITOR, about="widget"),
    "chat_messages": Row(POST=VISITOR, about="widget"),
    "chat_contact": Row(POST=VISITOR, about="widget"),
    "chat_files": Row(POST=VISITOR, about="widget"),
    "chat_file": Row(GET=VISITOR, about="file of a chat"),
    "chat_passages": Row(POST=VISITOR, about="widget"),
    "chat_sight": Row(POST=VISITOR, about="widget"),
    "demo": Row(GET=DEMO, POST=DEMO),
    "tour": Row(GET=DEMO, POST=DEMO, DELETE=DEMO),
    "rush": Row(POST=DEMO),
    # django-allauth: signing in, and each person's own keys to the house
    "account_login": Row(GET=ANYBODY),
    "account_logout": Row(GET=SIGNED_IN),
    "account_inactive": Row(GET=ANYBODY),
    "account_signup": Row(GET=ANYBODY),  # says that it is closed: see tests of joining
    "account_reauthenticate": Row(GET=SIGNED_IN),
    "account_email": Row(GET=SIGNED_IN),
    "usersessions_list": Row(GET=SIGNED_IN),
    "account_email_verification_sent": Row(GET=ANYBODY),
    "account_change_password": Row(GET=SIGNED_IN),
    "account_set_password": Row(GET=SIGNED_IN),
    "account_reset_password": Row(GET=ANYBODY),
    "account_confirm_login_code": Row(GET=ANYBODY),
    "account_confirm_email": Row(GET=ANYBODY, about="key"),
    "account_reset_password_from_key_done": Row(GET=ANYBODY),
    "account_reset_password_from_key": Row(GET=ANYBODY, about="reset key"),
    "account_reset_password_done": Row(GET=ANYBODY),
    "mfa_index": Row(GET=SIGNED_IN),
    "mfa_authenticate": Row(GET=ANYBODY),
    "mfa_reauthenticate": Row(GET=SIGNED_IN),
    "mfa_activate_totp": Row(GET=SIGNED_IN),
    "mfa_deactivate_totp": Row(GET=SIGNED_IN),
    "mfa_view_recovery_codes": Row(GET=SIGNED_IN),
    "mfa_generate_recovery_codes": Row(GET=SIGNED_IN),
    "mfa_download_recovery_codes": Row(GET=SIGNED_IN),
    "mfa_list_webauthn": Row(GET=SIGNED_IN),
    "mfa_add_webauthn": Row(GET=SIGNED_IN),
    "mfa_reauthenticate_webauthn": Row(GET=SIGNED_IN),
    "mfa_remove_webauthn": Row(GET=SIGNED_IN, about="number"),
    "mfa_edit_webauthn": Row(GET=SIGNED_IN, about="number"),
    "mfa_login_webauthn": Row(GET=ANYBODY),
    "socialaccount_login_cancelled": Row(GET=ANYBODY),
    "socialaccount_login_error": Row(GET=ANYBODY),
    "socialaccount_signup": Row(GET=ANYBODY),
    "socialaccount_connections": Row(GET=SIGNED_IN),
    "account/social/login/cancelled/": Row(GET=ANYBODY),
    "account/social/login/error/": Row(GET=ANYBODY),
    "account/social/signup/": Row(GET=ANYBODY),
    "account/social/connections/": Row(GET=ANYBODY),
    "openid_connect_login": Row(GET=ANYBODY, about="provider"),
    "openid_connect_callback": Row(GET=ANYBODY, about="provider"),
}
