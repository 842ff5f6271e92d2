"""Reading: the timeline, a thread, a profile, a search."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.network import Network, network_of
from sandbox.pages.card import Card, cards
from sandbox.pages.rendering import page, sorry
from sandbox.pages.visitor import visitor_of
from sandbox.world.posts import Post, Slice
from sandbox.world.ties import Tie
from sandbox.world.users import User
from sandbox.x.problems import Problem
from sandbox.x.routes.search import condition_of

PAGE = 40


async def timeline(request: Request) -> Response:
    """Everything that is no reply, newest first; with `before` what is older."""
    network = network_of(request)
    part = _part(request)
    mine = request.query_params.get("view") == "mentions"
    visitor = visitor_of(request)
    if mine and visitor is not None:
        posts = network.world.posts.mentioning(visitor.id, part)
    else:
        posts = network.world.posts.where("reply_to IS NULL", [], part)
    return page(
        request,
        "timeline.html",
        cards=_shown(network, posts, visitor),
        older=_older(posts),
        first_page=part.until_id is None,
        mentions=mine,
    )


async def thread(request: Request) -> Response:
    """The posts before one, the one itself, and what was said after it."""
    network, visitor = network_of(request), visitor_of(request)
    post = network.world.posts.get(request.path_params["id"])
    if post is None:
        return sorry(request, 404, "This post is not there any more.")
    if post.replaced_by is not None:
        return RedirectResponse(f"/posts/{_newest(network, post)}", 303)
    before, after = _around(network, post)
    return page(
        request,
        "thread.html",
        before=_shown(network, before, visitor),
        focus=next(iter(_shown(network, [post], visitor)), None),
        after=_shown(network, after, visitor),
        conversation=post.conversation_id,
    )


async def profile(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    user = network.world.users.named(request.path_params["username"])
    if user is None:
        return sorry(request, 404, f"Nobody here is called @{request.path_params['username']}.")
    part = _part(request)
    posts = network.world.posts.by(user.id, part)
    ties = network.world.ties
    return page(
        request,
        "profile.html",
        user=user,
        cards=_shown(network, posts, visitor),
        older=_older(posts),
        followers=network.world.followers(user),
        following=ties.count_from(Tie.FOLLOW, user.id),
        count=network.world.posts.count(user.id),
        follows=visitor is not None and ties.stands(Tie.FOLLOW, visitor.id, user.id),
    )


async def search(request: Request) -> Response:
    """The same query language as the API; what cannot be read is looked for as it stands."""
    network, visitor = network_of(request), visitor_of(request)
    query = request.query_params.get("q", "").strip()
    try:
        condition = condition_of(network, query)
        posts = network.world.posts.where(condition.sql, condition.values, _part(request))
        wrong = ""
    except Problem as problem:
        posts, wrong = [], str(problem) if query else ""
    return page(
        request, "search.html", query=query, wrong=wrong, cards=_shown(network, posts, visitor), older=_older(posts)
    )


async def permalink(request: Request) -> Response:
    """Addresses in the form that other networks use lead to ours."""
    return RedirectResponse(f"/posts/{request.path_params['id']}", 301)


def _shown(network: Network, posts: list[Post], visitor: User | None) -> list[Card]:
    """Whoever is shown a post has seen it, and that is counted."""
    network.world.views.count(post.place for post in posts)
    return cards(network, posts, visitor)


def _part(request: Request) -> Slice:
    before = request.query_params.get("before", "")
    return Slice(until_id=before if before.isdigit() and len(before) < 20 else None, limit=PAGE)


def _older(posts: list[Post]) -> str | None:
    return posts[-1].id if len(posts) == PAGE else None


def _newest(network: Network, post: Post) -> str:
    return network.world.posts.versions(post.first_version)[-1]


def _around(network: Network, post: Post) -> tuple[list[Post], list[Post]]:
    """Ancestors from the top, and descendants in their order; edits stand where the first version stood."""
    everything = network.world.posts.thread(post.conversation_id)
    by_first = {each.first_version: each for each in everything}
    firsts = {
        version: each.first_version
        for each in everything
        for version in network.world.posts.versions(each.first_version)
    }
    before: list[Post] = []
    at = post
    while at.reply_to is not None and (parent := by_first.get(firsts.get(at.reply_to, ""))) is not None:
        before.insert(0, parent)
        at = parent
    below, after = {post.first_version}, []
    for each in everything:
        if each.reply_to is not None and firsts.get(each.reply_to) in below:
            below.add(each.first_version)
            after.append(each)
    return before, after
