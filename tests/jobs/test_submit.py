"""Submitting, looking, listing, cancelling and retrying, without any worker."""

import pytest

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound
from armillary.jobs.contract import Needs
from armillary.jobs.wire import FIELD_BYTES, to_wire

OTHER = Actor.local("ws_other")


def test_a_submitted_job_is_queued_and_told_of(engine):
    job_id = engine.submit("test.count", {"to": 3}, subject=("dataset", "ds_1"), priority=2)

    job = engine.get(job_id)
    wire = to_wire(job)
    assert (job.state, job.version, job.attempt) == ("queued", 1, 1)
    assert wire["title"] == "Count to 3"
    assert wire["subject"] == {"kind": "dataset", "id": "ds_1"}
    assert wire["params"] == {
        "to": 3,
        "pause_s": 0.0,
        "trace": None,
        "fail_at": None,
        "with_checkpoints": True,
    }
    for topic in (f"job:{job_id}", "workspace:ws_demo"):
        (event,) = engine.events(topic)
        assert (event.type, event.data) == ("job.created", {"job": wire})


def test_the_same_idempotency_key_gives_the_same_job(engine):
    first = engine.submit("test.count", {"to": 3}, idempotency_key="once")

    assert engine.submit("test.count", {"to": 3}, idempotency_key="once") == first
    assert engine.submit("test.count", {"to": 3}, idempotency_key="once", actor=OTHER) != first
    with pytest.raises(Conflict, match="belongs to another request"):
        engine.submit("test.count", {"to": 4}, idempotency_key="once")


def test_an_unknown_kind_is_refused_with_those_there_are(engine):
    with pytest.raises(BadRequest, match=r"one of: .*test\.count.*; got 'test\.nothing'"):
        engine.submit("test.nothing")


def test_parameters_that_do_not_fit_are_refused_by_place(engine):
    with pytest.raises(Invalid) as caught:
        engine.submit("test.count", {"to": -1})

    assert caught.value.errors[0]["loc"] == ["to"]


def test_a_viewer_may_look_and_not_submit(engine):
    viewer = Actor.local().within("ws_demo", "viewer")
    job_id = engine.submit("test.count")

    with engine.database.read() as session:
        assert jobs.get(viewer, session, job_id).id == job_id
    with pytest.raises(Forbidden):
        engine.submit("test.count", actor=viewer)


def test_a_job_is_not_there_for_another_workspace(engine):
    job_id = engine.submit("test.count")

    with engine.database.read() as session:
        with pytest.raises(NotFound):
            jobs.get(OTHER, session, job_id)
        assert jobs.list_jobs(OTHER, session).jobs == []


def test_a_list_is_paged_newest_first_and_filtered(engine):
    made = [engine.submit("test.count", {"to": number}) for number in range(5)]
    engine.submit("test.family")
    engine.cancel(made[0])

    with engine.database.read() as session:
        first = jobs.list_jobs(engine.actor, session, kind="test.count", limit=3)
        second = jobs.list_jobs(
            engine.actor, session, kind="test.count", limit=3, cursor=first.next_cursor
        )
        queued = jobs.list_jobs(engine.actor, session, kind="test.count", states=["queued"])

    assert [job.id for job in first.jobs] == [made[4], made[3], made[2]]
    assert [job.id for job in second.jobs] == [made[1], made[0]]
    assert (first.total, second.total, second.next_cursor) == (5, 5, None)
    assert queued.total == 4


def test_a_queued_job_is_cancelled_at_once(engine):
    job_id = engine.submit("test.count")

    engine.cancel(job_id)
    engine.cancel(job_id)

    job = engine.get(job_id)
    assert (job.state, job.finished_at is not None) == ("cancelled", True)


def test_a_cancelled_job_can_be_retried_and_a_queued_one_cannot(engine):
    job_id = engine.submit("test.count")
    engine.cancel(job_id)

    with engine.database.write() as session:
        job = jobs.retry(engine.actor, session, job_id)
    assert (job.state, job.attempt, job.finished_at) == ("queued", 2, None)

    with engine.database.write() as session, pytest.raises(Conflict, match="this one is queued"):
        jobs.retry(engine.actor, session, job_id)


def test_a_queued_job_cannot_be_told_anything(engine):
    job_id = engine.submit("test.count")

    with pytest.raises(Conflict, match="while it runs"):
        engine.tell(job_id, {"type": "set_param"})
    with pytest.raises(BadRequest, match="needs a `type`"):
        engine.tell(job_id, {"kind": "pause"})


def test_a_job_depends_on_jobs_of_its_workspace_only(engine):
    foreign = engine.submit("test.count", actor=OTHER)

    with pytest.raises(BadRequest, match="jobs of its workspace"):
        engine.submit("test.count", depends_on=[foreign])


def test_the_end_of_what_a_job_depends_on_fails_it_too_and_what_hangs_on_that(engine):
    first = engine.submit("test.count")
    second = engine.submit("test.count", depends_on=[first])
    third = engine.submit("test.count", depends_on=[second])

    engine.cancel(first)

    assert engine.get(second).error["code"] == "dependency_failed"
    assert engine.get(third).state == "failed"
    with pytest.raises(Conflict, match="ended cancelled"):
        engine.submit("test.count", depends_on=[first])


def test_big_params_are_kept_whole_and_left_out_of_what_is_told(engine):
    trace = "x" * (2 * FIELD_BYTES)

    job_id = engine.submit("test.count", {"trace": trace})

    job = engine.get(job_id)
    assert job.params["trace"] == trace
    assert to_wire(job)["params"] == {"omitted": True, "size_bytes": 8_072}


def test_needs_given_win_over_those_of_the_kind(engine):
    job_id = engine.submit("test.count", needs=Needs(threads=3))

    assert engine.get(job_id).needs["threads"] == 3


def test_jobs_are_counted_by_state(engine):
    engine.submit("test.count")
    engine.cancel(engine.submit("test.count"))

    with engine.database.read() as session:
        assert jobs.count_by_state(session) == {"queued": 1, "cancelled": 1}
        assert jobs.mean_run_seconds(session) == 0.0
