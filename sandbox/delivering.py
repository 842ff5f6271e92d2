"""The courier: carries events from the outbox to webhooks, several at once, and comes back until they are taken."""

import asyncio
import json
import logging
from contextlib import suppress
from secrets import randbelow
from uuid import uuid4

import httpx2

from sandbox.addressing import address_of
from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.signing import is_signed, plain_signature, signature, worded
from sandbox.surprising import surprised
from sandbox.world.outbox import Envelope

log = logging.getLogger("sandbox.courier")

LONGEST_NAP = 1.0
FIRST_WAIT_MS = 500
LONGEST_WAIT_MS = 60_000
HOUR_MS = 3_600_000
AWAY_MS = 1_000  # after which an event of a network that is away looks again


class Courier:
    """One an app process. What was in hand when the process dies goes out again after the restart."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._in_hand: set[int] = set()
        self._rounds: set[asyncio.Task[None]] = set()
        self._tidied_at = 0
        settings = network.settings
        self._client = httpx2.AsyncClient(
            timeout=settings.webhook_timeout,
            follow_redirects=False,
            trust_env=False,
            limits=httpx2.Limits(max_connections=settings.webhook_concurrency + 2, max_keepalive_connections=64),
        )

    async def work(self) -> None:
        """Runs until it is cancelled."""
        try:
            while True:
                self._network.mail_waiting.clear()
                self._forget_what_is_old()
                self._take_what_is_due()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._network.mail_waiting.wait(), self._nap())
        finally:
            for task in self._rounds:
                task.cancel()
            await asyncio.gather(*self._rounds, return_exceptions=True)
            await self._client.aclose()

    async def challenge(self, url: str, consumer_secret: str) -> bool:
        """Asks a webhook to prove that it knows the secret."""
        token = signature(consumer_secret, str(now_ms()).encode())[7:39]
        try:
            response = await self._client.get(url, params={"crc_token": token})
            proof = response.json().get("response_token", "") if response.status_code == 200 else ""
        except (httpx2.HTTPError, ValueError, AttributeError):
            return False
        return isinstance(proof, str) and is_signed(consumer_secret, token.encode(), proof)

    async def handshake(self, url: str, verify_token: str) -> bool:
        """Asks an address, as Facebook does, to repeat a number after it was told the agreed word."""
        challenge = str(randbelow(10**10))
        asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
        try:
            response = await self._client.get(url, params=asked)
        except httpx2.HTTPError:
            return False
        return response.status_code == 200 and response.text == challenge

    async def echo(self, url: str, word: str) -> bool:
        """Asks an address, as Weibo and WeChat do, to repeat a number from somebody who knows the agreed word."""
        number = str(randbelow(10**18))
        try:
            response = await self._client.get(url, params={**worded(word), "echostr": number})
        except httpx2.HTTPError:
            return False
        return response.status_code == 200 and response.text == number

    async def try_out(self, callback_id: str, destination: str) -> int:
        """Calls an address, as LINE does, with no events; returns the status of the answer, 0 where there is none."""
        address = address_of(self._network.world, callback_id)
        if address is None or not address.url:
            return 0
        letter = address.sealed(address.secret, json.dumps({"destination": destination, "events": []}).encode())
        try:
            response = await self._client.post(address.url, content=letter.body, headers=letter.headers)
        except httpx2.HTTPError:
            return 0
        return response.status_code

    async def question(self, url: str, client_secret: str) -> bool:
        """Asks an address, as LinkedIn does, to prove that it knows the secret."""
        code = str(uuid4())
        try:
            response = await self._client.get(url, params={"challengeCode": code})
            answer = response.json() if response.status_code == 200 else {}
        except (httpx2.HTTPError, ValueError):
            return False
        proof = {"challengeCode": code, "challengeResponse": plain_signature(client_secret, code.encode())}
        return bool(answer == proof)

    def _forget_what_is_old(self) -> None:
        if now_ms() > self._tidied_at + HOUR_MS:
            self._tidied_at = now_ms()
            self._network.world.outbox.forget(self._tidied_at - 24 * HOUR_MS)

    def _take_what_is_due(self) -> None:
        if self._network.faults.now.pause:
            return
        free = self._network.settings.webhook_concurrency - len(self._in_hand)
        if free <= 0:
            return
        for envelope in self._network.world.outbox.due(now_ms(), self._in_hand, free):
            if self._is_away(envelope):
                self._network.world.outbox.postpone(envelope.id, now_ms() + AWAY_MS)
                continue
            self._in_hand.add(envelope.id)
            task = asyncio.create_task(self._bring(envelope))
            self._rounds.add(task)
            task.add_done_callback(self._rounds.discard)

    def _is_away(self, envelope: Envelope) -> bool:
        away = self._network.faults.now.away
        address = address_of(self._network.world, envelope.webhook_id) if away else None
        return address is not None and address.api in away

    def _nap(self) -> float:
        """Until something is due, and never long; each delivery wakes us too."""
        due = None if self._network.faults.now.pause or self._in_hand else self._network.world.outbox.next_due()
        return LONGEST_NAP if due is None else min(max(due - now_ms(), 1) / 1000, LONGEST_NAP)

    async def _bring(self, envelope: Envelope) -> None:
        try:
            error = await self._post(envelope)
            if error is None:
                self._network.world.outbox.delivered(envelope.id)
            else:
                self._network.world.outbox.failed(envelope.id, error, self._again_at(envelope))
        finally:
            self._in_hand.discard(envelope.id)
            self._network.mail_waiting.set()

    async def _post(self, envelope: Envelope) -> str | None:
        """What went wrong, or None."""
        address = address_of(self._network.world, envelope.webhook_id)
        if address is None:
            return "the webhook is gone"
        secret = "somebody else" if self._network.faults.corrupts_next() else address.secret
        body = envelope.body[: len(envelope.body) // 2] if self._network.faults.breaks_next() else envelope.body
        letter = address.sealed(secret, surprised(body) if self._network.faults.now.surprises else body)
        try:
            response = await self._client.post(
                address.url, content=letter.body, headers=letter.headers, params=letter.query or None
            )
        except httpx2.HTTPError as error:
            return f"{type(error).__name__}: {error}"
        return None if response.is_success else f"answered {response.status_code}"

    def _again_at(self, envelope: Envelope) -> int | None:
        if envelope.attempts + 1 >= self._network.settings.webhook_attempts:
            log.warning("Gave up on event %s after %s attempts.", envelope.id, envelope.attempts + 1)
            return None
        return now_ms() + min(FIRST_WAIT_MS << envelope.attempts, LONGEST_WAIT_MS)
