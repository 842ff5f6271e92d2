"""What a program asks in the name of whoever let it in: who that is, and the pages that they chose, each with a token of its own."""

from sandbox.clock import now_ms
from sandbox.instagram.naming import account_id
from sandbox.meta.as_app import STEWARD
from sandbox.meta.call import Call, Json
from sandbox.meta.edge import Edge
from sandbox.meta.problems import not_permitted
from sandbox.world.pages import Agreement
from sandbox.world.users import User

TASKS = ("MODERATE", "MESSAGING", "CREATE_CONTENT", "ANALYZE")


async def show(call: Call) -> Json:
    return {"id": STEWARD, "name": "Somebody who runs pages"}


async def accounts(call: Call) -> Json:
    """A page's token ends with that of the person, unless that one was made to last."""
    agreement = call.person
    if agreement is None or "pages_show_list" not in agreement.permissions:
        raise not_permitted("pages_show_list")
    pages = [page for page in map(call.network.world.users.get, agreement.page_ids) if page]
    wanted = {each.name for each in call.fields("id,name,access_token,tasks")}
    shown = (_shown(call, agreement, page) for page in pages)
    return {"data": [{name: value for name, value in page.items() if name in wanted} for page in shown]}


def _shown(call: Call, agreement: Agreement, page: User) -> Json:
    life = None if agreement.lasts else max(1, agreement.expires_at - now_ms() // 1000)
    token = call.network.world.pages.issue_token(agreement.app_id, page.id, agreement.permissions, life)
    linked = {"id": account_id(page), "username": page.username, "name": page.name}
    told: Json = {"id": page.id, "name": page.name, "username": page.username, "access_token": token}
    return told | {"tasks": list(TASKS), "instagram_business_account": linked}


OF_PERSON = {("me", ""): Edge(show), ("me", "accounts"): Edge(accounts)}


def edge_of(call: Call, method: str, node: str, name: str) -> Edge | None:
    """None where something else than a person is meant."""
    return OF_PERSON.get((node, name)) if call.person is not None and method == "GET" else None
