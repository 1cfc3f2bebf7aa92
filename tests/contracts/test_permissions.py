"""The law of permissions, over every route and every socket message of the whole server.

Whoever adds a route or a socket changes nothing here: it is found, called as each kind of person
there is, and has to refuse those below what it declares.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute, iter_route_contexts
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketDenialResponse

from armillary.app import create_app
from armillary.base.access import Declaration, SocketMessages, is_at_least
from armillary.base.database import Database
from armillary.base.ids import new_id
from armillary.base.values import utc_now
from armillary.capabilities.models.tables import StoredModel
from armillary.settings import Settings

# Files that everybody may read: they are the same for all and say nothing about anybody.
OPEN_FILES = {"/assets", "/openapi.json"}
# The page answers every address that nothing else does; it refuses what is no page by itself.
PAGE = "/{path:path}"
PASSWORD = "a long enough phrase"
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
FOREIGN_PAGES = (
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
)


@dataclass(frozen=True)
class Route:
    """One address with one method, and what it declares."""

    method: str
    path: str
    levels: tuple[str, ...]
    query: tuple[tuple[str, str], ...] = ()

    @property
    def level(self) -> str:
        return self.levels[0]


@dataclass(frozen=True)
class Server:
    """The whole server, with people of every kind and one thing of each kind in the Demo."""

    app: FastAPI
    client: TestClient
    people: dict[str, dict[str, str]]
    things: dict[str, str]

    def routes(self) -> list[Route]:
        return [
            Route(
                method,
                str(context.path),
                _levels(context.original_route.dependant),
                _required_query(context.original_route.dependant),
            )
            for context in iter_route_contexts(self.app.routes)
            if isinstance(context.original_route, APIRoute) and context.path != PAGE
            for method in sorted(context.methods or ())
        ]

    def sockets(self) -> dict[str, SocketMessages | None]:
        return {
            str(context.path): _messages(str(context.path), context.endpoint)
            for context in iter_route_contexts(self.app.routes)
            if isinstance(context.original_route, APIWebSocketRoute)
        }

    def call(self, route: Route, person: str, *, params: Any = None, **headers: str) -> Any:
        """Call a route with the ids of real things and an empty body, which nothing accepts."""
        body: dict[str, Any] = {"json": {}} if route.method in CHANGING else {}
        return self.client.request(
            route.method,
            self.fill(route.path),
            params=params,
            headers={**self.people[person], **headers},
            **body,
        )

    def fill(self, path: str) -> str:
        names = [part.partition("}")[0] for part in path.split("{")[1:]]
        for name in names:
            plain = name.partition(":")[0]
            path = path.replace("{" + name + "}", self.things.get(plain, "x_nothing"))
        return path


def _levels(dependant: Dependant) -> tuple[str, ...]:
    """Collect what a route declares, wherever among its dependencies it says so."""
    own = (dependant.call.level,) if isinstance(dependant.call, Declaration) else ()
    return own + tuple(level for child in dependant.dependencies for level in _levels(child))


def _required_query(dependant: Dependant) -> tuple[tuple[str, str], ...]:
    """Make up values for what the query of a route must have."""
    required = [field for field in dependant.query_params if field.field_info.is_required()]
    return tuple((field.alias, str(_example(field.field_info.annotation))) for field in required)


def _example(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Literal else "1"


def _messages(path: str, endpoint: Any) -> SocketMessages | None:
    """Find the declaration of a socket's messages in the module of its route."""
    for value in vars(sys.modules[endpoint.__module__]).values():
        if isinstance(value, SocketMessages) and value.path == path:
            return value
    return None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("data"),
        accounts=True,
        argon2_memory_kib=8,
        rate_limit=0,
        log_level="error",
    )
    app = create_app(settings)
    with TestClient(app, base_url="http://localhost:8000") as client:
        people = {name: _sign_up(client, name) for name in ("owner", "editor", "viewer")}
        for name in ("editor", "viewer"):
            _invite(client, people, name)
        in_demo = {name: {**headers, "X-Workspace": "ws_demo"} for name, headers in people.items()}
        outsider = _sign_up(client, "outsider")
        yield Server(
            app,
            client,
            {
                **in_demo,
                "nobody": {},
                "outsider": outsider,
                "outsider in the demo": {**outsider, "X-Workspace": "ws_demo"},
            },
            {
                **_make_things(client, in_demo["owner"]),
                "model_id": _store_model(app.state.armillary.database),
            },
        )


def _sign_up(client: TestClient, name: str) -> dict[str, str]:
    body = {"email": f"{name}@example.org", "password": PASSWORD, "name": name}
    answer = client.post("/api/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    client.cookies.clear()
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def _invite(client: TestClient, people: dict[str, dict[str, str]], role: str) -> None:
    body = {"email": f"{role}@example.org", "role": role}
    address = "/api/workspaces/ws_demo"
    invited = client.post(f"{address}/invite", json=body, headers=people["owner"]).json()
    params = {"token": invited["invite_token"]}
    joined = client.post(f"{address}/join", params=params, headers=people[role])
    assert joined.json() == {"status": "joined", "role": role}


def _make_things(client: TestClient, owner: dict[str, str]) -> dict[str, str]:
    """Make one of each thing that needs no worker to exist."""
    session = client.post("/api/training", json={"name": "A run"}, headers=owner)
    assert session.status_code < 300, session.text
    upload = client.post(
        "/api/data/upload",
        files={"file": ("small.csv", b"a,b\n1,2\n")},
        headers={**owner, "Prefer": "respond-async"},
    )
    assert upload.status_code == 202, upload.text
    experiment = client.post("/api/experiments", json={"name": "One"}, headers=owner)
    session_id, job_id = session.json()["session_id"], upload.json()["job_id"]
    return {
        "workspace_id": "ws_demo",
        "session_id": session_id,
        "job_id": job_id,
        "dataset_id": upload.json()["dataset_id"],
        "experiment_id": experiment.json()["experiment"]["id"],
    }


def _store_model(database: Database) -> str:
    """Store a model as a finished training does; to train one would need a worker."""
    empty: dict[str, Any] = {"features": [], "metrics": {}, "params": {}}
    row = StoredModel(
        id=new_id("model"),
        workspace_id="ws_demo",
        name="A model",
        algorithm="random_forest",
        algorithm_name="Random forest",
        task="classification",
        target="b",
        prefix="models/nowhere/bundle/",
        size_bytes=0,
        created_by="local",
        created_at=utc_now(),
        version=1,
        **empty,
    )
    with database.write() as session:
        session.add(row)
    return row.id


def test_every_route_declares_one_permission(server: Server) -> None:
    found = {route.path: route.levels for route in server.routes()}
    others = {
        context.path
        for context in iter_route_contexts(server.app.routes)
        if not isinstance(context.original_route, APIRoute | APIWebSocketRoute)
    }

    assert {path: levels for path, levels in found.items() if len(levels) != 1} == {}
    assert others <= OPEN_FILES
    assert len(found) > 40


def test_every_socket_declares_its_messages(server: Server) -> None:
    sockets = server.sockets()

    assert [path for path, messages in sockets.items() if messages is None] == []
    assert len(sockets) >= 2


@pytest.mark.parametrize(
    ("person", "holds", "status"),
    [
        ("nobody", (), 401),
        ("viewer", ("viewer",), 403),
        ("editor", ("viewer", "editor"), 403),
        ("outsider in the demo", (), 404),
    ],
)
def test_those_below_what_a_route_declares_are_refused(
    server: Server, person: str, holds: tuple[str, ...], status: int
) -> None:
    free = {"public"} if person == "nobody" else {"public", "signed_in"}
    refusing = [route for route in server.routes() if route.level not in {*free, *holds}]

    answers = {route: server.call(route, person).status_code for route in refusing}

    assert {route: found for route, found in answers.items() if found != status} == {}
    assert refusing


def test_things_of_another_workspace_are_not_there(server: Server) -> None:
    """The outsider names no workspace, so that only the thing itself can refuse."""
    routes = [
        route
        for route in server.routes()
        if route.level not in {"public", "signed_in"} and server.fill(route.path) != route.path
    ]

    answers = {
        route: server.call(route, "outsider", params=route.query).status_code for route in routes
    }

    # A body may be malformed before anything is looked up; nothing may ever succeed.
    allowed = {"GET": {404}, "DELETE": {404}}
    assert {
        route: found
        for route, found in answers.items()
        if found not in allowed.get(route.method, {400, 404, 422})
    } == {}
    assert routes


def test_what_outsiders_tried_left_everything_in_place(server: Server) -> None:
    server.client.cookies.clear()
    for route in server.routes():
        if route.method in CHANGING and route.level not in {"public", "signed_in"}:
            server.call(route, "outsider")

    found = [
        server.client.get(path, headers=server.people["owner"]).status_code
        for path in (
            "/api/workspaces/ws_demo",
            f"/api/datasets/{server.things['dataset_id']}",
            f"/api/jobs/{server.things['job_id']}",
            f"/api/models/{server.things['model_id']}",
            f"/api/training/{server.things['session_id']}/metrics",
            f"/api/experiments/{server.things['experiment_id']}",
        )
    ]

    assert found == [200] * 6


def test_those_who_may_read_are_not_refused(server: Server) -> None:
    # The one stream ends only with the client; without a topic it is malformed, which is enough.
    reading = [route for route in server.routes() if route.method == "GET"]

    answers = {
        (route.path, person): server.call(route, person).status_code
        for route in reading
        for person in ("owner", "editor", "viewer")
        if route.level in {"public", "signed_in"} or is_at_least(person, route.level)  # type: ignore[arg-type]  # both are roles here
    }

    assert {key: found for key, found in answers.items() if found in {401, 403}} == {}


@pytest.mark.parametrize("page", FOREIGN_PAGES)
def test_a_foreign_page_changes_nothing(server: Server, page: dict[str, str]) -> None:
    changing = [route for route in server.routes() if route.method in CHANGING]

    answers = {route: server.call(route, "owner", **page) for route in changing}

    assert {route: found.status_code for route, found in answers.items()} == dict.fromkeys(
        answers, 403
    )
    assert {found.json()["code"] for found in answers.values()} == {"origin_refused"}


def test_a_rebound_name_reaches_no_route(server: Server) -> None:
    answers = [server.call(route, "owner", Host="evil.example:8000") for route in server.routes()]

    assert {(found.status_code, found.json()["code"]) for found in answers} == {
        (403, "host_refused")
    }


def _denied(server: Server, path: str, headers: dict[str, str]) -> tuple[int, str]:
    address = f"ws://localhost:8000{server.fill(path)}"
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        server.client.websocket_connect(address, headers=headers),
    ):
        pass
    return denied.value.status_code, denied.value.json()["code"]


@pytest.mark.parametrize(
    ("person", "expected"),
    [("nobody", (401, "unauthorized")), ("outsider in the demo", (404, "not_found"))],
)
def test_strangers_open_no_socket(server: Server, person: str, expected: tuple[int, str]) -> None:
    sockets = server.sockets()

    found = {path: _denied(server, path, server.people[person]) for path in sockets}

    assert found == dict.fromkeys(sockets, expected)


@pytest.mark.parametrize("page", FOREIGN_PAGES)
def test_a_foreign_page_opens_no_socket(server: Server, page: dict[str, str]) -> None:
    sockets = server.sockets()

    headers = {**server.people["owner"], **page}
    found = {path: _denied(server, path, headers) for path in sockets}

    assert found == dict.fromkeys(sockets, (403, "origin_refused"))


@pytest.mark.parametrize(("person", "held"), [("viewer", "viewer"), ("editor", "editor")])
def test_a_message_above_the_senders_role_is_answered_with_an_error(
    server: Server, person: str, held: str
) -> None:
    refused = [
        (path, kind)
        for path, messages in server.sockets().items()
        for kind, needed in (messages.roles.items() if messages else ())
        if not is_at_least(held, needed)  # type: ignore[arg-type]  # a role
    ]

    for path, kind in refused:
        address = f"ws://localhost:8000{server.fill(path)}"
        with server.client.websocket_connect(address, headers=server.people[person]) as socket:
            socket.send_json({"type": kind})
            answer = next(
                message
                for message in iter(socket.receive_json, None)
                if message["type"] in {"error", "completed"}
            )
        assert answer["type"] == "error", (path, kind)
        assert f"you are {'a viewer' if held == 'viewer' else 'an editor'}" in answer["message"]
