"""Several web, live and worker processes on one database behind nginx: kill any, stop the database; nothing is lost or doubled."""

from __future__ import annotations

import contextlib
import json
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psycopg
import pytest

from sandbox.client import Said, Sandbox
from tests.operations.furnish import SECRET
from tests.operations.house import KEY, NAME, TOKEN, House, Process, wait_until
from tests.operations.pooler import PGBOUNCER, pooled
from tests.operations.proxy import NGINX, Proxy, proxied, says
from tests.sandbox.running import sign
from tests.x_events import event_of
from webcare.lib.deployment_database import NEEDED

pytestmark = pytest.mark.skipif(
    not Path(NGINX).exists(), reason="nginx is not installed; on Debian: apt-get install nginx-light"
)
SESSION = "__Host-session"
CANARY = "zwaluwstaart"  # stands in everything that anybody writes here, and in no log
AGAIN = 0.3  # seconds after which a network that was not acknowledged comes again


@dataclass
class Running:
    """The house with two of each, behind its proxy."""

    house: House
    proxy: Proxy
    folder: Path
    webs: list[Process] = field(default_factory=list)
    lives: list[Process] = field(default_factory=list)
    workers: list[Process] = field(default_factory=list)

    def replace(self, kind: list[Process], place: int) -> None:
        kind[place] = self.house.again(kind[place])
        self.house.answering(kind[place])


@pytest.fixture(scope="module")
def running(house: House) -> Iterator[Running]:
    webs, lives, workers = ([house.start(kind) for _ in range(2)] for kind in ("web", "live", "worker"))
    house.answering(*webs, *lives)
    both_work(house)
    folder = house.folder / "nginx"
    with proxied(folder, [web.port for web in webs], [live.port for live in lives]) as proxy:
        yield Running(house, proxy, folder, webs, lives, workers)


def both_work(house: House) -> None:
    """Two workers have been seen that did not say good-bye."""
    seen = "SELECT 1 FROM webcare_process WHERE process_kind = 'worker' AND ended_at IS NULL AND pid = ANY(%s)"
    living = [one.running.pid for one in house.processes if one.kind == "worker" and one.running.poll() is None]
    wait_until(lambda: len(house.ask(seen, living)) == 2, "both workers live")


@pytest.fixture
def anna(running: Running) -> Iterator[httpx2.Client]:
    """Anna's browser."""
    with running.proxy.client(**{SESSION: running.house.known["session"]}) as client:
        page = client.get("/")
        assert page.status_code == 200, page.text
        client.headers["x-csrftoken"] = (
            page.text.partition('"x-csrftoken": "')[2].partition('"')[0] or client.cookies["__Host-csrf"]
        )
        yield client


@dataclass(frozen=True)
class Asked:
    """What a customer posted, and the number that the network gave the customer."""

    said: Said
    author: str

    @property
    def id(self) -> str:
        return self.said.id

    def event(self, house: House) -> bytes:
        """As the network hands it in."""
        said = self.said
        made = event_of(house.known["account"], said.id, said.text, said.handle, self.author, said.created_at)
        return json.dumps(made).encode()


def write(brand: Sandbox, count: int, what: str) -> list[Asked]:
    """So many customers post."""
    customers = [brand.create_user(f"{what}{number}", what.title()) for number in range(count)]
    return [Asked(brand.post(one.handle, f"@lowlandair where is my {CANARY} of {what}?"), one.id) for one in customers]


def deliver(running: Running, body: bytes, deadline: float = 120.0) -> list[int]:
    """As X does: until it is acknowledged. The statuses on the way."""
    statuses: list[int] = []
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        try:
            with running.proxy.client() as network:
                answer = network.post(
                    running.house.known["door"],
                    content=body,
                    headers={"content-type": "application/json", "x-twitter-webhooks-signature": sign(SECRET, body)},
                )
            statuses.append(answer.status_code)
            if answer.status_code == 200:
                return statuses
        except httpx2.HTTPError:
            statuses.append(0)
        time.sleep(AGAIN)
    raise AssertionError(f"never acknowledged: {Counter(statuses)}")


def knock(web: Process, house: House, body: bytes) -> httpx2.Response:
    """At the door of one process, past the proxy."""
    return httpx2.post(
        f"http://127.0.0.1:{web.port}{house.known['door']}",
        content=body,
        headers={"host": NAME, "content-type": "application/json", "x-twitter-webhooks-signature": sign(SECRET, body)},
        timeout=60,
        trust_env=False,
    )


def listening(live: Process, house: House, heard: list[str]) -> None:
    """A screen at one live process, past the proxy."""
    cookies = {SESSION: house.known["session"]}
    url = f"http://127.0.0.1:{live.port}/live/"
    with httpx2.Client(cookies=cookies, trust_env=False, timeout=60) as browser, browser.stream("GET", url) as stream:
        for line in stream.iter_lines():
            heard.append(line)
            if "conversation:" in line:
                return


def a_minute_passes(house: House) -> None:
    """What the dead held is free again."""
    for table in ("receipt", "delivery"):
        house.ask(
            f"UPDATE webcare_{table} SET leased_until = now(), next_attempt_at = now() WHERE leased_until > now() RETURNING 1"
        )


def received(house: House, said: list[Asked]) -> bool:
    rows = house.ask("SELECT count(*) FROM webcare_message WHERE external_id = ANY(%s)", [one.id for one in said])
    return bool(rows[0][0] >= len(said))


def each_once(house: House, said: list[Asked]) -> None:
    rows = house.ask(
        "SELECT external_id, count(*) FROM webcare_message WHERE external_id = ANY(%s) GROUP BY 1",
        [one.id for one in said],
    )
    assert dict(rows) == {one.id: 1 for one in said}


def test_the_delivered_configuration_pleases_nginx_itself(running: Running) -> None:
    assert "test is successful" in says(running.folder)
    assert "[warn]" not in says(running.folder)


def test_plain_http_is_led_to_tls_and_sign_in_works_behind_it(running: Running) -> None:
    plain = httpx2.get(
        f"http://127.0.0.1:{running.proxy.plain}/queue", headers={"host": NAME}, trust_env=False, timeout=20
    )
    assert (plain.status_code, plain.headers["location"]) == (301, f"https://{NAME}/queue")
    for machines in ("/hooks/x/anything", "/live/", "/metrics", "/board.json"):
        refused = httpx2.post(
            f"http://127.0.0.1:{running.proxy.plain}{machines}", headers={"host": NAME}, trust_env=False, timeout=20
        )
        assert (refused.status_code, refused.text) == (403, "Speak TLS.\n"), "who calls in the clear shall notice"
    with running.proxy.client() as visitor:
        page = visitor.get("/account/login/")
        assert page.status_code == 200
        assert "max-age" in page.headers["strict-transport-security"]
        assert "Secure" in page.headers["set-cookie"]


def test_figures_are_not_for_visitors_of_the_proxy_and_ids_are_the_proxys_own(running: Running) -> None:
    with running.proxy.client() as visitor:
        assert visitor.get("/metrics").status_code == 403
        assert visitor.get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 403
        told = visitor.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert told.status_code == 200 and 'webcare_processes{kind="worker"} 2.0' in told.text
        answer = visitor.get("/healthz", headers={"x-request-id": "chosen-by-a-visitor"})
        assert answer.headers["x-request-id"] != "chosen-by-a-visitor" and len(answer.headers["x-request-id"]) == 32


def test_a_change_reaches_a_screen_through_the_proxy_while_the_stream_is_open(
    running: Running, anna: httpx2.Client, brand: Sandbox
) -> None:
    said = write(brand, 1, "stream")
    heard: list[str] = []

    def listen() -> None:
        with anna.stream("GET", "/live/", timeout=60) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            for line in stream.iter_lines():
                heard.append(line)
                if "conversation:" in line:
                    return

    screen = threading.Thread(target=listen, daemon=True)
    screen.start()
    wait_until(lambda: heard, "the stream begins")
    deliver(running, said[0].event(running.house))
    wait_until(lambda: any("conversation:" in line for line in heard), f"the screen hears of it; it heard {heard}")
    screen.join(20)


def test_a_screen_whose_live_process_is_killed_goes_on_at_another_and_misses_nothing(
    running: Running, anna: httpx2.Client, brand: Sandbox
) -> None:
    """As a browser does: again with the id of the last change that it saw, whoever answers now."""
    before, while_away, after, last = write(brand, 4, "livekill")
    seen: list[str] = []
    told: set[int] = set()
    has_left = threading.Event()

    def listen() -> None:
        with (
            contextlib.suppress(httpx2.HTTPError),
            anna.stream("GET", "/live/", headers=_since(seen), timeout=60) as stream,
        ):
            for line in stream.iter_lines():
                seen.append(line)
                told.update(int(pk) for pk in re.findall(r"conversation:(\d+)", line))
                if has_left.is_set():
                    return

    def screen() -> threading.Thread:
        begun, thread = len(seen), threading.Thread(target=listen, daemon=True)
        thread.start()
        wait_until(lambda: len(seen) > begun, "the stream begins")
        return thread

    def stands_in(said: Asked) -> int:
        rows = running.house.ask("SELECT conversation_id FROM webcare_message WHERE external_id = %s", said.id)
        return int(rows[0][0]) if rows else 0

    def happens(said: Asked) -> None:
        deliver(running, said.event(running.house))
        wait_until(lambda: stands_in(said), "it is there")

    first = screen()
    happens(before)
    wait_until(lambda: stands_in(before) in told, "the screen hears of it")
    for live in running.lives:  # whichever of them has it
        live.kill_all()
    first.join(60)
    assert not first.is_alive(), "a stream whose process is dead ends"
    happens(while_away)
    for place in range(len(running.lives)):
        running.replace(running.lives, place)
    second = screen()
    wait_until(lambda: stands_in(while_away) in told, f"what happened meanwhile is told; it heard {seen[-5:]}")
    happens(after)
    wait_until(lambda: stands_in(after) in told, "and what happens then")
    has_left.set()
    happens(last)
    second.join(60)
    assert not second.is_alive(), "nobody reads from a connection that the next test may have"
    assert not any("reset" in line for line in seen), "it was told what to look at, not to look at everything"


def _since(seen: list[str]) -> dict[str, str]:
    """What a browser sends along when it comes back."""
    ids = [line.removeprefix("id:").strip() for line in seen if line.startswith("id:")]
    return {"last-event-id": ids[-1]} if ids else {}


def test_large_things_pass_and_larger_ones_are_refused(running: Running, anna: httpx2.Client) -> None:
    [[pk]] = running.house.ask("SELECT min(id) FROM webcare_conversation")
    there = f"/conversations/{pk}/attachments"
    film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + random.Random(7).randbytes(20 * 1024 * 1024)
    taken = anna.post(there, files={"file": ("large.mp4", film, "video/mp4")})
    assert taken.status_code == 200, taken.text[:500]
    assert anna.post(there, files={"file": ("huge.mp4", bytes(31 * 1024 * 1024), "video/mp4")}).status_code == 413
    body = b'{"data": "' + b"a" * (5 * 1024 * 1024) + b'"}'
    assert deliver(running, body)[-1] == 200
    with running.proxy.client() as network:
        assert network.post(running.house.known["door"], content=bytes(9 * 1024 * 1024)).status_code == 413


def test_a_flood_of_the_same_event_over_all_processes_is_one_message(running: Running, brand: Sandbox) -> None:
    """The smaller sister of the ten thousand in test_bad_days, through sockets."""
    house = running.house
    [said] = write(brand, 1, "flood")
    body = said.event(house)
    headers = {"content-type": "application/json", "x-twitter-webhooks-signature": sign(SECRET, body)}

    def knock_often() -> Counter[int]:
        with running.proxy.client() as network:
            posts = (network.post(house.known["door"], content=body, headers=headers) for _ in range(100))
            return Counter(answer.status_code for answer in posts)

    with ThreadPoolExecutor(8) as networks:
        answers = [networks.submit(knock_often) for _ in range(8)]
    told = sum((one.result() for one in answers), Counter())
    assert told[200] > 0
    assert told[200] + told[503] == 800, "whoever would wait too long is asked to come again"
    wait_until(lambda: received(house, [said]), "it is there")
    each_once(house, [said])


def test_whoever_is_killed_nothing_is_lost_and_nothing_comes_twice(
    running: Running, anna: httpx2.Client, brand: Sandbox
) -> None:
    house = running.house
    said = write(brand, 60, "killing")
    bodies = [one.event(house) for one in said]
    bodies += random.Random(1).sample(bodies, 20)  # networks repeat themselves
    with ThreadPoolExecutor(4) as networks:
        handed_in = [networks.submit(deliver, running, body) for body in bodies]
        running.workers[0].kill_all()
        running.webs[0].kill_all()
        running.replace(running.webs, 0)
        running.replace(running.workers, 0)
        running.webs[1].kill_all()
        assert all(one.result()[-1] == 200 for one in handed_in)
        running.replace(running.webs, 1)
    house.ask(
        "UPDATE webcare_receipt SET leased_until = now() WHERE leased_until > now() RETURNING 1"
    )  # a minute passes
    wait_until(lambda: received(house, said), "everything that was acknowledged is there")
    each_once(house, said)

    answered = said[:12]
    places = dict(
        house.ask(
            "SELECT external_id, conversation_id FROM webcare_message WHERE external_id = ANY(%s)",
            [one.id for one in answered],
        )
    )
    for number, one in enumerate(answered):
        text = f"It is a {CANARY} on its way, {one.said.handle}. ^AG"
        for _ in range(2):  # a double click
            answer = anna.post(f"/conversations/{places[one.id]}/reply", data={"text": text, "key": f"click-{one.id}"})
            assert answer.status_code in {204, 302}, answer.text[:500]
        if number in {3, 7}:
            running.workers[number % 2].kill_all()
            running.replace(running.workers, number % 2)
    a_minute_passes(house)

    def standing() -> Counter[str]:
        return Counter({one.id: len(brand.answers(in_reply_to=one.id)) for one in answered})

    def sent() -> bool:
        house.ask("UPDATE webcare_delivery SET next_attempt_at = now() WHERE sent_at IS NULL RETURNING 1")
        return bool(house.ask("SELECT count(*) FROM webcare_delivery WHERE sent_at IS NOT NULL")[0][0] >= len(answered))

    wait_until(sent, "every answer has left")
    assert set(standing().values()) == {1}


def test_no_process_has_more_connections_than_it_is_said_to_need(running: Running) -> None:
    """After all that: each of them has been busy."""
    rows = running.house.ask(
        "SELECT application_name, count(*) FROM pg_stat_activity WHERE application_name LIKE 'webcare %%' GROUP BY 1"
    )
    has = {name.removeprefix("webcare "): count for name, count in rows}
    assert {*has} >= {*NEEDED}, "each kind has some"
    assert all(has[kind] <= 2 * NEEDED[kind] for kind in NEEDED), has


def test_a_database_that_goes_away_and_comes_back_costs_no_event(running: Running, brand: Sandbox) -> None:
    house = running.house
    said = write(brand, 24, "outage")
    bodies = [one.event(house) for one in said]
    web = f"http://127.0.0.1:{running.webs[0].port}"
    assert [deliver(running, body)[-1] for body in bodies[:4]] == [200] * 4
    with ThreadPoolExecutor(4) as networks:
        house.server.stop()
        handed_in = [networks.submit(deliver, running, body) for body in bodies[4:]]

        def refused() -> bool:
            answer = knock(running.webs[0], house, bodies[-1])
            return answer.status_code == 503 and answer.headers["retry-after"] == "30"

        wait_until(refused, "networks are asked to come again")
        assert httpx2.get(f"{web}/healthz", headers={"host": NAME}, trust_env=False, timeout=30).status_code == 200
        assert httpx2.get(f"{web}/readyz", headers={"host": NAME}, trust_env=False, timeout=30).status_code == 503
        house.server.start()
        ways = [one.result() for one in handed_in]
    assert any(503 in way for way in ways)
    a_minute_passes(house)
    wait_until(lambda: received(house, said), "all of them are there")
    each_once(house, said)
    assert all(process.running.poll() is None for process in (*running.webs, *running.lives, *running.workers))


@pytest.mark.skipif(
    not Path(PGBOUNCER).exists(), reason="PgBouncer is not installed; on Debian: apt-get install pgbouncer"
)
def test_a_pooler_in_transaction_mode_may_stand_between(
    running: Running, anna: httpx2.Client, brand: Sandbox, tmp_path: Path
) -> None:
    """Four connections for a web, a live process and a worker; who listens goes past it, and is woken, not found by a sweep."""
    house = running.house
    for process in running.workers:
        process.tell(signal.SIGTERM)
    owner = (house.folder / "postgres").stat().st_uid
    with pooled(house.folder / "pgbouncer", house.url, owner) as pool:
        between = {"DATABASE_URL": pool, "WEBCARE_DIRECT_DATABASE_URL": house.url}
        web, live, worker = (house.start(kind, settings=between) for kind in ("web", "live", "worker"))
        house.answering(web, live)
        listens = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%%' AND application_name = 'webcare worker'"
        wait_until(lambda: house.ask(listens), "the worker listens")
        heard: list[str] = []
        screen = threading.Thread(target=listening, args=(live, house, heard), daemon=True)
        screen.start()
        wait_until(lambda: heard, "the stream begins")
        said = write(brand, 12, "pooled")
        for one in said:
            assert knock(web, house, one.event(house)).status_code == 200
        wait_until(lambda: received(house, said), "all of them are there")
        each_once(house, said)
        wait_until(lambda: any("conversation:" in line for line in heard), "the screen hears of it")
        assert "no bell announced" not in worker.log.read_text()
        assert house.finish("webcare", "manage", "migrate", "--check", **between) is not None
        for process in (web, live, worker):
            process.tell(signal.SIGTERM)
    running.workers = [house.start("worker") for _ in range(2)]
    both_work(house)


def test_told_to_stop_each_finishes_what_it_is_at(running: Running, brand: Sandbox) -> None:
    house = running.house
    body = write(brand, 1, "stopping")[0].event(house)
    web, live, worker = running.webs[1], running.lives[1], running.workers[1]
    with psycopg.connect(house.url) as other, ThreadPoolExecutor(1) as network:
        other.execute("LOCK TABLE webcare_receiptkey")
        answer = network.submit(knock, web, house, body)
        waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'webcare web'"
        wait_until(lambda: house.ask(waiting), "it is at it")
        web.running.send_signal(signal.SIGTERM)
        other.rollback()
        assert answer.result().status_code == 200
    assert web.running.wait(60) == 0
    assert worker.tell(signal.SIGTERM) == 0
    assert live.tell(signal.SIGTERM) in {0, -signal.SIGTERM}
    gone = house.ask("SELECT pid FROM webcare_process WHERE ended_at IS NOT NULL AND process_kind = 'worker'")
    assert (worker.running.pid,) in gone
    leased = "SELECT 1 FROM webcare_receipt WHERE leased_until > now()"
    wait_until(lambda: not house.ask(leased), "the other worker is through, and nothing is held", patience=20)


def test_no_log_line_holds_what_somebody_wrote_or_a_secret(running: Running, brand: Sandbox) -> None:
    """Also not where it fails: what nobody can understand, and what a network refuses."""
    house = running.house
    broken = json.dumps(
        {"data": {"event_type": "post.mention.create", "payload": {"text": CANARY, "id": [CANARY]}}}
    ).encode()
    deliver(running, broken)
    wait_until(lambda: house.ask("SELECT 1 FROM webcare_receipt WHERE set_aside_at IS NOT NULL"), "it is set aside")
    said = house.logged()
    lines = [json.loads(line) for line in said.splitlines() if line.strip()]
    for word in (CANARY, KEY, TOKEN, house.known["session"], *house.known["secrets"]):
        assert word not in said, f"{word} stands in a log"
    kinds = Counter(line["says"] for line in lines)
    assert kinds["Kept an event"] >= 880 and kinds["Sent"] >= 6  # who is killed after sending may not come to say so
    assert {line["process"] for line in lines} >= {"web", "worker"}
    kept = next(line for line in lines if line["says"] == "Kept an event")
    assert len(kept["request"]) == 32 and kept["network"] == "x"
    stored = [line["messages"] for line in lines if line["says"].startswith("Stored messages")]
    assert sum(map(len, stored)) >= 85
