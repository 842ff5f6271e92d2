"""The one Django app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models import Field, ForeignKey

from webcare.lib.among import Among
from webcare.lib.moments import read_quickly


class Webcare(AppConfig):
    """All rooms of the house."""

    name = "webcare"
    label = "webcare"
    verbose_name = "Webcare"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect causes with effects; teach queries to ask for many keys at once, and connections to read quickly."""
        Field.register_lookup(Among)
        ForeignKey.register_lookup(Among)
        connection_created.connect(read_quickly)
        from webcare import reactions  # noqa: PLC0415 - needs the models
        from webcare.lib import deployment, deployment_database  # noqa: F401, PLC0415 - what they check is registered
        from webcare.team import doorbook  # noqa: PLC0415 - the same

        doorbook.open_it()
        reactions.connect()
