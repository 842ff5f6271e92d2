"""What a page's program asks about pages, people, posts and notifications, and where it wants to be called."""

import re

from sandbox.addressing import wrong_with
from sandbox.delivering import Courier
from sandbox.linkedin.call import Call, Json
from sandbox.linkedin.naming import actor_urn, member_with, share_urn
from sandbox.linkedin.problems import Problem, denied, gone, invalid
from sandbox.linkedin.telling import ACTIONS, KIND, notice_shape

KNOWN = frozenset({*ACTIONS.values(), "ADMIN_COMMENT", "SHARE_MENTION", "LIKE", "SHARE"})
LIST = re.compile(r"List\(([A-Z_,]*)\)\Z")
RANGE = re.compile(r"\(start:([0-9]{1,16}),end:([0-9]{1,16})\)\Z")
LAST = 10**15
FOLLOWED = "COMPANY_FOLLOWED_BY_MEMBER"


async def roles(call: Call) -> Json:
    """Which pages the caller runs, which is one."""
    call.needs("rw_organization_admin")
    if call.asked.get("q") != "roleAssignee":
        raise invalid("q must be roleAssignee")
    role: Json = {"role": "ADMINISTRATOR", "state": "APPROVED", "organization": actor_urn(call.page)}
    return call.turned([{**role, "roleAssignee": f"urn:li:person:steward{call.page.id}"}])


async def organization(call: Call) -> Json:
    user = call.network.world.users.get(call.part("id"))
    if user is None or not user.is_brand:
        raise gone(call.part("id"))
    return {"id": int(user.id), "localizedName": user.name, "vanityName": user.username}


async def followers(call: Call) -> Json:
    call.needs("rw_organization_admin")
    if call.part("urn") != actor_urn(call.page) or call.asked.get("edgeType") != FOLLOWED:
        raise invalid(f"edgeType must be {FOLLOWED}, of a page that the caller runs")
    return {"firstDegreeSize": call.network.world.followers(call.page)}


async def person(call: Call) -> Json:
    """LinkedIn shows names to few; with the fault `hides_members` to nobody."""
    user = member_with(call.network, call.part("id"))
    if user is None:
        raise gone(call.part("id"))
    if call.network.faults.now.hides_members:
        raise denied("people")
    first, _, last = user.name.partition(" ")
    return {"id": call.part("id"), "localizedFirstName": first, "localizedLastName": last}


async def post(call: Call) -> Json:
    call.needs("r_organization_social")
    entry = call.entry(call.part("urn"))
    author = call.network.world.users.get(entry.author_id)
    if not entry.is_post or author is None:
        raise gone(call.part("urn"))
    return {
        "id": share_urn(entry.id),
        "author": actor_urn(author),
        "commentary": entry.text,
        "createdAt": entry.created_at,
        "publishedAt": entry.created_at,
        "lifecycleState": "PUBLISHED",
    }


async def notifications(call: Call) -> Json:
    """Newest first."""
    call.needs("rw_organization_admin")
    asked = call.asked
    if asked.get("q") != "criteria" or asked.get("organizationalEntity") != actor_urn(call.page):
        raise denied("organizationalEntity")
    actions, span = LIST.match(asked.get("actions", "")), RANGE.match(asked.get("timeRange", f"(start:0,end:{LAST})"))
    if actions is None or span is None or not set(actions[1].split(",")) <= KNOWN:
        raise invalid("actions must be a List of actions, and timeRange (start:…,end:…)")
    wanted = tuple(actions[1].split(","))
    found = call.network.world.organizations.notices(call.page.id, wanted, int(span[1]), int(span[2]))
    return call.turned([notice_shape(call.network, each) for each in found])


async def subscribe(call: Call) -> Json:
    """The address has to prove at once that it knows the app's secret."""
    _check_key(call)
    url = call.body.get("webhook")
    if not isinstance(url, str) or wrong_with(url):
        raise invalid("webhook must be an https address")
    courier: Courier = call.request.app.state.courier
    if not await courier.question(url, call.app.client_secret):
        raise Problem(400, "WEBHOOK_VALIDATION_FAILED", f"{url} did not answer the challenge")
    call.network.world.organizations.subscribe(call.app.id, call.page.id, url)
    return {}


async def subscription(call: Call) -> Json:
    _check_key(call)
    hook = call.network.world.organizations.hook_of(call.app.id, call.page.id)
    if hook is None:
        raise gone("eventSubscription")
    return {"webhook": hook.url, "eventType": KIND}


async def unsubscribe(call: Call) -> Json:
    _check_key(call)
    call.network.world.organizations.unsubscribe(call.app.id, call.page.id)
    return {}


def _check_key(call: Call) -> None:
    """(developerApplication:…,user:…,entity:…,eventType:…)"""
    call.needs("rw_organization_admin")
    entity, application = actor_urn(call.page), f"urn:li:developerApplication:{call.app.id}"
    steward = f"urn:li:person:steward{call.page.id}"
    key = f"(developerApplication:{application},user:{steward},entity:{entity},eventType:{KIND})"
    if call.part("key") != key:
        raise denied("eventSubscriptions")
