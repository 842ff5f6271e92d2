"""Who may come in, and how: by invitation only, or by the organisation's own OpenID provider."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import override

from webcare.pages.provider import Provider
from webcare.team.invitation import Invitation
from webcare.team.inviting import join
from webcare.team.organisation import organisation
from webcare.team.person import Person

DAY = 24 * 60 * 60
INVITED = "invited_by_token"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def invitation_by(token: str) -> Invitation | None:
    """The invitation behind a link, while the link works."""
    return Invitation.objects.open().behind(token)


def sign_in(request: HttpRequest, person: Person, by: str) -> None:
    """Sign somebody in who did not come by the sign-in page, so that their list of sessions knows of it as well."""
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, person, by)
    login(request, person, backend=BACKEND)
    UserSession.objects.create_from_request(request)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """Nobody signs up by themselves, and no mail of ours leads to an address that a stranger has typed."""

    def get_reset_password_from_key_url(self, key: str) -> str:
        usual: str = super().get_reset_password_from_key_url(key)
        return f"{settings.BASE_URL}{urlsplit(usual).path}"

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """In the language of whom it is for, whatever browser it was asked for with."""
        days = settings.PASSWORD_RESET_TIMEOUT // DAY
        with override(user.interface_language):
            super().send_password_reset_mail(
                user, email, {**context, "organisation": organisation().name, "days": days}
            )

    def format_email_subject(self, subject: str) -> str:
        """As it is: what the request called us does not belong in it."""
        return subject

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth brings no types
    """The provider vouches for the address of people whom we know already, and of those who were just invited."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Ours, which asks in a way that makes the answer worth believing."""
        return Provider(request, app=super().get_provider(request, provider, client_id).app)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie the provider's account to the colleague with the same proven address; refuse everybody else kindly."""
        if sociallogin.is_existing:
            return
        proven = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        person = Person.objects.filter(email__in=proven, is_active=True).first() or _invited(
            request, sociallogin, proven
        )
        if person is None:
            unproven = bool(sociallogin.email_addresses) and not proven
            page = render(request, "socialaccount/unknown.html", {"unproven": unproven}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, person)


def _invited(request: HttpRequest, sociallogin: SocialLogin, proven: set[str]) -> Person | None:
    """Somebody who followed an invitation's link and signs in with the address that was invited joins without a password."""
    invitation = invitation_by(str(request.session.get(INVITED, "")))
    if invitation is None or invitation.email not in proven:
        return None
    said: Any = sociallogin.account.extra_data or {}
    name = str((said.get("userinfo") or said).get("name") or invitation.name or invitation.email.partition("@")[0])[
        :120
    ]
    request.session.pop(INVITED, None)
    return join(invitation, name, None)
