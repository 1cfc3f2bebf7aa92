"""Finding the route of a request at once, however many routes there are.

FastAPI asks one route after another, each twice, which for hundreds of them takes longer than most
answers. Here a tree of the parts of addresses leaves the few that can fit, and these are asked in
the order in which they were added. What fits none of them goes the long way, which knows of
addresses with a slash too many, of methods that are not allowed, and of sockets.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from fastapi import FastAPI
from fastapi.routing import APIRoute, APIRouter, RouteContext, iter_route_contexts
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from armillary.base.errors import BadRequest

_ANY_REST = "{path:path}"
_SHORT_WAY = "_short_way"

ShortWay = Callable[[Request], Awaitable[Response | None]]
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def short_way(answer: ShortWay) -> Callable[[Endpoint], Endpoint]:
    """Have an endpoint's requests answered by ``answer`` first; what it gives None for goes on.

    For what is asked thousands of times a second. It has to say what the endpoint would, to ask
    for the same permission, and to leave whatever is odd about a request to the endpoint.
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _SHORT_WAY, answer)
        return endpoint

    return mark


def find_routes_fast(app: FastAPI) -> None:
    """Put a tree of addresses before the router of an app; it grows at the first request."""
    router = app.router
    router.middleware_stack = _Switchboard(router, router.middleware_stack)


class Tree:
    """Places of routes by the parts of their addresses; it leaves out, and never decides."""

    def __init__(self) -> None:
        self._parts: dict[str, Tree] = {}
        self._any: Tree | None = None
        self._here: list[int] = []
        self._below: list[int] = []

    def add(self, path: str, place: int) -> None:
        """Add a route; a part with a parameter in it stands for any."""
        node = self
        for part in path.split("/"):
            if ":path}" in part:
                node._below.append(place)
                return
            node = node._child(part)
        node._here.append(place)

    def find(self, path: str) -> list[int]:
        """Give the places of all that can fit an address, in their order."""
        found: list[int] = []
        nodes: Sequence[Tree] = (self,)
        for part in path.split("/"):
            following = []
            for node in nodes:
                found += node._below
                if part in node._parts:
                    following.append(node._parts[part])
                if node._any is not None:
                    following.append(node._any)
            nodes = following
        for node in nodes:
            found += node._here
            found += node._below
        return sorted(found)

    def _child(self, part: str) -> "Tree":
        if "{" not in part:
            return self._parts.setdefault(part, Tree())
        if self._any is None:
            self._any = Tree()
        return self._any


class _Switchboard:
    """Serves requests that fit a route; the router itself serves all others."""

    def __init__(self, router: APIRouter, long_way: ASGIApp) -> None:
        self._router = router
        self._long_way = long_way
        self._tree: Tree | None = None
        self._contexts: list[RouteContext] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        context = self._find(scope) if _is_plain(scope) else None
        if context is None:
            await self._long_way(scope, receive, send)
            return
        answer: ShortWay | None = getattr(context.endpoint, _SHORT_WAY, None)
        if answer is not None:
            request = Request(scope, receive)
            try:
                response = await answer(request)
            except ClientDisconnect:
                raise BadRequest("The request ended before its body did.") from None
            if response is not None:
                await response(scope, receive, send)
                return
            receive = _again(await request.body(), receive)
        await context.app(scope, receive, send)

    def _find(self, scope: Scope) -> RouteContext | None:
        """Find the first route that fits, and put on the scope what it needs to know."""
        tree = self._tree or self._grow()
        for place in tree.find(scope["path"]):
            context = self._contexts[place]
            match, found = context.matches(scope)
            if match is not Match.FULL:
                continue
            if not isinstance(context.original_route, APIRoute):
                return None
            scope.update(found)
            scope["route"] = context.original_route
            scope.setdefault("router", self._router)
            return context
        return None

    def _grow(self) -> Tree:
        tree = Tree()
        self._contexts = list(iter_route_contexts(self._router.routes))
        for place, context in enumerate(self._contexts):
            tree.add(_pattern(context), place)
        self._tree = tree
        return tree


def _again(body: bytes, receive: Receive) -> Receive:
    """Give a body that was read once more, and then what comes after it."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return messages.pop() if messages else await receive()

    return receive_again


def _pattern(context: RouteContext) -> str:
    """Give the address of a route; of what has none, one that fits all."""
    is_mount = isinstance(context.original_route, Mount)
    return f"{context.path}/{_ANY_REST}" if is_mount else context.path or _ANY_REST


def _is_plain(scope: Scope) -> bool:
    """Whether this is a request to an address of ours, which FastAPI is not to measure itself."""
    is_measured = scope.get("fastapi.telemetry") is not None
    return scope["type"] == "http" and not scope.get("root_path") and not is_measured
