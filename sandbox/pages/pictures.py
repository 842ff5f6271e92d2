"""Pictures: uploaded ones as they are, and a face for everybody drawn from name and colour."""

from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

from sandbox.clock import now_ms
from sandbox.network import network_of

LASTING = {"cache-control": "public, max-age=86400", "x-content-type-options": "nosniff"}


async def media(request: Request) -> Response:
    shelf = network_of(request).world.media
    found = shelf.get(request.path_params["id"].partition(".")[0])
    if found is None or not found.is_ready(now_ms()):
        return Response(status_code=404)
    headers = LASTING | {"content-security-policy": "default-src 'none'; sandbox"}
    return Response(shelf.content(found.id), media_type=found.media_type, headers=headers)


async def avatar(request: Request) -> Response:
    user = network_of(request).world.users.named(request.path_params["username"])
    if user is None:
        return Response(status_code=404)
    initials = "".join(word[0] for word in user.name.split()[:2] if word).upper() or user.username[0].upper()
    corner = 12 if user.is_brand else 32
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="{escape(user.name, {chr(34): "&quot;"})}">'
        f'<rect width="64" height="64" rx="{corner}" fill="hsl({user.hue} 42% 38%)"/>'
        f'<text x="32" y="33" fill="#fff" font-family="system-ui, sans-serif" font-size="25" font-weight="600" '
        f'text-anchor="middle" dominant-baseline="central">{escape(initials)}</text></svg>'
    )
    return Response(svg, media_type="image/svg+xml", headers={"cache-control": "public, max-age=60"})
