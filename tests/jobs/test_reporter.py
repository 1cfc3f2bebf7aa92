"""What a job says is written with its end where it is short, and soon where it is not."""

import queue
from contextlib import closing

from armillary.base.storage import LocalStorage
from armillary.jobs import moves, reporter
from armillary.jobs.claimed import ClaimedJob, Tools
from armillary.jobs.reporter import Reporter
from armillary.jobs.runner import Runner

from .conftest import Engine, until


def run(engine: Engine, job_id: str) -> None:
    """Run a job here, as its process does."""
    with engine.database.write() as session:
        row = moves.lock(session, job_id)
        granted = {"threads": 1, "memory_bytes": 1, "gpus": []}
        moves.claim(session, row, "worker_1", "claim_1", granted, row.created_at)
    storage = LocalStorage(engine.settings.storage_root)
    tools = Tools(engine.settings, engine.database, storage, engine.kinds)
    with closing(Reporter(engine.database, {job_id: 1}, lambda: None)) as telling:
        job = ClaimedJob(tools, row, telling)
        Runner(engine.kinds["test.count"], [job], telling, queue.SimpleQueue(), 1).run()


def test_a_short_job_is_written_once_after_its_claim(engine, monkeypatch):
    monkeypatch.setattr(reporter, "FIRST_S", 60.0)
    job_id = engine.submit("test.count", {"to": 5, "with_checkpoints": False})
    before = len(engine.events(f"job:{job_id}"))

    run(engine, job_id)

    told = engine.events(f"job:{job_id}")[before:]
    changes = [one.data["changes"] for one in told if one.type == "job.updated"]
    assert [one.get("state") for one in changes] == ["running", None, "succeeded"]
    assert changes[1]["step"] == 5


def test_a_longer_job_is_heard_of_while_it_runs(engine):
    job_id = engine.submit("test.count", {"to": 2_000, "pause_s": 0.01})
    engine.start_worker()

    assert until(lambda: engine.get(job_id).step, what="a step")
    engine.cancel(job_id)
    engine.wait_for(job_id)


def test_what_is_told_of_a_job_grows_rarer_with_its_age_and_with_what_telling_costs():
    first = reporter.pause_s(cost_s=0.0, age_s=0.0)
    minute = reporter.pause_s(cost_s=0.0, age_s=60.0)

    assert first == reporter.INTERVAL_S < reporter.pause_s(cost_s=0.0, age_s=10.0) < minute
    assert minute == reporter.LONGEST_S == reporter.pause_s(cost_s=60.0, age_s=3600.0)
    assert reporter.pause_s(cost_s=0.005, age_s=0.0) == 0.005 * 50
