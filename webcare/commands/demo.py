"""`webcare demo`: a make-believe airline with customers who post, in one command and at one address."""

from __future__ import annotations

import argparse
import os
import sys
import time
import urllib.error
import urllib.request
from hashlib import sha256
from pathlib import Path

from webcare.commands import demo_folder, environment, serve
from webcare.commands.ports import free_port, is_loopback, reached_as
from webcare.commands.progress import progress
from webcare.commands.reloading import Sources
from webcare.commands.trouble import Trouble
from webcare.demo import cast
from webcare.demo.entrance import fresh_code
from webcare.lib.supervisor import Child, Supervisor

HELP = "look around: a make-believe airline, on this machine"
MANUAL = """\
Starts webcare with Lowland Air: thirty agents, eleven languages, two weeks of history, and make-believe networks on which
customers write while you look. It prints one address; open it and sign in with one click. Ctrl-C ends everything, and the
next start goes on where you stopped. Nothing here talks to a real network."""
SANDBOX_PORT = 8020
MAIL_DOORS = ("WEBCARE_SANDBOX_IMAP", "WEBCARE_SANDBOX_SMTP")
MAIL_HOST = "127.0.0.1"
PATIENCE = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to look around."""
    parser.add_argument("--reset", action="store_true", help="forget the last demo and begin anew")
    parser.add_argument(
        "--host", default="127.0.0.1", help="0.0.0.0 lets others look too, with a code (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=8000, help="when it is taken, the next (default: %(default)s)")
    parser.add_argument(
        "--pace", type=float, default=1.0, help="2 lets customers post twice as much (default: %(default)s)"
    )
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="where the demo is kept (default: one per checkout)"
    )
    parser.add_argument("--reload", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Play until Ctrl-C."""
    folder = (options.data or demo_folder.usual()).expanduser().absolute()
    with demo_folder.only_one(folder) as note:
        if options.reset:
            with progress("Forgetting the last demo"):
                demo_folder.empty(folder)
        demo_folder.claim(folder)
        options.data = folder
        ports = _choose_ports(options)
        set_environment(options, folder, *ports)
        with environment.ready(options) as database, Supervisor(database) as supervisor:
            _start(supervisor, options, folder, ports)
            note(os.environ["WEBCARE_BASE_URL"])
            _welcome()
            sources = Sources(Path(serve.__file__).parents[1])
            supervisor.run(lambda: supervisor.restart() if options.reload and sources.changed() else None)
            print("\nEnding …", end="", flush=True)
        print(" everything has ended.")
    return 0


def _start(supervisor: Supervisor, options: argparse.Namespace, folder: Path, ports: tuple[int, int, int]) -> None:
    logs = environment.keep_to_ourselves(folder / "logs")
    for old in logs.iterdir():
        old.unlink()
    environment.mark_as_demo()
    os.environ["WEBCARE_DEMO"] = "1"
    web, live, _ = ports
    # The preparation begins without it, and then waits for it.
    supervisor.start(sandbox_child(options.host, folder, logs))
    serve.prepare(supervisor, ["--seed"])
    for child in serve.house(options.host, web, live, logs=logs):
        supervisor.start(child)
    with progress("Waiting for the pages"):
        wait_for(supervisor, f"http://{_local(options.host)}:{web}/")
    town = [sys.executable, "-m", "webcare.demo.town", "--pace", str(options.pace)]
    supervisor.start(Child("town", town, log=logs / "town.log"))


def sandbox_child(host: str, folder: Path, logs: Path) -> Child:
    """The make-believe networks, at the addresses that `set_environment` chose."""
    kept = environment.keep_to_ourselves(folder / "sandbox")
    words = [sys.executable, "-m", "sandbox", "--host", host, "--data", str(kept)]
    words += ["--port", os.environ["WEBCARE_SANDBOX_URL"].rpartition(":")[2]]
    words += ["--imap-port", os.environ["WEBCARE_SANDBOX_IMAP"].rpartition(":")[2]]
    words += ["--smtp-port", os.environ["WEBCARE_SANDBOX_SMTP"].rpartition(":")[2]]
    words += ["--public-url", os.environ["WEBCARE_SANDBOX_URL"], "--seed-app", os.environ["WEBCARE_SANDBOX_SECRET"]]
    words += ["--rate-limit-scale", "100", "--delete-reaches-mentioned"]  # a busy demo is busier than a real account
    words += ["--frame-ancestors", f"'self' {os.environ['WEBCARE_BASE_URL']} http://localhost:* http://127.0.0.1:*"]
    if is_loopback(host):  # a site elsewhere would have to come by TLS
        words += ["--widget", f"{os.environ['WEBCARE_BASE_URL']}/chat/{cast.CHAT}.js"]
    return Child("sandbox", words, log=logs / "sandbox.log")


def _choose_ports(options: argparse.Namespace) -> tuple[int, int, int]:
    web = free_port(options.host, options.port)
    if web != options.port:
        print(f"Port {options.port} is taken, so this is {web}.")
    live = free_port(options.host, web + 1)
    return web, live, free_port(options.host, SANDBOX_PORT, taken=(web, live))


def set_environment(options: argparse.Namespace, folder: Path, web: int, live: int, sandbox: int) -> None:
    for name in ("WEBCARE_DEMO", "WEBCARE_BASE_URL", "WEBCARE_HOSTS", "WEBCARE_LIVE_PORT", "WEBCARE_PRODUCTION"):
        os.environ.pop(name, None)  # of a real installation in the same shell
    environment.prepare_folder(folder)
    environment.keep_secret_key(folder)
    serve.address_environment(options.host, web, live)
    os.environ["WEBCARE_HOOKS_URL"] = f"http://{_local(options.host)}:{web}"  # the sandbox delivers on loopback only
    os.environ["WEBCARE_SANDBOX_URL"] = f"http://{reached_as(options.host)}:{sandbox}"
    os.environ["WEBCARE_SANDBOX_LOCAL"] = f"http://{_local(options.host)}:{sandbox}"
    os.environ["WEBCARE_PRIVATE_ORIGINS"] = f"{os.environ['WEBCARE_SANDBOX_LOCAL']} {os.environ['WEBCARE_SANDBOX_URL']}"
    port = sandbox
    for name in MAIL_DOORS:
        port = free_port(MAIL_HOST, port + 1, taken=(web, live, sandbox))
        os.environ[name] = f"{MAIL_HOST}:{port}"
    os.environ["WEBCARE_SANDBOX_SECRET"] = sha256(f"sandbox {os.environ['WEBCARE_SECRET_KEYS']}".encode()).hexdigest()
    if not is_loopback(options.host):
        os.environ["WEBCARE_DEMO_CODE"] = fresh_code()
    if options.reload:
        os.environ["WEBCARE_DEBUG"] = "1"


def _welcome() -> None:
    people = [agent for agent in cast.AGENTS if agent.role in {"agent", "lead", "administrator"}]
    first = {agent.role: agent for agent in reversed(people)}
    who = ", ".join(
        f"{first[role].first_name} ({role})" for role in ("agent", "lead", "administrator") if role in first
    )
    print(f"\n  Open  {os.environ['WEBCARE_BASE_URL']}\n  Be    {who}: one click, no password.")
    if code := os.environ.get("WEBCARE_DEMO_CODE"):
        print(f"  Code  {code}, which the page asks for once, because others can reach this address.")
    print("\nCustomers of Lowland Air are posting. Ctrl-C ends everything.", flush=True)


def wait_for(supervisor: Supervisor, address: str) -> None:
    until = time.monotonic() + PATIENCE
    while not supervisor.stopping.is_set():
        supervisor.look()
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own http address
            return
        except urllib.error.HTTPError:
            return  # it answers, if only to say no
        except OSError:
            if time.monotonic() > until:
                raise Trouble(f"{address} does not answer. See {os.environ['WEBCARE_DATA']}/logs.") from None
            time.sleep(0.1)
    raise KeyboardInterrupt


def _local(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, reached_as(host))  # noqa: S104 - translated, not bound
