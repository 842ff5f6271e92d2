"""Whoever forgot their password gets a link to our own address, whatever the request called us."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from tests.world import World
from webcare.settings import BASE_URL


def test_the_link_leads_to_our_address_and_works(world: World) -> None:
    asked = Client().post("/account/password/reset/", {"email": world.anna.email}, headers={"host": "localhost:6666"})
    assert asked.status_code == 302
    links = re.findall(r"https?://\S+/reset/\S+", str(mail.outbox[0].body))
    assert len(links) == 1 and links[0].startswith(f"{BASE_URL}/account/password/reset/key/")
    page = Client().get(links[0].removeprefix(BASE_URL), follow=True)
    assert b'type="password"' in page.content
