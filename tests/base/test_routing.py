"""Finding routes by a tree of addresses: the same route as one after another would give."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from armillary.app import create_app
from armillary.base.http import install_error_handlers
from armillary.base.routing import Tree, find_routes_fast, short_way
from armillary.settings import Settings


def test_a_tree_leaves_those_that_can_fit_in_their_order() -> None:
    tree = Tree()
    for place, path in enumerate(
        ["/a/{x}", "/a/b", "/a/{x}/c", "/{rest:path}", "/a", "/b/{x}.json", "/a/{rest:path}/c"]
    ):
        tree.add(path, place)

    found = {path: tree.find(path) for path in ["/a/b", "/a", "/a/b/c", "/b/1.json", "/", "/z"]}

    assert found == {
        "/a/b": [0, 1, 3, 6],
        "/a": [3, 4, 6],
        "/a/b/c": [2, 3, 6],
        "/b/1.json": [3, 5],
        "/": [3],
        "/z": [3],
    }


def test_every_address_of_the_server_is_found_as_one_after_another_would_find_it(
    tmp_path: Path,
) -> None:
    app = create_app(Settings(data_dir=tmp_path))
    contexts = list(iter_route_contexts(app.routes))
    tree = Tree()
    for place, context in enumerate(contexts):
        tree.add(str(context.path), place)
    paths = {
        re.sub(r"\{[^}]*\}", filled, str(context.path))
        for context in contexts
        for filled in ("x1", "schema")
    }

    strays = [
        (method, path)
        for path in sorted(paths)
        for method in ("GET", "POST", "DELETE")
        if _first(contexts, method, path)
        is not _first([contexts[place] for place in tree.find(path)], method, path)
    ]

    assert len(paths) > 200
    assert strays == []


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    inner = APIRouter(prefix="/things")

    @inner.get("/{name}")
    def read(name: str) -> dict[str, str]:
        return {"read": name}

    @inner.get("/first")
    def never() -> dict[str, str]:
        return {"read": "never, since the other was added before"}

    @inner.post("/{name}/deep/")
    def deep(name: str) -> dict[str, str]:
        return {"deep": name}

    outer = APIRouter(prefix="/api")
    outer.include_router(inner)
    app.include_router(outer)
    find_routes_fast(app)
    return TestClient(app)


def test_a_route_of_a_router_in_a_router_answers(client: TestClient) -> None:
    assert client.get("/api/things/first").json() == {"read": "first"}


def test_what_fits_no_route_is_answered_as_ever(client: TestClient) -> None:
    refused = client.post("/api/things/first")
    redirected = client.post("/api/things/a/deep", follow_redirects=False)

    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
    assert client.get("/elsewhere").status_code == 404
    assert redirected.status_code == 307
    assert redirected.headers["location"].endswith("/api/things/a/deep/")


def test_a_request_that_ends_before_its_body_is_no_crash() -> None:
    app = FastAPI()
    install_error_handlers(app)

    async def answer(request: Request) -> Response | None:
        await request.body()
        return None

    @app.post("/things")
    @short_way(answer)
    async def make() -> None: ...

    find_routes_fast(app)
    sent: list[Any] = []

    async def leave() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/things",
        "headers": [],
        "query_string": b"",
    }
    asyncio.run(app(scope, leave, send))

    assert [message.get("status") for message in sent] == [400, None]


def _first(contexts: list[RouteContext], method: str, path: str) -> RouteContext | None:
    scope = {"type": "http", "method": method, "path": path}
    for context in contexts:
        if isinstance(context.original_route, APIRoute) and context.matches(scope)[0] is Match.FULL:
            return context
    return None
