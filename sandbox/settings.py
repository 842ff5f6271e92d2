"""What whoever starts the network may choose: where it listens, keeps its state and how strict it is."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Times are in seconds; `public_url` is the address under which others fetch media and pages."""

    data: Path | None = None
    public_url: str = "http://127.0.0.1:8020"
    frame_ancestors: str = "'self' http://127.0.0.1:* http://localhost:*"
    access_token_life: int = 7200
    code_life: int = 30
    edit_window: int = 1800
    webhook_timeout: float = 10.0
    webhook_concurrency: int = 8
    webhook_attempts: int = 12
    delete_reaches_mentioned: bool = False
    rate_limit_scale: float = 1.0
    app_name: str = "webcare"
    app_secret: str | None = None
    imap_port: int | None = None
    smtp_port: int | None = None
    widget: str | None = None  # the script of the chat on the airline's own site
