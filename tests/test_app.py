"""The server as a whole: what it answers at its root, how it is, and what it leaves alone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from armillary import web_page
from armillary.app import create_app
from armillary.settings import Settings

# What the server process must never load: workers and call hosts do.
HEAVY = "sklearn scipy torch pandas duckdb pyarrow lightgbm xgboost transformers".split()


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url="http://localhost:8000") as client:
        yield client


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "page"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Armillary</title>")
    (folder / "favicon.svg").write_text("<svg/>")
    monkeypatch.setattr(web_page, "PAGE_FOLDER", folder)
    return folder


def test_programs_read_the_servers_name_at_its_root(client: TestClient) -> None:
    answer = client.get("/")

    assert answer.json() == {
        "status": "ok",
        "message": "AI Geotechnical Chat API is running",
        "version": "1.0.0",
        "name": "Consistency Lens API",
        "docs": "/docs",
    }
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize("path", ["/", "/jobs", "/runs/job_1", "/favicon.svg"])
def test_browsers_get_the_page(client: TestClient, page: Path, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html,*/*"})

    assert answer.status_code == 200
    expected = "favicon.svg" if path == "/favicon.svg" else "index.html"
    assert answer.text == (page / expected).read_text()


@pytest.mark.parametrize("path", ["/api/nothing", "/nothing", "/../pyproject.toml", "/.env"])
def test_unknown_addresses_are_said_to_be_unknown(
    client: TestClient, page: Path, path: str
) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})

    assert answer.status_code == 404
    body = answer.json()
    assert (body["success"], body["error"], body["detail"]) == (
        False,
        "Endpoint not found",
        "Not Found",
    )
    assert body["request_id"] == answer.headers["x-request-id"]


def test_an_address_says_what_it_does_not_take(client: TestClient) -> None:
    answer = client.patch("/api/models/model_1")

    assert answer.status_code == 405
    assert answer.json()["code"] == "method_not_allowed"
    assert answer.json()["error"] == (
        "/api/models/model_1 does not take PATCH; /docs says what it takes."
    )


def test_health_names_the_parts_that_answered(client: TestClient, page: Path) -> None:
    answer = client.get("/api/health")

    assert answer.status_code == 200
    body = answer.json()
    assert body["success"] is True
    assert body["status"] == "healthy"
    assert body["message"] == "Exoplanet Playground API is running"
    assert set(body["services"]) == {
        "migrations",
        "catalogue",
        "page",
        "database",
        "storage",
        "socket",
    }
    assert set(body["services"].values()) == {"ok"}


def test_health_names_the_part_that_is_not_well(
    client: TestClient, page: Path, settings: Settings
) -> None:
    settings.storage_root.rmdir() if settings.storage_root.exists() else None
    settings.storage_root.write_text("a file where the folder should be")

    answer = client.get("/api/health")

    assert answer.status_code == 503
    assert answer.json()["error"].startswith("storage: ")
    assert str(settings.storage_root) not in answer.text
    assert client.get("/health").json()["status"] == "degraded"


def test_numbers_are_json_or_prometheus_text(client: TestClient) -> None:
    asked = client.get("/metrics").json()
    scraped = client.get("/metrics", headers={"Accept": "application/openmetrics-text"}).text

    assert asked["queue_size"] == 0
    assert "armillary_http_requests_total" in scraped
    assert client.get("/metrics/prometheus").text.startswith("# HELP")


def test_a_crash_shows_nothing_of_the_inside(settings: Settings) -> None:
    app = create_app(settings)

    @app.get("/crash")
    def crash() -> None:
        raise RuntimeError("the password is hunter2")

    # Ours answers every address, so the new route has to come before it.
    app.router.routes.insert(0, app.router.routes.pop())
    with TestClient(app, "http://localhost", raise_server_exceptions=False) as client:
        answer = client.get("/crash")

    assert answer.status_code == 500
    assert answer.json()["error"] == "Internal server error"
    assert "hunter2" not in answer.text


def test_the_server_process_loads_no_learning_or_table_library(settings: Settings) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from fastapi.testclient import TestClient\n"
        "from armillary.app import create_app; from armillary.settings import Settings\n"
        "app = create_app(Settings(data_dir=Path(sys.argv[1]), rate_limit=0))\n"
        "with TestClient(app, 'http://localhost') as client:\n"
        "    for path in sys.argv[2].split(): client.get(path)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    paths = "/api/health /api/algorithms /api/datasets /api/models /api/jobs /api/training /metrics"

    done = subprocess.run(
        [sys.executable, "-c", script, str(settings.data_dir), paths],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.strip() == "[]"
