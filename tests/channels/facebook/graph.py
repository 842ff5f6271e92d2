"""A small Graph API in the test's own process: one page, its posts, comments and Messenger, and the trouble that Meta makes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Json = dict[str, Any]
PAGE, APP, TOKEN, SECRET = "1000000000000001", "77000", "page-token", "an-app-secret"
MIA, TOM = "7200000000000021", "7200000000000022"
NAMES = {PAGE: "Lowland Air", MIA: "Mia Reist", TOM: "Tom van Zetten"}
EVERYTHING = [
    "pages_show_list", "pages_read_engagement", "pages_read_user_content", "pages_manage_engagement",
    "pages_manage_metadata", "pages_messaging",
]  # fmt: skip


@dataclass
class Refusal(Exception):
    """Meta's way to say no."""

    code: int
    subcode: int = 0
    status: int = 400


@dataclass
class Item:
    """A post, a comment or a message."""

    id: str
    author: str
    text: str
    at: datetime
    post: str = ""
    parent: str = ""
    to: str = ""
    hidden: bool = False
    attachment: str = ""
    tag: str = ""

    @property
    def who(self) -> Json:
        return _who(self.author)


@dataclass
class Graph:
    """`troubles` answer the next calls that publish: a Refusal, "lost" (nothing happened) or "done" (it happened)."""

    url: str = ""
    posts: list[Item] = field(default_factory=list)
    comments: list[Item] = field(default_factory=list)
    messages: list[Item] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)
    answered_privately: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    subscription: Json = field(default_factory=dict)
    page_fields: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=lambda: list(EVERYTHING))
    alone: list[Json] = field(default_factory=list)  # permissions that stand for single pages
    kind: str = "PAGE"
    token: str = TOKEN
    ends_at: int = 0
    page_size: int = 100
    usage: str = '{"call_count":3,"total_time":2,"total_cputime":1}'
    troubles: list[Refusal | str] = field(default_factory=list)
    instead: dict[str, Any] = field(default_factory=dict)  # what it answers for a node or an edge, whatever was asked
    calls: list[tuple[str, str, Json]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(500_000_000_001))

    def post(self, author: str, text: str, *, ago: timedelta = timedelta(0)) -> Item:
        made = Item(f"{PAGE}_{next(self.numbers)}", author, text, datetime.now(UTC) - ago)
        self.posts.append(made)
        return made

    def comment(self, author: str, text: str, below: Item, *, ago: timedelta = timedelta(0)) -> Item:
        """Facebook hangs an answer to an answer under the same comment."""
        post = below.post or below.id
        parent = (below.parent or below.id) if below.post else ""
        made = Item(f"{post.split('_')[1]}_{next(self.numbers)}", author, text, datetime.now(UTC) - ago, post, parent)
        self.comments.append(made)
        return made

    def message(self, author: str, to: str, text: str, *, ago: timedelta = timedelta(0), tag: str = "") -> Item:
        made = Item(f"m_{next(self.numbers)}", author, text, datetime.now(UTC) - ago, to=to, tag=tag)
        self.messages.append(made)
        return made

    def found(self, id: str) -> Item:
        for one in (*self.posts, *self.comments):
            if one.id == id:
                return one
        raise Refusal(100, 33)

    def answer(self, method: str, path: str, asked: Json, token: str) -> Any:
        if path == "debug_token":
            facts = {"type": self.kind, "scopes": self.scopes, "expires_at": self.ends_at, "is_valid": True}
            facts |= {"granular_scopes": self.alone} if self.alone else {}
            return {"data": {**facts, "data_access_expires_at": 0, "app_id": APP}}
        if path == f"{APP}/subscriptions":
            return self._subscriptions(method, asked, token)
        if token != self.token:
            raise Refusal(190, 460, 401)
        node, _, edge = path.partition("/")
        if found := {node, edge} & self.instead.keys():
            told = self.instead[min(found)]
            if isinstance(told, Refusal):
                raise told
            return told
        answers = {"comments": self._comments, "messages": self._messages, "conversations": self._conversations}
        if edge in answers:
            return answers[edge](method, node, asked)
        if node in {"me", PAGE}:
            return self._page(method, edge, asked)
        return self._item(method, node, asked)

    def _subscriptions(self, method: str, asked: Json, token: str) -> Json:
        if token != f"{APP}|{SECRET}":
            raise Refusal(190, 0, 401)
        if method == "POST":
            self.subscription = {**asked, "active": True}
            return {"success": True}
        return {"data": [self.subscription] if self.subscription else []}

    def _page(self, method: str, edge: str, asked: Json) -> Any:
        match (method, edge):
            case ("GET", ""):
                return {"id": PAGE, "name": NAMES[PAGE], "username": "lowlandair"}
            case ("GET", "feed"):
                return self._feed(asked)
            case ("GET", "tagged"):
                return {"data": []}
            case ("GET", "subscribed_apps"):
                return {"data": [{"id": APP, "subscribed_fields": self.page_fields}] if self.page_fields else []}
            case ("POST", "subscribed_apps"):
                self.page_fields = asked["subscribed_fields"].split(",")
            case ("DELETE", "subscribed_apps"):
                self.page_fields = []
            case ("POST", "photos" | "message_attachments"):
                return self._upload(edge, asked)
            case ("POST", "blocked"):
                self.blocked |= set(asked["psid"])
            case ("DELETE", "blocked"):
                self.blocked.discard(asked["psid"])
            case _:
                raise Refusal(100)
        return {"success": True}

    def _upload(self, edge: str, asked: Json) -> Json:
        known = str(next(self.numbers))
        self.uploads[known] = asked["body"]
        return {"id" if edge == "photos" else "attachment_id": known}

    def _feed(self, asked: Json) -> Json:
        newest = sorted(self.posts, key=lambda one: one.at, reverse=True)
        shown = [
            {**_told(one), "comments": self._listed([c for c in self.comments if c.post == one.id], {})}
            for one in newest
        ]
        return {"data": shown}

    def _listed(self, items: list[Item], asked: Json) -> Json:
        newest = sorted(items, key=lambda one: one.at, reverse=True)
        since = datetime.fromtimestamp(int(asked.get("since", 0)), UTC)
        start = int(asked.get("after", 0))
        rows = [_told(one) for one in newest if one.at >= since]
        answer: Json = {"data": rows[start : start + self.page_size]}
        if len(rows) > start + self.page_size:
            answer["paging"] = {"next": f"{self.url}/v26.0/x?access_token=secret&after={start + self.page_size}"}
        return answer

    def _comments(self, method: str, node: str, asked: Json) -> Json:
        if method == "GET":
            return self._listed([one for one in self.comments if node in {one.post, one.parent}], asked)
        made = self.comment(PAGE, asked.get("message", ""), self.found(node))
        made.attachment = asked.get("attachment_id", "")
        return {"id": made.id}

    def _conversations(self, method: str, node: str, asked: Json) -> Json:
        people = {one.to if one.author == PAGE else one.author for one in self.messages}
        wanted = [one for one in people if asked.get("user_id", one) == one]
        return {
            "data": [
                {
                    "id": f"t_{one}",
                    "updated_time": _iso(datetime.now(UTC)),
                    "participants": {"data": [_who(one), _who(PAGE)]},
                }
                for one in wanted
            ]
        }

    def _messages(self, method: str, node: str, asked: Json) -> Json:
        if method == "GET":
            person = node.removeprefix("t_")
            return self._listed([one for one in self.messages if person in {one.author, one.to}], asked)
        to = asked["recipient"]
        text = asked["message"].get("text", "")
        if commented := to.get("comment_id") or to.get("post_id"):
            return self._private_answer(self.found(commented), text)
        made = self._to_person(to["id"], text, asked.get("tag", ""))
        made.attachment = asked["message"].get("attachment", {}).get("payload", {}).get("attachment_id", "")
        return {"recipient_id": to["id"], "message_id": made.id}

    def _private_answer(self, to: Item, text: str) -> Json:
        if to.id in self.answered_privately:
            raise Refusal(10900)
        self.answered_privately.add(to.id)
        return {"recipient_id": to.author, "message_id": self.message(PAGE, to.author, text).id}

    def _to_person(self, person: str, text: str, tag: str) -> Item:
        last = max((one.at for one in self.messages if one.author == person), default=datetime.min.replace(tzinfo=UTC))
        window = timedelta(days=7) if tag == "HUMAN_AGENT" else timedelta(hours=24)
        if datetime.now(UTC) - last > window:
            raise Refusal(10, 2018278)
        return self.message(PAGE, person, text, tag=tag)

    def _item(self, method: str, node: str, asked: Json) -> Any:
        item = self.found(node)
        if method == "DELETE":
            self.comments.remove(item)
            return {"success": True}
        if method == "GET":
            begun = (
                {"private_reply_conversation": {"id": f"t_{item.author}"}} if node in self.answered_privately else {}
            )
            return _told(item) | begun
        item.text = asked.get("message", item.text)
        item.hidden = asked.get("is_hidden", item.hidden)
        return True


def _told(one: Item) -> Json:
    told: Json = {"id": one.id, "from": one.who, "message": one.text, "created_time": _iso(one.at)}
    told |= {"to": {"data": [{"id": one.to, "name": NAMES[one.to]}]}} if one.to else {}
    return told | ({"parent": {"id": one.parent}} if one.parent else {})


def _who(id: str) -> Json:
    return {"id": id, "name": NAMES[id]}


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")


@contextmanager
def running() -> Iterator[Graph]:
    """The Graph behind a real HTTP server."""
    graph = Graph()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def do_DELETE(self) -> None:
            self._answer()

        def _answer(self) -> None:
            address = urlsplit(self.path)
            asked: Json = dict(parse_qsl(address.query))
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            is_json = self.headers.get("content-type", "").startswith("application/json")
            asked |= json.loads(body) if is_json else {"body": body} if body else {}
            version, _, path = address.path.removeprefix("/").partition("/")
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            graph.calls.append((self.command, f"{version}/{path}", asked))
            publishes = self.command == "POST" and path.endswith(("/comments", "/messages"))
            trouble = graph.troubles.pop(0) if publishes and graph.troubles else None
            try:
                if isinstance(trouble, Refusal):
                    raise trouble
                told = None if trouble == "lost" else graph.answer(self.command, path, asked, token)
                if trouble is None:
                    self._say(200, told)
            except Refusal as refusal:
                error = {"message": "(#x) No", "code": refusal.code, "error_subcode": refusal.subcode}
                self._say(refusal.status, {"error": error})

        def _say(self, status: int, told: Any) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("x-app-usage", graph.usage)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the test's output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    graph.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield graph
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
