"""The same engine on PostgreSQL: real workers, real deaths, another bus."""

import os
import signal

import pytest

from .conftest import until

pytestmark = pytest.mark.postgres


def test_a_family_runs_on_postgres(postgres_engine):
    parent = postgres_engine.submit("test.family", {"children": 3})
    for _ in range(2):
        postgres_engine.start_worker()

    assert postgres_engine.wait_for(parent, timeout_s=40).result["counted"] == [1, 2, 3]


def test_a_killed_process_is_replaced_on_postgres(postgres_engine, trace):
    params = {"to": 300, "pause_s": 0.02, "trace": str(trace)}
    job_id = postgres_engine.submit("test.count", params)
    postgres_engine.start_worker()
    until(lambda: postgres_engine.get(job_id).checkpoint_key, what="a checkpoint")
    pid = int(trace.read_text().split()[3])

    os.killpg(pid, signal.SIGKILL)

    job = postgres_engine.wait_for(job_id, timeout_s=40)
    assert (job.state, job.attempt, job.result["counted"]) == ("succeeded", 2, 300)
    assert job.result["from"] > 0


def test_cancel_keeps_the_best_on_postgres(postgres_engine):
    job_id = postgres_engine.submit("test.count", {"to": 10_000, "pause_s": 0.01})
    postgres_engine.start_worker()
    until(lambda: (postgres_engine.get(job_id).step or 0) > 3)

    postgres_engine.cancel(job_id)

    assert postgres_engine.wait_for(job_id).result["stopped"] is True
