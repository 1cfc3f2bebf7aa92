"""The import as a job: retried, lost, left over, and on PostgreSQL."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from httpx import Response

from armillary import jobs, realtime
from armillary.app import create_app
from armillary.base.access import Actor
from armillary.capabilities import datasets
from armillary.jobs import moves
from armillary.jobs.worker import run_worker
from armillary.settings import Settings
from tests.capabilities.datasets.conftest import Server
from tests.support.waiting import until

CSV = b"name,age\nAnn,31\nBo,42\n"


def submit(server: Server, data: bytes = CSV) -> tuple[str, str]:
    """Store a file and submit its import; gives the ids of dataset and job."""
    state = server.state
    dataset = datasets.submit_upload(Actor.local(), state.database, state.storage, "t.csv", [data])
    return dataset["id"], dataset["job_id"]


def dataset_of(server: Server, dataset_id: str) -> dict[str, object]:
    with server.state.database.read() as session:
        return datasets.get_dataset(Actor.local(), session, dataset_id)


def test_what_a_killed_import_left_is_removed_by_the_next(
    idle_server: Server, settings_of_file: Settings
) -> None:
    dataset_id, job_id = submit(idle_server)
    left_over = settings_of_file.data_dir / "work" / f"{job_id}-7"
    left_over.mkdir(parents=True)
    (left_over / "text.parquet").write_bytes(b"half")

    run_worker(settings_of_file, until_idle=True)

    assert dataset_of(idle_server, dataset_id)["state"] == "ready"
    assert not list((settings_of_file.data_dir / "work").glob("job_*"))


def test_retrying_a_refused_file_asks_for_it_again(
    idle_server: Server, settings_of_file: Settings
) -> None:
    dataset_id, job_id = submit(idle_server, b"a,a\n1,2\n")
    run_worker(settings_of_file, until_idle=True)
    assert "2 times" in str(dataset_of(idle_server, dataset_id)["error"])

    with idle_server.state.database.write() as session:
        jobs.retry(Actor.local(), session, job_id)
    run_worker(settings_of_file, until_idle=True)

    found = dataset_of(idle_server, dataset_id)
    assert found["state"] == "failed"
    assert "upload it again" in str(found["error"])


def test_a_lost_import_fails_its_dataset_and_can_be_retried(
    idle_server: Server, settings_of_file: Settings
) -> None:
    dataset_id, job_id = submit(idle_server)
    with idle_server.state.database.write() as session:
        job = moves.lock(session, job_id)
        assert job is not None
        moves.claim(session, job, "worker_1", "claim_1", {"threads": 1}, job.created_at)
        moves.finish(session, job, "lost", error=moves.error("lost", "The machine went away."))

    lost = dataset_of(idle_server, dataset_id)
    assert lost["state"] == "failed"
    assert str(lost["error"]).startswith("The machine went away.")

    with idle_server.state.database.write() as session:
        jobs.retry(Actor.local(), session, job_id)
    run_worker(settings_of_file, until_idle=True)

    found = dataset_of(idle_server, dataset_id)
    assert (found["state"], found["error"], found["rows"]) == ("ready", None, 2)


def test_a_file_that_ends_its_reader_is_told_to_whoever_sent_it(idle_server: Server) -> None:
    answers: list[Response] = []
    sending = threading.Thread(target=lambda: answers.append(idle_server.upload(CSV)))
    sending.start()
    job_id = until(lambda: queued(idle_server))
    with idle_server.state.database.write() as session:
        job = moves.lock(session, job_id)
        assert job is not None
        moves.claim(session, job, "worker_1", "claim_1", {"threads": 1}, job.created_at)
        for _ in range(job.max_attempts):
            moves.bury(session, job, "Its process died.")
            if job.state == "queued":
                moves.claim(session, job, "worker_1", "claim_1", {"threads": 1}, job.created_at)
    sending.join()

    (answer,) = answers
    assert answer.status_code == 400
    assert "Its process died. That happened 3 times." in answer.json()["issues"][0]
    assert "damaged in a way that ends its reader" in answer.json()["issues"][0]


def queued(server: Server) -> str | None:
    """Give the id of a job that waits to be run."""
    with server.state.database.read() as session:
        waiting = sa.select(jobs.Job.id).where(jobs.Job.state == "queued")
        return session.scalar(waiting)


def test_a_table_is_imported_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    settings = Settings(
        data_dir=tmp_path / "data", database_url=postgres_url, rate_limit=0, workers=0
    )
    app = create_app(settings)
    with TestClient(app, base_url="http://localhost:8605") as client:
        server = Server(client, app.state.armillary)
        dataset_id, _ = submit(server)
        run_worker(settings, until_idle=True)

        fetched = client.get(f"/api/datasets/{dataset_id}").json()
        stats = client.get(f"/api/data/statistics/{dataset_id}").json()
        with server.state.database.read() as session:
            told = realtime.read_events(session, f"dataset:{dataset_id}")

    assert fetched["dataset"]["state"] == "ready"
    held = dict(told[0].data["dataset"])
    for event in told[1:]:
        held.update(event.data["changes"], version=event.data["version"])
    assert held == fetched["dataset"]
    assert list(stats["column_stats"]["name"]["top_values"].items()) == [("Ann", 1), ("Bo", 1)]
    assert stats["column_stats"]["age"]["mean"] == pytest.approx(36.5)
