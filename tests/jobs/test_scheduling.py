"""Which jobs begin next: priority, fairness, batches, and what fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.jobs.contract import Granted, Needs
from armillary.jobs.scheduling import STARVED_S, Capacity, Choice, Gpu, Waiting, choose, grant

GIB = 1 << 30
MACHINE = Capacity(4, 8 * GIB, (Gpu(0, 16 * GIB), Gpu(1, 80 * GIB)))


def job(number: int, workspace: str = "ws_a", **given) -> Waiting:
    fields = {"kind": "test", "priority": 0, "batch_key": None, "needs": Needs(1, GIB)}
    return Waiting(f"job_{number}", workspace, **{**fields, **given})


def chosen(queued, running=None, *, free=MACHINE, slots=10, batch_limits=None):
    choices = choose(
        queued, running or {}, MACHINE, free, slots=slots, batch_limits=batch_limits or {}
    )
    return [tuple(one.id for one in choice.jobs) for choice in choices]


def test_higher_priority_goes_first_then_the_oldest():
    queued = [job(1), job(2), job(3, priority=1)]

    assert chosen(queued, slots=2) == [("job_3",), ("job_1",)]


def test_the_workspace_with_the_fewest_running_jobs_goes_first():
    many = [job(number, "ws_a") for number in range(1, 6)]
    few = [job(number, "ws_b") for number in range(6, 8)]

    assert chosen([*many, *few], {"ws_a": 1}, slots=4) == [
        ("job_6",),
        ("job_1",),
        ("job_7",),
        ("job_2",),
    ]


def test_what_does_not_fit_waits_and_smaller_ones_go_on():
    big = job(1, needs=Needs(4, GIB))

    assert chosen([big, job(2)], free=Capacity(2, 8 * GIB)) == [("job_2",)]


def test_a_job_that_has_waited_long_is_not_overtaken_any_more():
    starved = job(1, needs=Needs(4, GIB), waited_s=STARVED_S + 1)

    assert chosen([starved, job(2)], free=Capacity(2, 8 * GIB)) == []


def test_a_starved_job_that_can_never_fit_stands_in_nobodys_way():
    impossible = job(1, needs=Needs(1, 100 * GIB), waited_s=STARVED_S + 1)

    assert chosen([impossible, job(2)]) == [("job_2",)]


def test_jobs_with_one_batch_key_begin_together_up_to_the_limit():
    alike = [job(number, batch_key="model_1") for number in range(1, 5)]
    other = job(5, batch_key="model_2")

    assert chosen([*alike, other], batch_limits={"test": 3}) == [
        ("job_1", "job_2", "job_3"),
        ("job_4",),
        ("job_5",),
    ]


def test_jobs_without_batch_key_begin_alone():
    assert chosen([job(1), job(2)], batch_limits={"test": 3}) == [("job_1",), ("job_2",)]


def test_gpus_are_granted_by_number_and_only_where_their_memory_suffices():
    needs = Needs(1, GIB, gpus=1, gpu_memory_bytes=40 * GIB)

    assert grant(needs, MACHINE, MACHINE) == Granted(1, GIB, (1,), 40 * GIB)
    assert grant(needs, MACHINE, MACHINE.without(Granted(1, GIB, (1,)))) is None


def test_a_gpu_is_shared_as_far_as_its_memory_reaches():
    needs = Needs(1, GIB, gpus=1, gpu_memory_bytes=40 * GIB)
    once = MACHINE.without(Granted(1, GIB, (1,), 40 * GIB))
    twice = once.without(Granted(1, GIB, (1,), 40 * GIB))

    assert grant(needs, MACHINE, once) == Granted(1, GIB, (1,), 40 * GIB)
    assert grant(needs, MACHINE, twice) is None
    assert grant(Needs(1, GIB, gpus=2), MACHINE, once) is None  # one of them is not wholly free


def test_a_gpu_that_is_only_wished_is_granted_where_it_is_free():
    wished = Needs(1, GIB, gpu_memory_bytes=10 * GIB, gpu_wished=True)
    taken = MACHINE.without(Granted(1, GIB, (0, 1)))

    assert grant(wished, MACHINE, MACHINE) == Granted(1, GIB, (0,), 10 * GIB)
    assert grant(wished, MACHINE, taken) == Granted(1, GIB)


def test_more_threads_than_the_machine_has_are_cut_down_to_it():
    assert grant(Needs(64, GIB), MACHINE, MACHINE) == Granted(4, GIB)


@pytest.mark.parametrize(("threads", "of", "granted"), [(8, 4, 3), (2, 4, 2), (8, 1, 1), (1, 1, 1)])
def test_a_long_job_leaves_threads_to_others(threads, of, granted):
    machine = Capacity(of, 8 * GIB)

    assert grant(Needs(threads, GIB, spare_threads=1), machine, machine) == Granted(granted, GIB)


def test_a_batch_is_granted_what_its_hungriest_job_needs():
    queued = [
        job(1, batch_key="m", needs=Needs(1, GIB)),
        job(2, batch_key="m", needs=Needs(2, GIB // 2)),
    ]

    (choice,) = choose(queued, {}, MACHINE, MACHINE, slots=1, batch_limits={"test": 2})

    assert choice == Choice(tuple(queued), Granted(2, GIB))


needs = st.builds(
    Needs,
    threads=st.integers(1, 6),
    memory_bytes=st.integers(0, 10 * GIB),
    gpus=st.integers(0, 2),
    gpu_memory_bytes=st.sampled_from([0, 10 * GIB, 50 * GIB]),
    spare_threads=st.integers(0, 1),
    gpu_wished=st.booleans(),
)
waiting = st.builds(
    Waiting,
    id=st.uuids().map(str),
    workspace_id=st.sampled_from(["ws_a", "ws_b", "ws_c"]),
    kind=st.sampled_from(["one", "two"]),
    priority=st.integers(-1, 1),
    batch_key=st.sampled_from([None, "x", "y"]),
    needs=needs,
    waited_s=st.sampled_from([0.0, 100.0]),
)


@given(st.lists(waiting, max_size=12, unique_by=lambda one: one.id), st.integers(0, 5))
def test_whatever_is_queued_no_more_is_granted_than_there_is(queued, slots):
    choices = choose(queued, {}, MACHINE, MACHINE, slots=slots, batch_limits={"two": 3})

    begun = [one.id for choice in choices for one in choice.jobs]
    assert len(begun) == len(set(begun))
    assert all(_used_of(gpu, choices) <= gpu.memory_bytes for gpu in MACHINE.gpus)
    assert len(choices) <= slots
    assert sum(choice.granted.threads for choice in choices) <= MACHINE.threads
    assert sum(choice.granted.memory_bytes for choice in choices) <= MACHINE.memory_bytes
    assert all(len(choice.jobs) <= {"one": 1, "two": 3}[choice.jobs[0].kind] for choice in choices)


def _used_of(gpu, choices):
    granted = [choice.granted for choice in choices if gpu.number in choice.granted.gpus]
    return sum(one.gpu_memory_bytes or gpu.memory_bytes for one in granted)
