"""The guards before the routes, met as a foreign page or a rebound name would meet them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI, Request, WebSocket
from fastapi.testclient import TestClient
from starlette.responses import Response
from starlette.testclient import WebSocketDenialResponse

from armillary.base import security
from armillary.base.database import Database
from armillary.base.http import AppState, install_error_handlers
from armillary.base.limits import Limiter
from armillary.base.security.bodies import MEGABYTE
from armillary.base.security.electron import is_connectomics_path
from armillary.base.storage import LocalStorage
from armillary.settings import Settings

TALK = "ws://localhost:8000/talk"
LISTED = "http://localhost:5173"
Build = Callable[..., TestClient]


@pytest.fixture
def build(settings: Settings, open_database: Callable[..., Database]) -> Build:
    """Give what builds a guarded server that counts the deeds done."""

    def build(**changes: Any) -> TestClient:
        chosen = Settings(**{**settings.model_dump(), **changes})
        app = FastAPI()
        storage = LocalStorage(chosen.storage_root)
        state = AppState(chosen, open_database(chosen.database_address), storage)
        app.state.armillary = state
        app.state.deeds = 0
        state.limiter = Limiter(chosen)
        security.install(app, state)
        install_error_handlers(app)
        _add_routes(app)
        return TestClient(app, base_url="http://localhost:8000")

    return build


def _add_routes(app: FastAPI) -> None:
    @app.post("/deed")
    @app.post("/hello")
    @app.post("/api/data/upload")
    async def do(request: Request) -> dict[str, int]:
        size = len(await request.body())
        app.state.deeds += 1
        return {"size": size}

    @app.post("/form")
    async def form(request: Request) -> dict[str, int]:
        async with request.form() as fields:
            return {"fields": len(fields)}

    @app.get("/look")
    async def look() -> dict[str, bool]:
        return {"seen": True}

    @app.get("/own-policy")
    async def own_policy() -> Response:
        return Response("", headers={"Content-Security-Policy": "default-src 'none'"})

    @app.websocket("/talk")
    async def talk(websocket: WebSocket) -> None:
        await websocket.accept()
        async for text in websocket.iter_text():
            await websocket.send_text(text)


def test_a_form_of_a_foreign_page_does_nothing(build: Build) -> None:
    client = build()

    answer = client.post(
        "/deed",
        data={"name": "value"},
        headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert answer.json()["code"] == "origin_refused"
    assert client.app.state.deeds == 0  # type: ignore[attr-defined]  # a FastAPI app


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "https://localhost:5173"},
        {"Origin": "http://localhost:5173.evil.example"},
        {"Origin": "http://localhost:8000@evil.example"},
        {"Origin": "file://"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_what_no_listed_page_sent_is_refused(build: Build, headers: dict[str, str]) -> None:
    client = build()

    assert client.post("/deed", headers=headers).status_code == 403
    with (
        pytest.raises(WebSocketDenialResponse) as denied,
        client.websocket_connect(TALK, headers=headers),
    ):
        pass
    assert denied.value.json()["code"] == "origin_refused"


def test_two_origins_are_nobodys(build: Build) -> None:
    headers = [("Origin", LISTED), ("Origin", "https://evil.example")]

    assert build().post("/deed", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": LISTED, "Sec-Fetch-Site": "same-site"},
        {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_scripts_listed_pages_and_our_own_page_are_let_in(
    build: Build, headers: dict[str, str]
) -> None:
    client = build()

    assert client.post("/deed", headers=headers).status_code == 200
    with client.websocket_connect(TALK, headers=headers) as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"


def test_our_own_page_behind_a_proxy_that_ends_tls_is_let_in(build: Build) -> None:
    client = build(host="0.0.0.0", allow_open=True)

    headers = {"Host": "team.example", "Origin": "https://team.example"}

    assert client.post("/deed", headers=headers).status_code == 200


def test_reading_is_never_refused_for_its_origin(build: Build) -> None:
    answer = build().get("/look", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


def test_an_origin_is_added_by_the_settings(build: Build) -> None:
    client = build(cors_origins="https://Lab.Example:443/")

    answer = client.post("/deed", headers={"Origin": "https://lab.example"})

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://lab.example"
    assert answer.headers["access-control-allow-credentials"] == "true"


def test_a_star_lets_any_page_in_without_credentials(build: Build) -> None:
    client = build(allowed_origins="*")

    anyone = client.post("/deed", headers={"Origin": "https://any.example"})
    listed = client.post("/deed", headers={"Origin": LISTED})

    assert anyone.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in anyone.headers
    assert listed.headers["access-control-allow-origin"] == LISTED
    assert client.post("/deed", headers={"Origin": "null"}).status_code == 403


def test_a_desktop_shell_reaches_the_connectomics_addresses_alone(build: Build) -> None:
    client = build(allow_electron=True)
    headers = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}

    allowed = client.post("/hello", headers=headers)

    assert allowed.status_code == 200
    assert allowed.headers["access-control-allow-origin"] == "null"
    assert client.post("/deed", headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/neuroglancer", True),
        ("/api/neuroglancer", True),
        ("/api/chat/conversations/12", True),
        ("/chat/query", True),
        ("/api/chat/rooms", False),
        ("/chat", False),
        ("/hello/world", False),
        ("/api/api/hello", False),
    ],
)
def test_connectomics_addresses(path: str, expected: bool) -> None:
    assert is_connectomics_path(path) is expected


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.nip.io", ""]
)
def test_a_rebound_name_opens_nothing(build: Build, host: str) -> None:
    client = build()

    answer = client.get("/look", headers={"Host": host})

    assert answer.status_code == 403
    assert answer.json()["code"] == "host_refused"
    with (
        pytest.raises(WebSocketDenialResponse),
        client.websocket_connect(TALK, headers={"Host": host}),
    ):
        pass


def test_two_names_are_nobodys(build: Build) -> None:
    headers = [("Host", "localhost"), ("Host", "evil.example")]

    assert build().get("/look", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:4242", "127.0.0.1:5000", "[::1]:8000", "[::1]", "localhost."]
)
def test_the_names_of_this_machine_are_let_in(build: Build, host: str) -> None:
    assert build().get("/look", headers={"Host": host}).status_code == 200


def test_names_are_added_by_the_settings(build: Build) -> None:
    client = build(allowed_hosts="lab.example,*.team.example")

    answers = [
        client.get("/look", headers={"Host": host}).status_code
        for host in ("lab.example:8000", "a.team.example", "other.example")
    ]

    assert answers == [200, 200, 403]


def test_beyond_loopback_any_name_is_let_in_unless_told(build: Build) -> None:
    headers = {"Host": "lab.example"}

    free = build(host="0.0.0.0", allow_open=True).get("/look", headers=headers)
    told = build(host="0.0.0.0", allow_open=True, enable_trusted_host=True)

    assert free.status_code == 200
    assert told.get("/look", headers=headers).status_code == 403


def test_every_answer_tells_the_browser_what_the_page_may_do(build: Build) -> None:
    client = build()

    for answer in (client.get("/look"), client.get("/nothing"), client.post("/look")):
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self' 'wasm-unsafe-eval';" in policy
        assert "frame-ancestors 'self'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "camera=()" in answer.headers["permissions-policy"]
        assert "strict-transport-security" not in answer.headers


def test_a_route_may_set_a_policy_of_its_own(build: Build) -> None:
    answer = build().get("/own-policy")

    assert answer.headers.get_list("content-security-policy") == ["default-src 'none'"]


def test_browsers_keep_to_https_once_they_came_by_it(build: Build) -> None:
    answer = build().get("https://localhost:8000/look")

    assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("given", ["abc-123", "550e8400-e29b-41d4-a716-446655440000"])
def test_a_sane_request_id_is_taken_over(build: Build, given: str) -> None:
    client = build()

    found = client.get("/look", headers={"X-Request-Id": given})
    refused = client.post("/deed", headers={"X-Request-Id": given, "Origin": "null"})

    assert found.headers["x-request-id"] == given
    assert refused.json()["request_id"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", "näme"])
def test_any_other_request_id_is_replaced(build: Build, given: str) -> None:
    answer = build().get("/look", headers={"X-Request-Id": given.encode()})

    assert re.fullmatch(r"req_[0-9a-z]{26}", answer.headers["x-request-id"])


def test_an_announced_body_over_the_limit_is_refused(build: Build) -> None:
    client = build(max_body_mb=1)

    answer = client.post("/deed", content=b"x" * (2 * MEGABYTE))

    assert answer.status_code == 413
    assert answer.json()["error"] == "At most 1 MB are accepted here; got 2.0 MB."
    assert client.app.state.deeds == 0  # type: ignore[attr-defined]  # a FastAPI app


@pytest.mark.parametrize("path", ["/deed", "/form"])
def test_a_streamed_body_is_refused_once_it_is_over_the_limit(build: Build, path: str) -> None:
    client = build(max_body_mb=1)
    boundary = {"Content-Type": "multipart/form-data; boundary=x"} if path == "/form" else {}
    head = b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n'

    answer = client.post(path, content=iter([head, *[b"x" * MEGABYTE] * 3]), headers=boundary)

    assert answer.status_code == 413
    assert answer.json()["error"] == "At most 1 MB are accepted here; got more."
    assert answer.headers["x-request-id"]


def test_uploads_have_a_limit_of_their_own(build: Build) -> None:
    client = build(max_body_mb=1, max_upload_mb=2)

    fits = client.post("/api/data/upload", content=b"x" * (2 * MEGABYTE))
    over = client.post("/api/data/upload", content=b"x" * (3 * MEGABYTE))

    assert [fits.status_code, over.status_code] == [200, 413]


def test_json_is_bounded_as_any_other_body_where_files_are_taken(build: Build) -> None:
    client = build(max_body_mb=1, max_upload_mb=2)
    large = "x" * (3 * MEGABYTE // 2)

    answer = client.post("/api/data/upload", json={"workspace_id": large})

    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e9", "0x10", "1_000"])
def test_a_length_that_is_no_number_is_refused(build: Build, length: str) -> None:
    answer = build().post("/deed", content=b"", headers={"Content-Length": length})

    assert answer.status_code == 400


def test_a_listed_page_can_read_why_it_was_refused(build: Build) -> None:
    client = build(max_body_mb=1)

    answer = client.post("/deed", content=b"x" * (2 * MEGABYTE), headers={"Origin": LISTED})

    assert answer.status_code == 413
    assert answer.headers["access-control-allow-origin"] == LISTED


def test_a_preflight_of_a_foreign_page_allows_nothing(build: Build) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}

    answer = build().options("/deed", headers=headers)

    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers
