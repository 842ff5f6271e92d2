"""What a program asks for itself: what a token is worth, and where it wants to hear of its pages."""

from sandbox.addressing import wrong_with
from sandbox.clock import now_ms
from sandbox.delivering import Courier
from sandbox.instagram.naming import account_id
from sandbox.meta.call import Call, Json
from sandbox.meta.edge import Edge
from sandbox.meta.problems import Problem, gone, invalid, no_token, unverified
from sandbox.world.pages import Agreement, PageHook

STEWARD = "7300000000000001"  # whoever runs pages is one person here
DATA_ACCESS = 90 * 24 * 3600
KINDS = ("page", "instagram", "whatsapp_business_account")


async def debug_token(call: Call) -> Json:
    """Kind, permissions and end of a token of this app."""
    known = call.text("input_token")
    agreement = call.network.world.pages.agreement(known)
    if agreement is not None and agreement.app_id == call.app.id:
        return {"data": _agreed(call, agreement)}
    holder = call.network.world.pages.holder(known)
    if holder is None or holder.app_id != call.app.id:
        return {
            "data": {"is_valid": False, "scopes": [], "error": {"code": 190, "message": "Invalid OAuth access token"}}
        }
    facts = {"app_id": holder.app_id, "application": call.app.name, "type": "PAGE", "profile_id": holder.page_id}
    ends = {"expires_at": holder.expires_at, "data_access_expires_at": 0}
    return {"data": {**facts, **ends, "is_valid": True, "scopes": list(holder.permissions)}}


async def subscribe(call: Call) -> Json:
    """The address is asked at once whether it knows the word that was agreed on."""
    _own(call)
    url, fields = call.text("callback_url"), call.words("fields")
    kind = call.text("object")
    if kind not in KINDS:
        raise invalid(f"Param object must be one of {', '.join(KINDS)}")
    if wrong := wrong_with(url):
        raise Problem(2200, f"Callback verification failed: {wrong}")
    courier: Courier = call.request.app.state.courier
    if not await courier.handshake(url, call.text("verify_token")):
        raise unverified(url)
    call.network.world.pages.register(call.app.id, kind, url, fields)
    return {"success": True}


async def subscriptions(call: Call) -> Json:
    _own(call)
    version = f"v{call.request.path_params['version']}"
    hooks = call.network.world.pages.hooks_of(call.app.id)
    return {"data": [_told(hook, version) for hook in hooks]}


OF_APP = {("POST", "subscriptions"): Edge(subscribe), ("GET", "subscriptions"): Edge(subscriptions)}


def edge_of(call: Call, method: str, node: str, name: str) -> Edge | None:
    """What concerns the app, and nothing that belongs to one of its pages."""
    if (method, node, name) == ("GET", "debug_token", ""):
        return Edge(debug_token)
    return OF_APP.get((method, name))


def _told(hook: PageHook, version: str) -> Json:
    fields = [{"name": each, "version": version} for each in hook.fields]
    return {"object": hook.kind, "callback_url": hook.url, "active": True, "fields": fields}


def _agreed(call: Call, agreement: Agreement) -> Json:
    """Of a person's token: some permissions stand for single pages, or for the accounts of those."""
    pages = [page for page in map(call.network.world.users.get, agreement.page_ids) if page]
    alone = [
        {"scope": each, "target_ids": [account_id(page) if each.startswith("instagram") else page.id for page in pages]}
        for each in agreement.permissions
    ]
    facts = {"app_id": agreement.app_id, "application": call.app.name, "type": "USER", "user_id": STEWARD}
    ends = {"expires_at": agreement.expires_at, "data_access_expires_at": now_ms() // 1000 + DATA_ACCESS}
    return {**facts, **ends, "is_valid": True, "scopes": list(agreement.permissions), "granular_scopes": alone}


def _own(call: Call) -> None:
    if call.page is not None or call.person is not None:
        raise no_token()
    if call.request.path_params["node"] != call.app.id:
        raise gone(call.request.path_params["node"])
