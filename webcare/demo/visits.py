"""What visitors said by hand on the pages of the make-believe networks, as the networks tell it."""

from __future__ import annotations

import logging
import os
from datetime import datetime

PATIENCE = 2.0
log = logging.getLogger(__name__)


def said_by_hand(since: datetime) -> list[str]:
    """The ids of what was said since; none while the networks do not answer."""
    from sandbox.client import Sandbox, SandboxError  # noqa: PLC0415 - a house in production has no such networks

    try:
        with Sandbox(os.environ["WEBCARE_SANDBOX_LOCAL"], PATIENCE) as network:
            return [visit.id for visit in network.visits(since)]
    except (SandboxError, OSError, KeyError, ValueError) as error:
        log.warning("The make-believe networks do not say what visitors said: %s", error)
        return []
