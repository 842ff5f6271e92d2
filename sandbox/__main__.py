"""Starts the network: `python -m sandbox --port 8020 --data DIR --seed-app CONSUMER_SECRET`."""

import argparse
from pathlib import Path
from types import FrameType

import uvicorn

from sandbox.app import build
from sandbox.misbehaving import KnowsItsLine
from sandbox.network import Network
from sandbox.settings import Settings


def main() -> None:
    wanted = _arguments()
    settings = Settings(
        data=wanted.data,
        public_url=wanted.public_url or f"http://{wanted.host}:{wanted.port}",
        frame_ancestors=wanted.frame_ancestors,
        access_token_life=wanted.token_life,
        delete_reaches_mentioned=wanted.delete_reaches_mentioned,
        webhook_attempts=wanted.webhook_attempts,
        rate_limit_scale=wanted.rate_limit_scale,
        app_name=wanted.app_name,
        app_secret=wanted.seed_app,
        imap_port=wanted.imap_port,
        smtp_port=wanted.smtp_port,
        widget=wanted.widget,
    )
    app = build(settings)
    config = uvicorn.Config(
        KnowsItsLine(app),
        host=wanted.host,
        port=wanted.port,
        log_level=wanted.log_level,
        access_log=False,
        timeout_graceful_shutdown=5,
    )
    Server(config, app.state.network).run()


class Server(uvicorn.Server):
    """Sends the watchers of live pages home first, because uvicorn waits for open connections."""

    def __init__(self, config: uvicorn.Config, network: Network) -> None:
        super().__init__(config)
        self._network = network

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._network.watchers.send_home()
        super().handle_exit(sig, frame)


def _arguments() -> argparse.Namespace:
    usual = Settings()
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8020)
    parser.add_argument("--data", type=Path, help="folder of the state; without it everything is forgotten at the end")
    parser.add_argument("--public-url", help="address under which others reach it, when not http://HOST:PORT")
    parser.add_argument("--seed-app", metavar="CONSUMER_SECRET", help="make an app that signs with this secret")
    parser.add_argument("--app-name", default="webcare")
    parser.add_argument("--imap-port", type=int, help="read make-believe mail here, on this machine only")
    parser.add_argument("--smtp-port", type=int, help="send make-believe mail here, on this machine only")
    parser.add_argument(
        "--frame-ancestors", default=usual.frame_ancestors, help="who may show the pages in a frame (CSP)"
    )
    parser.add_argument("--token-life", type=int, default=usual.access_token_life, help="seconds an access token lives")
    parser.add_argument(
        "--webhook-attempts",
        type=int,
        default=usual.webhook_attempts,
        help="how often an event is brought (seconds apart, then minutes)",
    )
    parser.add_argument("--rate-limit-scale", type=float, default=1.0, help="1 is as strict as the real network")
    parser.add_argument(
        "--delete-reaches-mentioned",
        action="store_true",
        help="tell post.delete also to those whom the post mentioned; the real network tells only its author",
    )
    parser.add_argument("--widget", metavar="ADDRESS", help="script of the chat on the airline's own site, /site")
    parser.add_argument("--log-level", default="warning")
    return parser.parse_args()


if __name__ == "__main__":
    main()
