"""Requests with sessions: however many come at once, each has its turn."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any, cast

import httpx
import sqlalchemy as sa
from fastapi import FastAPI

from armillary.base import http
from armillary.base.database import Database
from armillary.base.executors import Executors, bound_plain_routes
from armillary.base.http import Reading, Work

MANY = 60


async def _ask_all(database: Database) -> Counter[int]:
    """Write and read from many requests at once; gives how often each status was answered."""
    app = FastAPI()
    http.install_error_handlers(app)
    state = cast(Any, type("State", (), {"database": database, "executors": Executors()})())
    app.dependency_overrides[http._state] = lambda: state

    @app.post("/")
    def write(session: Work) -> dict[str, Any]:
        session.execute(sa.text("insert into told values (1)"))
        return {"written": True}

    @app.get("/")
    def read(session: Reading) -> dict[str, Any]:
        return {"told": session.scalar(sa.text("select count(*) from told"))}

    bound_plain_routes()
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        asked = [client.request(verb, "/") for verb in ("POST", "GET") for _ in range(MANY)]
        return Counter(answer.status_code for answer in await asyncio.gather(*asked))


def test_more_requests_than_there_are_threads_all_write_and_read(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/test.sqlite")
    with database.write() as session:
        session.execute(sa.text("create table told (number integer)"))

    answered = asyncio.run(_ask_all(database))

    with database.read() as session:
        assert session.scalar(sa.text("select count(*) from told")) == MANY
    assert answered == {200: 2 * MANY}
    database.dispose()
