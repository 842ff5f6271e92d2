"""The connection test: the token, how updates come, what the bot may read, and the last event."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.telegram.api import Api, understood
from webcare.channels.telegram.catching import UPDATES, asks
from webcare.channels.telegram.connect import who
from webcare.channels.telegram.fields import Shape
from webcare.lib.sentence import told


def check(account: Account) -> list[Check]:
    """One line each; without a token that works there is nothing else to try."""
    try:
        api = Api.of(account)
        bot = who(api)
        with understood():
            known, called = str(bot.number("id")), bot.maybe_words("username")
    except DeliveryError as error:
        return [Check(_("Access token"), False, told(error.message))]
    if known != account.external_id:
        wrong = _("The token belongs to @%(bot)s and not to this bot; connect that one as an account of its own.")
        return [Check(_("Access token"), False, wrong % {"bot": called})]
    return [
        Check(_("Access token"), True, _("We speak as @%(bot)s.") % {"bot": called}),
        _updates(api, account),
        _groups(bot),
        _last_event(account),
    ]


def _updates(api: Api, account: Account) -> Check:
    name = _("Messages")
    try:
        answer = api.call("getWebhookInfo")
        with understood():
            hook = answer.shape("result")
            return _asking(name, hook) if asks(account) else _called(name, hook, account)
    except DeliveryError as error:
        return Check(name, False, told(error.message))


def _asking(name: str, hook: Shape) -> Check:
    if url := hook.maybe_words("url"):
        wrong = _("Telegram calls %(url)s for this bot, so that we may not ask. Connect it again to end that.")
        return Check(name, False, wrong % {"url": url})
    return Check(name, True, _("We ask Telegram, which answers as soon as something happens."))


def _called(name: str, hook: Shape, account: Account) -> Check:
    url, ours = hook.maybe_words("url"), str(account.settings.get("hook_url", ""))
    if url != ours:
        wrong = _("Telegram calls %(url)s and not us. Connect the bot again, and let no other program use its token.")
        return Check(name, False, wrong % {"url": url or _("nobody")})
    if missing := [kind for kind in UPDATES if kind not in hook.values.get("allowed_updates", [])]:
        wrong = _("Telegram does not tell us of %(kinds)s. Connect the bot again.")
        return Check(name, False, wrong % {"kinds": ", ".join(missing)})
    waiting, failed = hook.maybe_number("pending_update_count") or 0, hook.maybe_words("last_error_message")
    if waiting and failed:
        wrong = ngettext(
            "Telegram could not bring %(count)s message: %(reason)s. It must be able to call %(url)s.",
            "Telegram could not bring %(count)s messages: %(reason)s. It must be able to call %(url)s.",
            waiting,
        )
        return Check(name, False, wrong % {"count": waiting, "reason": failed, "url": url})
    return Check(name, True, _("Telegram calls us."))


def _groups(bot: Shape) -> Check:
    if bot.flag("can_read_all_group_messages"):
        all_of_it = _("The bot reads everything in its groups. /setprivacy at @BotFather leaves it what is said to it.")
        return Check(_("Groups"), True, all_of_it)
    return Check(_("Groups"), True, _("In groups the bot reads what answers or names it."))


def _last_event(account: Account) -> Check:
    at = account.last_event_at
    if at is None:
        return Check(_("Last event"), True, _("Nothing has come yet. Write to the bot, and look whether it arrives."))
    return Check(_("Last event"), True, _("%(time)s UTC") % {"time": _utc(at)})


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
