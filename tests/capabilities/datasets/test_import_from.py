"""Importing from an address or a folder of the server, over HTTP and by the real job."""

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from armillary.app import create_app
from armillary.jobs.worker import run_worker
from armillary.settings import Settings
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.sources.serving import serving
from tests.support.databases import migrated

CSV = b"a,b\n1,x\n2,y\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that allow both."""
    root = tmp_path / "open"
    root.mkdir()
    return Settings(
        data_dir=tmp_path / "data",
        rate_limit=0,
        workers=0,
        import_urls=True,
        import_trusted_hosts=("127.0.0.1",),
        import_roots=(str(root),),
    )


@pytest.fixture
def open_server(settings: Settings) -> Iterator[Server]:
    """A server that fetches files."""
    app = create_app(migrated(settings))
    with TestClient(app, base_url="http://localhost:8605") as client:
        yield Server(client, app.state.armillary)


def submit(server: Server, **body: Any) -> Response:
    return server.client.post("/api/data/import", json=body, headers={"Prefer": "respond-async"})


def test_a_file_of_an_address_becomes_a_dataset(open_server: Server, settings: Settings) -> None:
    packed = gzip.compress(CSV)
    named = {"Content-Disposition": 'attachment; filename="people.csv.gz"'}
    with serving(lambda _: (200, named, packed)) as address:
        answer = submit(open_server, url=f"{address}/get?id=1")
        run_worker(settings, until_idle=True)

    assert answer.status_code == 202, answer.text
    dataset_id = answer.json()["dataset_id"]
    dataset = open_server.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    assert (dataset["state"], dataset["rows"], dataset["columns"]) == ("ready", 2, 2)
    assert dataset["filename"] == "people.csv.gz"
    assert dataset["size_bytes"] == len(packed)
    assert dataset["content_hash"] == hashlib.sha256(packed).hexdigest()


def test_a_file_of_the_server_becomes_a_dataset(open_server: Server, settings: Settings) -> None:
    (Path(settings.import_roots[0]) / "t.json").write_bytes(b'{"x": [{"a": 0}], "y": [{"a": 1}]}')

    answer = submit(open_server, path="t.json", options={"part": "x"})
    run_worker(settings, until_idle=True)

    dataset_id = answer.json()["dataset_id"]
    rows = open_server.get(f"/api/data/preview/{dataset_id}").json()["rows"]
    assert rows == [{"a": 0}]


def test_what_cannot_be_fetched_fails_its_dataset_and_leaves_nothing(
    open_server: Server, settings: Settings
) -> None:
    with serving(lambda _: (404, {}, b"")) as address:
        answer = submit(open_server, url=f"{address}/t.csv")
        run_worker(settings, until_idle=True)

    dataset_id = answer.json()["dataset_id"]
    dataset = open_server.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    assert dataset["state"] == "failed"
    assert "answered 404" in dataset["error"]
    assert not [key for key in open_server.stored() if dataset_id in key]
    assert not list((settings.data_dir / "work").glob("*"))


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 400, "either `url` or `path`"),
        ({"url": "http://example.org/t.csv", "path": "t.csv"}, 400, "either `url` or `path`"),
        ({"url": "ftp://example.org/t.csv"}, 400, "must begin with http"),
        ({"path": "../secret.csv"}, 400, "in none of the folders"),
        ({"path": "missing.csv"}, 400, "There is no file"),
    ],
)
def test_what_is_not_allowed_is_refused_at_once(
    open_server: Server, body: dict[str, str], status: int, said: str
) -> None:
    answer = submit(open_server, **body)

    assert answer.status_code == status
    assert said in answer.json()["error"] + answer.json()["detail"] + str(answer.json())


def test_both_are_off_until_they_are_turned_on(idle_server: Server) -> None:
    for body in ({"url": "http://example.org/t.csv"}, {"path": "/etc/passwd"}):
        answer = submit(idle_server, **body)

        assert answer.status_code == 403
        assert "are off" in answer.json()["error"]


def test_a_place_that_will_not_do_is_refused_with_the_reason_itself(open_server: Server) -> None:
    answer = submit(open_server, url="ftp://example.org/t.csv")

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_place")
    assert answer.json()["error"].startswith("The address must begin with http://")


def test_what_may_be_fetched_is_listed(open_server: Server, settings: Settings) -> None:
    Path(settings.import_roots[0], "here.csv").write_bytes(CSV)

    assert open_server.get("/api/data/import").json() == {
        "urls": True,
        "folders": True,
        "files": [{"path": "here.csv", "size_bytes": len(CSV)}],
        "has_more": False,
    }


def test_where_both_are_off_nothing_is_listed(server: Server) -> None:
    found = {"urls": False, "folders": False, "files": [], "has_more": False}

    assert server.get("/api/data/import").json() == found
