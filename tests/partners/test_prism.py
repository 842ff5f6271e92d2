"""What our adapters ask of X, LINE and WhatsApp is as published, says Prism; and they understand what it makes of the publication."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import httpx2
import pytest

from tests.channels.x.test_sending import PNG
from tests.partners.installed import SPECIFICATIONS
from tests.partners.prism import judging, overheard, playing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.application import Application
from webcare.channels.completing import complete_waiting
from webcare.channels.line import checking
from webcare.channels.line.adapter import LineAdapter
from webcare.channels.line.addresses import client as line_client
from webcare.channels.line.api import Api
from webcare.channels.meta.api import client as meta_client
from webcare.channels.receipt import keep
from webcare.channels.template import Chosen
from webcare.channels.whatsapp.adapter import WhatsAppAdapter
from webcare.channels.x import subscribing
from webcare.channels.x.adapter import XAdapter
from webcare.channels.x.api import client as x_client
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.lib.now import real_now
from webcare.team.brand import Brand

pytestmark = pytest.mark.django_db(transaction=True)
X, LINE, WHATSAPP = XAdapter(), LineAdapter(), WhatsAppAdapter()
DESCRIPTIONS = {
    "x": "x/openapi.json",
    "line": "line/messaging-api.yml",
    "whatsapp": "whatsapp/business-messaging-api_v23.0.yaml",
}
INVENTED = {"x"}  # whose description says how an id looks; the examples of it do not always fit it
PREFERRED = {"/media": "Upload Image JSON"}  # the first example has a word in the place of an id
PAYLOADS = Path(__file__).resolve().parents[2] / "webcare/channels/line/payloads"
ENDPOINT = "/v2/bot/channel/webhook/endpoint"
HOOK = "https://webcare.example.org/hooks/line/abc"
MIA, POST, PERSON = "2244994945", "1346889436626259968", "Uaaaa0000000000000000000000000021"
PHOTO = OutgoingFile("tag.png", "image/png", PNG, alt="A bag tag")
PUBLIC = Outgoing("k1", "We found it.", False, MIA, in_reply_to=POST)
PRIVATE = replace(PUBLIC, key="k2", private=True, in_reply_to="")
TO_A_PHONE = Outgoing("k3", "We found it.", True, "31201234567")
Act = Callable[[Account], object]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of each network that Prism plays, begun when it is first asked for."""
    with ExitStack() as stack:

        @cache
        def begin(network: str) -> str:
            description = SPECIFICATIONS / DESCRIPTIONS[network]
            if not description.exists():
                pytest.skip(f"the published description of {network} is not on this machine")
            copy = judging(description, tmp_path_factory.mktemp(network))
            return stack.enter_context(playing(copy, invents=network in INVENTED))

        yield begin


def account_on(network: str, base: str) -> Account:
    settings = {
        "x": {"client_id": "c"},
        "line": {"channel_id": "1"},
        "whatsapp": {"app_id": "1", "api_version": "v23.0"},
    }
    own = {"whatsapp": {"phone_number_id": "106540352242922", "business_id": "102290129340398"}}
    application = Application.objects.create(
        network=network,
        name="Lowland Air",
        settings={"api_base": base, "data_base": base, **settings[network]},
        secrets={"consumer_secret": "s", "app_secret": "s", "channel_secret": "s", "app_bearer": "b"},
    )
    return Account.objects.create(
        network=network,
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        external_id="U1a11f1e0000000000000000000000001" if network == "line" else "1000001",
        handle="lowlandair",
        settings=own.get(network, {}),
        secrets={"access_token": "t"},
        connected_at=real_now(),
    )


def _subscribed(account: Account) -> None:
    assert account.application
    subscribing.validate(account.application, "1146654567674912769")


def _answered_by_token(account: Account) -> None:
    """With the name of who asked, the reply token, and the mark that it was read."""
    call = json.loads((PAYLOADS / "message.json").read_text())
    call["events"][0]["timestamp"] = int(real_now().timestamp() * 1000)
    keep("line", "one", json.dumps(call).encode(), account=account)
    complete_waiting("line")
    receive_waiting()
    asked = Message.objects.get()
    thread = asked.conversation.thread_key
    LINE.send(account, Outgoing("k4", "We look.", True, PERSON, in_reply_to=asked.external_id or "", thread_key=thread))


def _reaches(account: Account) -> None:
    told = Api(account).get(ENDPOINT)
    account.settings["hook_url"] = told.words("endpoint")
    assert checking._webhook(account, Api(account)).ok


ON_X: dict[str, Act] = {
    "an answer": lambda account: X.send(account, PUBLIC),
    "an answer with a picture": lambda account: X.send(account, replace(PUBLIC, files=(PHOTO,))),
    "a private message": lambda account: X.send(account, PRIVATE),
    "a private message with a picture": lambda account: X.send(account, replace(PRIVATE, files=(PHOTO,))),
    "looking for an answer": lambda account: X.find_sent(account, PUBLIC, real_now()),
    "looking for a private message": lambda account: X.find_sent(account, PRIVATE, real_now()),
    "taking an answer back": lambda account: X.take_down(account, POST, False),
    "taking a private message back": lambda account: X.take_down(account, POST, True),
    **{
        f"to {action}": partial(lambda action, account: X.moderate(account, action, POST, MIA), action)
        for action in ("hide", "unhide", "mute", "unmute", "block", "unblock")
    },
    "what was missed": lambda account: list(X.catch_up(account)),
    "what was said in an exchange": lambda account: list(X.follow(account, [f"{POST}:{MIA}"])),
    "figures": lambda account: X.insights(account, [POST]),
    "followers": X.followers,
    "somebody by name": lambda account: X.recipient(account, "@XDevelopers"),
    "connecting": lambda account: X.connect(account, HOOK),
    "a test of our address": _subscribed,
    "the connection test": X.check,
}
ON_LINE: dict[str, Act] = {
    "a push": lambda account: LINE.send(account, Outgoing("k5", "We found it.", True, PERSON)),
    "an answer by token": _answered_by_token,
    "who we are": lambda account: LINE.connect(account, HOOK),
    "where to call us": lambda account: Api(account).call("PUT", ENDPOINT, {"endpoint": HOOK}),
    "whether it reaches us": _reaches,
    "the plan": lambda account: checking._plan(Api(account)),
    "a file": lambda account: LINE.fetch(account, "line-content:444573844083572737"),
}
ON_WHATSAPP: dict[str, Act] = {
    "words": lambda account: WHATSAPP.send(account, TO_A_PHONE),
    "a picture": lambda account: WHATSAPP.send(account, replace(TO_A_PHONE, files=(PHOTO,))),
    "a paper": lambda account: WHATSAPP.send(
        account, replace(TO_A_PHONE, files=(OutgoingFile("claim.pdf", "application/pdf", b"%PDF-1.4"),))
    ),
    "a template": lambda account: WHATSAPP.send(
        account, replace(TO_A_PHONE, template=Chosen("bag_found/en", {"body.1": "QX7RT2"}))
    ),
    "the templates": WHATSAPP.templates,
    "to block": lambda account: WHATSAPP.moderate(account, "block", "", "31201234567"),
    "to unblock": lambda account: WHATSAPP.moderate(account, "unblock", "", "31201234567"),
    "disconnecting": WHATSAPP.disconnect,
}
UNTOLD = {
    ("line", "who we are"),  # its example has dots in the place of an id
    ("x", "a test of our address"),  # Prism invents that X could not reach it, and so we say
}
ACTS = {"x": ON_X, "line": ON_LINE, "whatsapp": ON_WHATSAPP}
CLIENTS: dict[str, Callable[[], httpx2.Client]] = {"x": x_client, "line": line_client, "whatsapp": meta_client}


@pytest.mark.parametrize(("network", "act"), [(network, act) for network, acts in ACTS.items() for act in acts])
def test_nothing_is_wrong_with_what_we_ask_and_we_understand_the_answer(
    stages: Callable[[str], str], network: str, act: str
) -> None:
    account = account_on(network, stages(network))
    refused: DeliveryError | None = None
    with overheard(CLIENTS[network](), PREFERRED) as passed:
        try:
            ACTS[network][act](account)
        except DeliveryError as error:
            refused = error
    assert passed.complaints == []
    assert passed.calls
    assert (refused is not None) == ((network, act) in UNTOLD), refused


def test_prism_would_find_fault(stages: Callable[[str], str]) -> None:
    with httpx2.Client(headers={"authorization": "Bearer t"}, timeout=60) as asking, overheard(asking, {}) as passed:
        asking.put(f"{stages('x')}/2/tweets/{POST}/hidden", json={"hidden": "perhaps"})
        asking.post(f"{stages('line')}/v2/bot/message/push", json={"to": PERSON})
        asking.get(f"{stages('line')}/v2/bot/mood")
    assert len(passed.complaints) == 3
