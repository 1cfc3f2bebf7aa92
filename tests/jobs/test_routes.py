"""Jobs over HTTP, and waiting for one in the server."""

import asyncio
import time
from collections.abc import Iterator

import httpx
import pytest
from fastapi.testclient import TestClient

from armillary import jobs
from armillary.app import create_app
from armillary.base.http import AppState
from armillary.jobs import fence, moves
from armillary.jobs.contract import Log
from armillary.jobs.tables import Job
from armillary.jobs.wire import LogLine, append_log, to_wire
from tests.support.databases import migrated

from .conftest import Engine, open_engine, until

KIND = "test.count"


@pytest.fixture
def client(settings) -> Iterator[TestClient]:
    app = create_app(migrated(settings.model_copy(update={"workers": 0})))
    with TestClient(app, base_url="http://localhost:8000") as opened:
        yield opened


@pytest.fixture
def engine(client: TestClient, settings) -> Iterator[Engine]:
    """An engine on the database of the server."""
    with open_engine(settings) as opened:
        yield opened


def claim(engine: Engine, job_id: str) -> None:
    from armillary.base.values import utc_now

    granted = {"threads": 1, "memory_bytes": 1, "gpus": [], "gpu_memory_bytes": 0}
    with engine.database.write() as session:
        job = session.get_one(Job, job_id)
        moves.claim(session, job, "worker_1", "claim_1", granted, utc_now())


def test_jobs_are_listed_by_page_state_and_kind(client, engine):
    made = [engine.submit(KIND, {"to": number}) for number in range(3)]
    engine.cancel(made[0])

    first = client.get("/api/jobs", params={"limit": 2}).json()
    second = client.get("/api/jobs", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    queued = client.get("/api/jobs?state=queued&state=running").json()

    assert [job["id"] for job in first["jobs"]] == [made[2], made[1]]
    assert [job["id"] for job in second["jobs"]] == [made[0]]
    assert (first["total"], second["next_cursor"], queued["total"]) == (3, None, 2)
    assert client.get("/api/jobs?kind=nothing").json() == {
        "jobs": [],
        "total": 0,
        "next_cursor": None,
    }


def test_one_job_comes_with_the_number_to_follow_it_after(client, engine):
    job_id = engine.submit(KIND, {"to": 3})

    answer = client.get(f"/api/jobs/{job_id}").json()

    assert answer == {"job": to_wire(engine.get(job_id)), "last_number": 1}


def test_a_job_that_is_not_there_is_told_so(client):
    answer = client.get("/api/jobs/job_none")

    assert answer.status_code == 404
    assert answer.json()["error"] == "There is no job job_none in this workspace."


def test_cancel_retry_and_conflict(client, engine):
    job_id = engine.submit(KIND)

    assert client.post(f"/api/jobs/{job_id}/cancel").json()["job"]["state"] == "cancelled"
    assert client.post(f"/api/jobs/{job_id}/retry").json()["job"]["state"] == "queued"
    assert client.post(f"/api/jobs/{job_id}/retry").status_code == 409


def test_a_running_job_is_told_something(client, engine):
    job_id = engine.submit(KIND)
    claim(engine, job_id)

    told = client.post(f"/api/jobs/{job_id}/control", json={"type": "set_param", "value": 1})
    malformed = client.post(f"/api/jobs/{job_id}/control", json={"value": 1})

    assert (told.status_code, malformed.status_code) == (200, 422)
    with engine.database.read() as session:
        (control,) = session.query(jobs.tables.JobControl)
    assert control.control == {"type": "set_param", "value": 1}


def test_a_log_is_read_in_pages_whatever_lies_between(client, engine):
    job_id = engine.submit(KIND)
    claim(engine, job_id)
    for number in range(6):
        with engine.database.write() as session:
            job = fence.hold(session, job_id, 1)
            lines = [
                LogLine(
                    time="2026-01-01T00:00:00Z", level=Log("info", "").level, text=f"{number}{part}"
                )
                for part in "ab"
            ]
            append_log(session, job, lines)

    read: list[str] = []
    after = 0
    for _ in range(10):
        page = client.get(f"/api/jobs/{job_id}/log", params={"after": after, "limit": 3}).json()
        read += [line["text"] for line in page["lines"]]
        after = page["last_number"]

    assert read == [f"{number}{part}" for number in range(6) for part in "ab"]
    assert after == client.get(f"/api/jobs/{job_id}").json()["last_number"]


def test_long_logs_are_told_in_several_events(engine):
    job_id = engine.submit(KIND)
    lines = [LogLine(time="t", level="info", text="ä" * 1500) for _ in range(20)]

    with engine.database.write() as session:
        append_log(session, session.get_one(Job, job_id), lines)

    events = [event for event in engine.events(f"job:{job_id}") if event.type == "job.log"]
    assert len(events) > 1
    assert [line for event in events for line in event.data["lines"]] == lines


def test_waiting_ends_with_the_job_and_holds_nothing_meanwhile(client, engine):
    state: AppState = client.app.state.armillary
    job_id = engine.submit(KIND)
    assert client.portal is not None

    async def wait_and_end() -> tuple[jobs.Job, float, int]:
        waiting = asyncio.create_task(jobs.wait(state, job_id, 20))
        while not state.hub._rooms:
            await asyncio.sleep(0.01)
        # A look at the database may be under way; then nothing is held until the event comes.
        while held := state.executors.database.borrowed_tokens:
            await asyncio.sleep(0.01)
        begin = time.monotonic()
        await asyncio.to_thread(engine.cancel, job_id)
        job = await waiting
        return job, time.monotonic() - begin, held

    job, seconds, held = client.portal.call(wait_and_end)

    assert (job.state, held) == ("cancelled", 0)
    # The event woke it: the look that repairs a lost one comes each second only.
    assert seconds < 0.9


def test_waiting_gives_what_is_known_when_the_time_is_over(client, engine):
    job_id = engine.submit(KIND)
    assert client.portal is not None

    job = client.portal.call(jobs.wait, client.app.state.armillary, job_id, 0.05)

    assert job.state == "queued"


def test_the_server_runs_jobs_by_workers_of_its_own(settings):
    """The whole way: the server starts a worker, which runs a job of a real capability."""
    app = create_app(settings.model_copy(update={"workers": 1}))
    with TestClient(app, base_url="http://localhost:8000") as client:
        answer = client.post(
            "/api/data/upload", files={"file": ("small.csv", b"a,b\n1,2\n3,4\n", "text/csv")}
        )
        assert answer.status_code == 200
        (job,) = client.get("/api/jobs").json()["jobs"]
        assert until(lambda: _ended(client, job["id"]))["state"] == "succeeded"


def _ended(client: httpx.Client, job_id: str) -> dict | None:
    job = client.get(f"/api/jobs/{job_id}").json()["job"]
    return job if job["state"] in jobs.FINISHED else None
