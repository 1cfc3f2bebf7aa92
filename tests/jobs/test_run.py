"""One worker and its jobs: what happens on the way to their ends."""

from typing import Any

import pytest

from armillary import jobs
from armillary.jobs.wire import to_wire

from .conftest import Engine, until


def replay(engine: Engine, topic: str, job_id: str) -> dict[str, Any]:
    """Apply the events of a topic as a client does, and give the job one ends with."""
    held: dict[str, Any] = {}
    for event in engine.events(topic):
        if event.type == "job.created" and event.data["job"]["id"] == job_id:
            held = event.data["job"]
        if event.type == "job.updated" and event.data["id"] == job_id:
            assert event.data["version"] > held["version"]
            held = {**held, **event.data["changes"], "version": event.data["version"]}
    return held


def log_of(engine: Engine, job_id: str) -> list[str]:
    events = engine.events(f"job:{job_id}")
    return [
        line["text"] for event in events if event.type == "job.log" for line in event.data["lines"]
    ]


def notes_of(engine: Engine, job_id: str) -> list[dict[str, Any]]:
    return [event.data for event in engine.events(f"job:{job_id}") if event.type == "note"]


def test_a_job_runs_and_leaves_its_result(engine):
    job_id = engine.submit("test.count", {"to": 3})

    engine.run()

    job = engine.get(job_id)
    assert (job.state, job.error) == ("succeeded", None)
    assert job.result == {"counted": 3, "from": 0, "told": [], "attempt": 1}
    assert (job.progress, job.step, job.total_steps, job.unit) == (1.0, 3, 3, "numbers")
    assert (job.worker_id, job.granted, job.eta_s) == (None, None, None)
    assert job.used_s > 0


def test_state_and_events_end_at_what_a_fresh_look_gives(engine):
    done = engine.submit("test.count", {"to": 30, "pause_s": 0.01})
    failed = engine.submit("test.count", {"to": 3, "fail_at": 2})

    engine.run()

    for job_id in (done, failed):
        fresh = to_wire(engine.get(job_id))
        assert replay(engine, f"job:{job_id}", job_id) == fresh
        assert replay(engine, "workspace:ws_demo", job_id) == fresh


def test_progress_is_joined_to_ten_events_a_second_and_the_last_one_is_told(engine):
    job_id = engine.submit("test.count", {"to": 2000, "pause_s": 0.0005, "with_checkpoints": False})

    engine.run()

    events = [event for event in engine.events(f"job:{job_id}") if event.type == "job.updated"]
    seconds = (events[-1].time - events[0].time).total_seconds()
    assert len(events) <= 10 * seconds + 4
    assert replay(engine, f"job:{job_id}", job_id)["step"] == 2000


def test_a_failure_is_told_without_paths_and_not_tried_again(engine):
    job_id = engine.submit("test.count", {"to": 3, "fail_at": 1})

    engine.run()

    job = engine.get(job_id)
    assert (job.state, job.attempt) == ("failed", 1)
    assert job.error == {
        "code": "crashed",
        "message": "ValueError: reached the number in … to fail at",
    }


def test_a_failed_job_begins_anew_when_retried(engine):
    job_id = engine.submit("test.count", {"to": 3, "fail_at": 1})
    engine.run()

    with engine.database.write() as session:
        jobs.retry(engine.actor, session, job_id)
    engine.run()

    assert (engine.get(job_id).state, engine.get(job_id).attempt) == ("failed", 2)


def test_what_a_kind_writes_and_what_ends_it_are_facts_of_their_own(engine):
    job_id = engine.submit("test.write", {"notes": 3})

    engine.run()

    assert notes_of(engine, job_id) == [{"number": 0}, {"number": 1}, {"number": 2}, {"last": True}]
    assert engine.get(job_id).result == {"notes": 3}


def test_a_last_write_that_fails_leaves_nothing_of_itself(engine):
    job_id = engine.submit("test.write", {"notes": 1, "fails": True})

    engine.run()

    job = engine.get(job_id)
    assert (job.state, job.result) == ("failed", None)
    assert job.error == {"code": "crashed", "message": "ValueError: the last note does not fit"}
    assert notes_of(engine, job_id) == [{"number": 0}]


def test_what_is_to_be_written_soon_is_seen_while_the_job_runs(engine):
    job_id = engine.submit("test.write", {"notes": 0, "soon": 1000, "pause_s": 0.01})
    engine.start_worker()

    until(lambda: notes_of(engine, job_id))

    assert engine.get(job_id).state == "running"


def test_what_is_to_be_written_soon_is_written_once_and_in_order_before_the_end(engine):
    job_id = engine.submit("test.write", {"notes": 0, "soon": 300, "pause_s": 0.001})

    engine.run()

    expected = [*({"soon": number} for number in range(300)), {"last": True}]
    assert notes_of(engine, job_id) == expected


def test_a_job_fails_of_what_could_not_be_written_soon(engine):
    job_id = engine.submit(
        "test.write", {"notes": 0, "soon": 10_000, "pause_s": 0.01, "fails_at": 3}
    )

    engine.run()

    job = engine.get(job_id)
    assert (job.state, job.result) == ("failed", None)
    assert job.error == {"code": "crashed", "message": "ValueError: note 3 does not fit"}


def test_cancel_keeps_the_best(engine):
    job_id = engine.submit("test.count", {"to": 10_000, "pause_s": 0.01})
    engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)

    engine.cancel(job_id)

    job = engine.wait_for(job_id)
    assert (job.state, job.result["stopped"]) == ("cancelled", True)
    assert job.result["counted"] >= 3


def test_cancel_ends_a_job_that_does_not_listen_after_the_time_of_grace(engine):
    hanging = engine.submit("test.hog", {"what": "hang"})
    deaf = engine.submit("test.hog", {"what": "ignore"})
    engine.start_worker()
    for job_id in (hanging, deaf):
        until(lambda: engine.get(job_id).message == "begun")  # noqa: B023  # called at once
        engine.cancel(job_id)

    assert engine.wait_for(hanging, timeout_s=5).state == "cancelled"
    assert engine.wait_for(deaf, timeout_s=5).state == "cancelled"


def test_a_running_job_is_told_things(engine):
    job_id = engine.submit("test.count", {"to": 200, "pause_s": 0.01})
    engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)

    engine.tell(job_id, {"type": "set_param", "name": "rate", "value": 2})

    job = engine.wait_for(job_id)
    assert job.result["told"] == [{"type": "set_param", "name": "rate", "value": 2}]
    assert "told set_param" in log_of(engine, job_id)


def test_a_job_waits_for_its_children_and_goes_on_with_what_they_left(engine):
    parent = engine.submit("test.family", {"children": 3})

    engine.run()

    job = engine.get(parent)
    assert (job.state, job.attempt) == ("succeeded", 1)
    assert job.result == {"counted": [1, 2, 3], "moved": True}
    with engine.database.read() as session:
        page = jobs.list_jobs(engine.actor, session, kind="test.count")
    assert {child.parent_id for child in page.jobs} == {parent}


def test_a_parent_goes_on_when_a_child_fails(engine):
    parent = engine.submit("test.family", {"children": 2, "fail_at": 1})

    engine.run()

    assert engine.get(parent).result == {"counted": [1, None], "moved": True}


def test_cancelling_a_waiting_parent_cancels_its_children(engine):
    parent = engine.submit("test.family", {"children": 2})
    settings = engine.settings.model_copy(update={"worker_slots": 1})
    worker = engine.start_worker(settings=settings)
    engine.wait_for(parent, "waiting", "succeeded")
    worker.kill()

    engine.cancel(parent)

    assert engine.get(parent).state in {"cancelled", "succeeded"}
    with engine.database.read() as session:
        children = jobs.list_jobs(engine.actor, session, kind="test.count").jobs
    assert {child.state for child in children} <= {"cancelled", "cancelling", "succeeded"}


def test_a_batch_runs_together_and_its_process_stays_for_the_next(engine):
    first = [engine.submit("test.batch", {"word": word}, batch_key="k") for word in "abcd"]
    engine.start_worker()
    together = [engine.wait_for(job_id).result for job_id in first]

    second = engine.wait_for(engine.submit("test.batch", {"word": "e"}, batch_key="k")).result

    assert [answer["word"] for answer in together] == ["A", "B", "C", "D"]
    assert {answer["together"] for answer in together} == {4}
    assert second["pid"] == together[0]["pid"]
    assert (together[0]["run"], second["run"]) == (1, 2)


@pytest.mark.parametrize("spoiling", [{"keep_bytes": 64 * 1024 * 1024}, {"is_bad": True}])
def test_a_process_stays_for_the_next_of_its_kind_while_it_is_small_and_well(engine, spoiling):
    def run(**params: Any) -> int | None:
        result = engine.wait_for(engine.submit("test.small", params)).result
        return result and result["pid"]

    engine.start_worker()

    first, second, _, last = run(), run(), run(**spoiling), run()

    assert first == second
    assert last not in (None, first)


def test_one_of_a_batch_may_fail_alone(engine):
    good, bad = (
        engine.submit("test.batch", {"word": word}, batch_key="k") for word in ("good", "bad")
    )

    engine.run()

    assert engine.get(good).result["word"] == "GOOD"
    assert engine.get(bad).error == {"code": "bad_request", "message": "Not this word."}


def test_a_job_that_takes_too_long_is_stopped_and_keeps_its_best(engine):
    job_id = engine.submit("test.count", {"to": 10_000, "pause_s": 0.01}, time_limit_s=0.5)

    engine.run()

    job = engine.get(job_id)
    assert (job.state, job.error["code"]) == ("failed", "time_limit")
    assert job.result["stopped"] is True


def test_a_job_that_hangs_over_its_time_limit_is_killed(engine):
    job_id = engine.submit("test.hog", {"what": "hang"}, time_limit_s=0.5)

    engine.run()

    assert engine.get(job_id).error["code"] == "time_limit"


def test_a_job_that_takes_too_much_memory_is_killed_and_not_tried_again(engine):
    job_id = engine.submit("test.hog", {"what": "memory"}, memory_limit_bytes=250 * 1024 * 1024)

    engine.run()

    job = engine.get(job_id)
    assert (job.state, job.error["code"]) == ("failed", "memory_limit")


def test_what_a_job_has_started_ends_with_it(engine, trace):
    job_id = engine.submit("test.hog", {"what": "orphan", "trace": str(trace)})
    engine.start_worker()
    until(lambda: engine.get(job_id).message == "orphaned")
    assert _processes_with(str(trace))

    engine.cancel(job_id)
    engine.wait_for(job_id)

    until(lambda: not _processes_with(str(trace)))


def test_a_job_that_cannot_begin_has_failed(engine):
    job_id = engine.submit("test.count")
    with engine.database.write() as session:
        session.get_one(jobs.Job, job_id).params = {"to": "many"}

    engine.run()

    assert engine.get(job_id).state == "failed"
    assert "ValidationError" in engine.get(job_id).error["message"]


def test_a_hundred_jobs_and_two_workers_run_each_job_once(engine, trace):
    made = [engine.submit("test.count", {"to": 1, "trace": str(trace)}) for _ in range(100)]
    for _ in range(2):
        engine.start_worker("--until-idle")

    for job_id in made:
        engine.wait_for(job_id, timeout_s=60)

    lines = trace.read_text().splitlines()
    assert sum(line == "count 1" for line in lines) == 100
    with engine.database.read() as session:
        assert jobs.count_by_state(session) == {"succeeded": 100}


@pytest.mark.parametrize("reserved", ["terminal"])
def test_a_reserved_worker_runs_its_own_job_and_leaves(engine, reserved):
    other = engine.submit("test.count")
    own = engine.submit("test.family", reserved_for=reserved)

    engine.run(reserved=reserved)

    assert engine.get(own).state == "succeeded"
    assert engine.get(other).state == "queued"


def _processes_with(word: str) -> list[int]:
    import psutil

    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if word in (process.info["cmdline"] or [])
    ]
