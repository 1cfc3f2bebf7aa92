"""What gives way is no hindrance to others, and short work finds a place beside whatever runs."""

import os

from armillary.jobs.priority import LONG_WORK

from .conftest import Engine


def held(engine: Engine, end: object, **params) -> str:
    return engine.submit("test.held", {"until": str(end), **params})


def test_work_goes_on_beside_what_gives_way_and_beside_what_does_not(engine, tmp_path):
    end = tmp_path / "end"
    engine.start_worker(settings=engine.settings.model_copy(update={"worker_slots": 1}))
    behind = held(engine, end, lane="background", threads=64)
    engine.wait_for(behind, "running")

    usual = held(engine, end)
    engine.wait_for(usual, "running")
    waiting = held(engine, end)
    short = engine.submit("test.held", {"lane": "express"})

    assert engine.wait_for(short).state == "succeeded"
    assert [engine.get(job_id).state for job_id in (behind, usual, waiting)] == [
        "running", "running", "queued"
    ]  # fmt: skip
    end.touch()
    assert engine.wait_for(waiting).state == "succeeded"


def test_only_what_runs_in_the_background_gives_way(engine):
    lanes = ("background", "main", "express")
    submitted = [engine.submit("test.held", {"lane": lane}) for lane in lanes]

    engine.run()

    own = os.getpriority(os.PRIO_PROCESS, 0)
    niceness = [engine.get(job_id).result["niceness"] for job_id in submitted]
    assert niceness == [min(own + LONG_WORK, 19), own, own]
