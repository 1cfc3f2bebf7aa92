"""A database that had no time is told as such, and no crash."""

import sqlite3

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from armillary.base.busy import find_busy
from armillary.base.http import install_error_handlers

BUSY = [
    OperationalError("BEGIN IMMEDIATE", None, TimeoutError("another writer held the database")),
    OperationalError("INSERT", None, sqlite3.OperationalError("database is locked")),
    NoConnection("QueuePool limit reached"),
]


@pytest.mark.parametrize("failure", BUSY)
def test_a_busy_database_is_told_with_when_to_come_again(failure: Exception) -> None:
    app = FastAPI()
    install_error_handlers(app)

    @app.get("/")
    def fail() -> None:
        raise failure

    answer = TestClient(app, raise_server_exceptions=False).get("/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert answer.json()["code"] == "database_busy"
    assert answer.json()["success"] is False
    assert "send it again" in answer.json()["error"]


@pytest.mark.parametrize(
    "failure",
    [
        IntegrityError("INSERT", None, sqlite3.IntegrityError("UNIQUE constraint failed")),
        OperationalError("SELECT", None, sqlite3.OperationalError("no such table: t")),
        TimeoutError("something else"),
    ],
)
def test_other_failures_are_no_busy_database(failure: Exception) -> None:
    assert find_busy(failure) is None
