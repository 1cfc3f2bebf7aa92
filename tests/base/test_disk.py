"""A full disk is known whatever library ran into it."""

import errno
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from armillary.base.disk import find_disk_full
from armillary.base.http import install_error_handlers

NO_ROOM = OSError(errno.ENOSPC, "No space left on device", "/var/lib/secret/file")


@pytest.mark.parametrize(
    "failure",
    [
        NO_ROOM,
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OSError("Error writing bytes to file. Detail: [errno 28] No space left on device"),
        RuntimeError('IO Error: Could not write file "x": No space left on device'),
    ],
)
def test_a_full_disk_is_told_in_the_same_words(failure: Exception) -> None:
    found = find_disk_full(failure)

    assert found is not None
    assert (found.code, found.status) == ("disk_full", 507)
    assert found.message.startswith("The disk of the server is full")


def test_a_full_database_is_a_full_disk(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'small.db'}")
    with engine.connect() as connection:
        connection.execute(sa.text("pragma max_page_count = 2"))
        connection.execute(sa.text("create table t (a)"))
        with pytest.raises(sa.exc.OperationalError) as caught:
            connection.execute(sa.text("insert into t values (zeroblob(100000))"))
    engine.dispose()

    assert isinstance(caught.value.orig, sqlite3.OperationalError)
    assert find_disk_full(caught.value) is not None


@pytest.mark.parametrize("failure", [PermissionError(errno.EACCES, "denied"), ValueError("full")])
def test_other_failures_are_no_full_disk(failure: Exception) -> None:
    assert find_disk_full(failure) is None


def test_a_request_that_meets_a_full_disk_is_answered_without_paths() -> None:
    app = FastAPI()
    install_error_handlers(app)

    @app.get("/full")
    def full() -> None:
        raise NO_ROOM

    @app.get("/denied")
    def denied() -> None:
        raise PermissionError(errno.EACCES, "denied", "/var/lib/secret/file")

    with TestClient(app, raise_server_exceptions=False) as client:
        refused, crashed = client.get("/full"), client.get("/denied")

    assert (refused.status_code, refused.json()["code"]) == (507, "disk_full")
    assert (crashed.status_code, crashed.json()["code"]) == (500, "internal")
    assert "secret" not in refused.text + crashed.text
