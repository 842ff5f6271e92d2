"""Being somebody: picking one of those who are here with one click, or making somebody new."""

import random

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.multipart import BadForm, form_of
from sandbox.network import Network, network_of
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import back, become, is_foreign, leave
from sandbox.world.users import BadHandle, NewUser

FIRST_NAMES = ("Noor", "Bram", "Amélie", "Yusuf", "Ingrid", "Mateo", "Chiara", "Kofi", "Hana", "Lars", "Priya", "Wei")
MANY = 60


async def index(request: Request) -> Response:
    """Whom one can be; the filter finds among many."""
    network = network_of(request)
    wanted = request.query_params.get("q", "").strip().lower()
    people = [
        user
        for user in network.world.users.everyone()
        if wanted in user.username.lower() or wanted in user.name.lower()
    ]
    shown = sorted(people, key=lambda user: (user.is_brand, user.name.lower()))
    return page(
        request,
        "people.html",
        customers=[user for user in shown if not user.is_brand][:MANY],
        query=wanted,
        brands=[user for user in shown if user.is_brand][:MANY],
        idea=_idea(network),
        total=len(people),
    )


async def create(request: Request) -> Response:
    if is_foreign(request):
        return sorry(request, 403, "This form came from another site.")
    network = network_of(request)
    try:
        form = await form_of(request)
        handle = form.texts.get("handle", "").strip().removeprefix("@")
        if network.world.users.named(handle) is not None:
            return sorry(
                request, 409, f"@{handle} is somebody already. Pick them from the list, or take another handle."
            )
        user = network.world.users.create(NewUser(handle, form.texts.get("name", "").strip()[:50]))
    except (BadHandle, BadForm) as error:
        return sorry(request, 400, str(error))
    return become(RedirectResponse("/", 303), user)


async def pick(request: Request) -> Response:
    if is_foreign(request):
        return sorry(request, 403, "This form came from another site.")
    try:
        form = await form_of(request)
    except BadForm as error:
        return sorry(request, 400, str(error))
    user = network_of(request).world.users.named(form.texts.get("handle", ""))
    if user is None:
        return sorry(request, 404, "There is nobody of that name.")
    return become(back(form.texts.get("back")), user)


async def nobody(request: Request) -> Response:
    if is_foreign(request):
        return sorry(request, 403, "This form came from another site.")
    return leave(RedirectResponse("/", 303))


def _idea(network: Network) -> tuple[str, str]:
    """A name and a free handle to begin with."""
    name = random.choice(FIRST_NAMES)
    plain = name.lower().replace("é", "e")
    while network.world.users.named(handle := f"{plain}{random.randint(10, 9999)}") is not None:
        continue
    return name, handle
