"""What an administrator fills in to register our application with Meta, and to connect a number on WhatsApp."""

from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import SettingField
from webcare.channels.meta import forms
from webcare.channels.whatsapp.limits import MESSAGE

APPLICATION = forms.application(
    _(
        "On developers.facebook.com: your app, “App settings”, “Basic”. The app needs the products Webhooks and WhatsApp. "
        "It may be the one that your Facebook page works with."
    ),
    forms.length("message_length", _("Longest message"), MESSAGE.limit),
)

ACCOUNT = (
    SettingField(
        "phone_number_id",
        _("Phone number ID"),
        _("In the app: “WhatsApp”, “API setup”. It is not the telephone number itself."),
    ),
    SettingField(
        "business_id",
        _("WhatsApp Business account ID"),
        _("Beside the phone number ID. Templates and events belong to it."),
    ),
    SettingField(
        "access_token",
        _("Access token"),
        _(
            "Of a system user of your business, with the permissions whatsapp_business_messaging and "
            "whatsapp_business_management. Such a token does not end by itself."
        ),
        kind="password",
        secret=True,
    ),
)
