"""The one Django app."""

from django.apps import AppConfig


class Webcare(AppConfig):
    """All rooms of the house."""

    name = "webcare"
    label = "webcare"
    verbose_name = "Webcare"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect causes with effects."""
        from webcare import reactions  # noqa: PLC0415 - needs the models
        from webcare.lib import deployment, deployment_database  # noqa: F401, PLC0415 - what they check is registered

        reactions.connect()
