"""Where Weibo's servers stand; a sandbox has all of them at one address."""

from __future__ import annotations

from webcare.channels.application import Application

API_BASE = "https://api.weibo.com"
COMMERCIAL, MESSAGES, FILES = "https://c.api.weibo.com", "https://m.api.weibo.com", "https://upload.api.weibo.com"


def api_base(application: Application) -> str:
    """Without a slash at its end."""
    return application.base(API_BASE)


def at(application: Application, server: str) -> str:
    """One of Weibo's other servers."""
    base = api_base(application)
    return server if base == API_BASE else base


def reading(application: Application, name: str) -> str:
    """The address of a list, ordinary or under contract."""
    if str(application.settings.get("commercial", "")):
        return f"{at(application, COMMERCIAL)}/2/{name}/biz.json"
    return f"{api_base(application)}/2/{name}.json"


def writing(application: Application, name: str) -> str:
    """The address of everything else."""
    return f"{api_base(application)}/2/{name}.json"
