"""The table of states: every walk along it is legal, and every other step is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.base.errors import Conflict
from armillary.base.values import utc_now
from armillary.jobs import moves
from armillary.jobs.states import (
    CLAIMED,
    FINISHED,
    MOVES,
    RETRIED,
    STATES,
    UNFINISHED,
    JobState,
    check_move,
)

any_state = st.sampled_from(STATES)


def test_every_state_is_either_finished_or_not():
    assert set(STATES) == FINISHED | UNFINISHED
    assert not FINISHED & UNFINISHED
    assert CLAIMED <= UNFINISHED


def test_a_finished_job_moves_only_by_being_retried():
    moved = {state: MOVES[state] for state in FINISHED if MOVES[state]}

    assert moved == dict.fromkeys(RETRIED, frozenset({"queued"}))


@given(any_state, any_state)
def test_a_move_is_allowed_exactly_where_the_table_says_so(before: JobState, after: JobState):
    if after in MOVES[before]:
        check_move(before, after)
    else:
        with pytest.raises(Conflict, match=f"cannot become {after}"):
            check_move(before, after)


@given(st.lists(st.randoms(use_true_random=False), min_size=1, max_size=1), st.integers(1, 30))
def test_from_every_state_an_end_can_be_reached(randoms: list, steps: int):
    state: JobState = "queued"
    for _ in range(steps):
        if MOVES[state]:
            state = randoms[0].choice(sorted(MOVES[state]))

    reached = {state}
    for _ in STATES:
        reached |= {after for one in reached for after in MOVES[one]}

    assert reached & FINISHED


@pytest.mark.parametrize("move", ["wait", "requeue"])
def test_a_job_that_is_being_cancelled_does_not_wait_or_begin_again(engine, move):
    """The cancel may come between what a job yields and what its runner makes of it."""
    job_id = engine.submit("test.count")
    with engine.database.write() as session:
        job = moves.lock(session, job_id)
        granted = {"threads": 1, "memory_bytes": 1, "gpus": [], "gpu_memory_bytes": 0}
        moves.claim(session, job, "worker_1", "claim_1", granted, utc_now())
    engine.cancel(job_id)

    with engine.database.write() as session:
        job = moves.lock(session, job_id)
        if move == "wait":
            moves.wait(session, job, [])
        else:
            moves.requeue(session, job)

    assert engine.get(job_id).state == "cancelled"
