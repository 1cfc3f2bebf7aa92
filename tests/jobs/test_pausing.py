"""Jobs that stand still and go on: paused while they run or wait, by several, and stopped there."""

import pytest
import sqlalchemy as sa

from armillary import jobs
from armillary.base.errors import Conflict
from armillary.base.values import utc_now
from armillary.jobs import moves
from armillary.jobs.kinds import JobKinds
from armillary.jobs.tables import JobControl

from .conftest import Engine, until

LONG = {"to": 300, "pause_s": 0.01}


def counted(trace) -> list[int]:
    lines = [line.split() for line in trace.read_text().splitlines()]
    return [int(words[1]) for words in lines if words[0] == "count"]


def ask(engine: Engine, act, job_id: str) -> jobs.Job:
    with engine.database.write() as session:
        return act(engine.actor, session, job_id)


def pause_without_worker(engine: Engine) -> str:
    """Begin a job and pause it, with nobody left who could have it go on."""
    job_id = engine.submit("test.count", {"to": 10_000, "pause_s": 0.01})
    worker = engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)
    ask(engine, jobs.pause, job_id)
    engine.wait_for(job_id, "paused")
    worker.kill()
    return job_id


def test_a_paused_job_gives_its_place_back_and_goes_on_where_it_stood(engine, trace):
    job_id = engine.submit("test.count", {**LONG, "trace": str(trace)})
    single = engine.settings.model_copy(update={"worker_slots": 1})
    engine.start_worker(settings=single)
    until(lambda: (engine.get(job_id).step or 0) > 3)

    ask(engine, jobs.pause, job_id)
    paused = engine.wait_for(job_id, "paused")
    other = engine.submit("test.count", {"to": 3})
    engine.wait_for(other)
    still_paused = engine.get(job_id)
    ask(engine, jobs.resume, job_id)
    job = engine.wait_for(job_id)

    assert (paused.worker_id, paused.granted, paused.attempt) == (None, None, 1)
    assert (still_paused.state, still_paused.version) == ("paused", paused.version)
    assert job.result["from"] == paused.step
    assert counted(trace) == list(range(1, 301))


def test_a_queued_job_can_be_paused_and_is_not_begun(engine):
    job_id = engine.submit("test.count", {"to": 3})
    ask(engine, jobs.pause, job_id)

    engine.run()
    before = engine.get(job_id).state
    ask(engine, jobs.resume, job_id)
    engine.run()

    assert before == "paused"
    assert engine.get(job_id).result["counted"] == 3


def test_several_who_pause_and_resume_at_once_agree_with_the_last_of_them(engine, trace):
    job_id = engine.submit("test.count", {**LONG, "trace": str(trace)})
    engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)

    for act in (jobs.pause, jobs.pause, jobs.resume, jobs.resume, jobs.pause, jobs.resume):
        ask(engine, act, job_id)

    assert engine.wait_for(job_id).result["counted"] == 300
    assert counted(trace) == list(range(1, 301))


def test_a_pause_outlives_its_worker(engine):
    job_id = engine.submit("test.count", LONG)
    worker = engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)

    ask(engine, jobs.pause, job_id)
    worker.kill()
    engine.run()
    held = engine.wait_for(job_id, "paused")
    ask(engine, jobs.resume, job_id)
    engine.run()

    assert held.state == "paused"
    assert engine.get(job_id).result["counted"] == 300


def test_a_job_stopped_while_paused_keeps_what_it_had(engine):
    job_id = engine.submit("test.count", {"to": 10_000, "pause_s": 0.01})
    engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)
    ask(engine, jobs.pause, job_id)
    paused_at = engine.wait_for(job_id, "paused").step

    engine.cancel(job_id)

    job = engine.wait_for(job_id)
    assert job.state == "cancelled"
    assert job.result["stopped"] is True
    assert paused_at < job.result["counted"] < 10_000


def test_a_job_stopped_in_the_moment_in_which_it_goes_on_keeps_what_it_had(engine):
    job_id = engine.submit("test.count", {"to": 10_000, "pause_s": 0.01})
    engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)
    ask(engine, jobs.pause, job_id)
    paused_at = engine.wait_for(job_id, "paused").step

    ask(engine, jobs.resume, job_id)
    engine.wait_for(job_id, "running")
    engine.cancel(job_id)

    job = engine.wait_for(job_id)
    assert job.state == "cancelled"
    assert job.result["stopped"] is True
    assert paused_at < job.result["counted"] < 10_000


def test_a_job_stopped_twice_while_paused_ends_at_once(engine):
    job_id = pause_without_worker(engine)

    engine.cancel(job_id)
    once = engine.get(job_id).state
    engine.cancel(job_id)

    assert (once, engine.get(job_id).state) == ("queued", "cancelled")
    with engine.database.read() as session:
        assert session.query(JobControl).count() == 0


def test_a_job_that_goes_on_only_to_end_is_neither_paused_nor_told_anything(engine):
    job_id = pause_without_worker(engine)
    engine.cancel(job_id)

    for act in (jobs.pause, jobs.resume):
        with pytest.raises(Conflict, match="until somebody stops it; this one is being stopped"):
            ask(engine, act, job_id)
    with pytest.raises(Conflict, match=r"this one is being stopped\. Wait for its end"):
        engine.tell(job_id, {"type": "checkpoint"})
    engine.run()

    assert engine.get(job_id).state == "cancelled"


def test_time_in_which_a_job_is_paused_does_not_count(engine):
    job_id = engine.submit("test.count", {"to": 60, "pause_s": 0.01}, time_limit_s=3.0)
    engine.start_worker()
    until(lambda: (engine.get(job_id).step or 0) > 3)
    ask(engine, jobs.pause, job_id)
    paused = engine.wait_for(job_id, "paused")
    used_s = paused.used_s
    ask(engine, jobs.resume, job_id)

    job = engine.wait_for(job_id)
    assert job.state == "succeeded"
    assert 0.0 < used_s < 3.0


def test_what_cannot_be_paused_says_why(engine):
    forgetful = engine.submit("test.count", {"to": 3, "with_checkpoints": False})
    unable = engine.submit("test.hog", {"what": "hang"})

    with pytest.raises(Conflict, match="does not remember how far it counted"):
        ask(engine, jobs.pause, forgetful)
    with pytest.raises(Conflict, match="cannot be paused: it would have to begin anew"):
        ask(engine, jobs.pause, unable)
    assert engine.get(forgetful).state == "queued"


def test_a_job_that_has_ended_is_neither_paused_nor_resumed(engine):
    job_id = engine.submit("test.count", {"to": 3})
    engine.run()

    for act, word in (
        (jobs.pause, "paused while it is queued, waits or runs; this one has succeeded"),
        (jobs.resume, "resumed while it is paused; this one has succeeded. Start another"),
    ):
        with pytest.raises(Conflict, match=word):
            ask(engine, act, job_id)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("queued", "retried when it has failed, .* this one is queued. It begins by itself"),
        ("running", "this one runs. Stop it first"),
        ("paused", "this one is paused. Resume it"),
        ("cancelling", "this one is being stopped. Wait for its end"),
        ("succeeded", "this one has succeeded. Start another"),
    ],
)
def test_a_refusal_says_how_the_job_stands_and_what_to_do(engine, state, said):
    job_id = engine.submit("test.count")
    with engine.database.write() as session:
        session.get_one(jobs.Job, job_id).state = state

    with pytest.raises(Conflict, match=said):
        ask(engine, jobs.retry, job_id)


def test_a_job_is_told_only_what_it_understands(engine):
    count, small = engine.submit("test.count"), engine.submit("test.held", {"until": "never"})
    with engine.database.write() as session:
        session.execute(sa.update(jobs.Job).values(state="running"))

    for job_id in (count, small):
        engine.tell(job_id, {"type": "checkpoint"})
    engine.tell(count, {"type": "set_param"})
    with pytest.raises(Conflict, match="can be told cancel, checkpoint; it does not"):
        engine.tell(small, {"type": "set_param"})


def begin_family(engine: Engine) -> tuple[str, list[str]]:
    """Have a parent begin two children, which nobody has taken yet, and wait for them."""
    parent = begin_parent(engine)
    children = [engine.submit("test.count", {"to": 1}, parent_id=parent) for _ in range(2)]
    with engine.database.write() as session:
        moves.wait(session, moves.lock(session, parent), children)
    return parent, children


def begin_parent(engine: Engine) -> str:
    parent = engine.submit("test.family")
    with engine.database.write() as session:
        job = moves.lock(session, parent)
        granted = {"threads": 1, "memory_bytes": 1, "gpus": [], "gpu_memory_bytes": 0}
        moves.claim(session, job, "worker_1", "claim_1", granted, utc_now())
    return parent


def states(engine: Engine, *job_ids: str) -> list[str]:
    return [engine.get(job_id).state for job_id in job_ids]


def test_a_job_that_waits_stands_still_with_those_it_has_begun(engine):
    parent, children = begin_family(engine)
    before = states(engine, parent, *children)

    ask(engine, jobs.pause, parent)
    paused = states(engine, parent, *children)
    engine.run()
    still_paused = states(engine, parent, *children)
    ask(engine, jobs.resume, parent)
    ask(engine, jobs.resume, parent)
    gone_on = states(engine, parent, *children)

    assert before == gone_on == ["waiting", "queued", "queued"]
    assert paused == still_paused == ["paused"] * 3


def test_children_that_run_save_their_state_and_go_on_from_it(engine, trace):
    slowly = {"children": 12, "pause_s": 0.02, "trace": str(trace)}
    parent = engine.submit("test.family", slowly)
    engine.start_worker()
    until(lambda: counted(trace))

    ask(engine, jobs.pause, parent)

    def look() -> bool:
        with engine.database.read() as session:
            held = sa.select(jobs.Job.id).where(jobs.Job.state.in_(jobs.CLAIMED))
            return not session.scalars(held).all()

    until(look)
    now_paused = engine.get(parent).state
    ask(engine, jobs.resume, parent)
    job = engine.wait_for(parent)
    assert now_paused == "paused"
    assert job.result["counted"] == list(range(1, 13))
    # None began anew: together they have counted as far as they had to, once.
    assert len(counted(trace)) == sum(range(1, 13))


def test_a_job_paused_before_it_waits_is_paused_and_so_is_what_it_has_begun(engine):
    parent = begin_parent(engine)
    child = engine.submit("test.count", {"to": 1}, parent_id=parent)

    ask(engine, jobs.pause, parent)
    late = engine.submit("test.count", {"to": 1}, parent_id=parent)
    asked = states(engine, parent, child, late)
    with engine.database.write() as session:
        moves.wait(session, moves.lock(session, parent), [child, late])
    paused = states(engine, parent, child, late)
    ask(engine, jobs.resume, parent)

    assert asked == ["pausing", "paused", "queued"]
    assert paused == ["paused"] * 3
    assert states(engine, parent, child, late) == ["waiting", "queued", "queued"]


def test_what_ends_while_its_parent_is_paused_is_not_waited_for(engine):
    parent, children = begin_family(engine)
    ask(engine, jobs.pause, parent)

    for child in children:
        engine.cancel(child)
    stays = engine.get(parent).state
    ask(engine, jobs.resume, parent)

    assert (stays, engine.get(parent).state) == ("paused", "queued")


def test_a_paused_job_that_waited_ends_at_once_with_all_it_has_begun(engine):
    parent, children = begin_family(engine)
    ask(engine, jobs.pause, parent)

    engine.cancel(parent)

    assert states(engine, parent, *children) == ["cancelled"] * 3


def test_what_computes_trials_stands_still_with_its_search_and_not_alone(engine):
    _, children = begin_family(engine)
    with engine.database.write() as session:
        lane = session.get_one(jobs.Job, children[0])
        lane.kind, lane.params = "search.trials", {"search_id": "job_1", "lane": 0, "name": "of"}

    for act in (jobs.pause, jobs.resume):
        with engine.database.write() as session:
            session.info[moves.KINDS] = JobKinds.load()
            with pytest.raises(Conflict, match=r"with it\. Pause or resume the search\."):
                act(engine.actor, session, children[0])
    assert states(engine, children[0]) == ["queued"]
