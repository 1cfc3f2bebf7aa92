"""Which jobs begin next: priority, fairness, batches, and what fits; and which give way."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.jobs.contract import Granted, Needs
from armillary.jobs.lanes import LANES, Capacity, Gpu, Places, Room
from armillary.jobs.scheduling import (
    STARVED_S,
    Choice,
    Held,
    Shares,
    Waiting,
    choose,
    gives_way,
    grant,
)

GIB = 1 << 30
MACHINE = Capacity(4, 8 * GIB, (Gpu(0, 16 * GIB), Gpu(1, 80 * GIB)))


def job(number: int, workspace: str = "ws_a", **given) -> Waiting:
    fields = {"kind": "test", "priority": 0, "batch_key": None, "needs": Needs(1, GIB)}
    return Waiting(f"job_{number}", workspace, **{**fields, **given})


def room(slots=10, *, machine=MACHINE, running=()):
    """Give what is left where one worker runs jobs of these lanes, each granted so much."""
    left = Room.of(machine, Places(slots))
    for lane, granted in running:
        left = left.after(lane, granted)
    return left


def chosen(queued, running=None, *, room=Room.of(MACHINE, Places(10)), batch_limits=None):  # noqa: B008  # frozen
    choices = choose(queued, Shares(Counter(running or {})), room, batch_limits or {})
    return [tuple(one.id for one in choice.jobs) for choice in choices]


def test_higher_priority_goes_first_then_the_oldest():
    queued = [job(1), job(2), job(3, priority=1)]

    assert chosen(queued, room=room(2)) == [("job_3",), ("job_1",)]


def test_the_workspace_with_the_fewest_running_jobs_goes_first():
    many = [job(number, "ws_a") for number in range(1, 6)]
    few = [job(number, "ws_b") for number in range(6, 8)]

    assert chosen([*many, *few], {"ws_a": 1}, room=room(4)) == [
        ("job_6",),
        ("job_1",),
        ("job_7",),
        ("job_2",),
    ]


HALF = [("main", Granted(2, 0))]


def test_what_does_not_fit_waits_and_smaller_ones_go_on():
    big = job(1, needs=Needs(4, GIB))

    assert chosen([big, job(2)], room=room(running=HALF)) == [("job_2",)]


def test_a_job_that_has_waited_long_is_not_overtaken_any_more():
    starved = job(1, needs=Needs(4, GIB), waited_s=STARVED_S + 1)

    assert chosen([starved, job(2)], room=room(running=HALF)) == []


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

    (choice,) = choose(queued, Shares(), room(1), {"test": 2})

    assert choice == Choice(tuple(queued), Granted(2, GIB))


needs = st.builds(
    Needs,
    threads=st.integers(1, 6),
    memory_bytes=st.integers(0, 10 * GIB),
    gpus=st.integers(0, 2),
    gpu_memory_bytes=st.sampled_from([0, 10 * GIB, 50 * GIB]),
    spare_threads=st.integers(0, 1),
    gpu_wished=st.booleans(),
    lane=st.sampled_from(LANES),
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


@given(st.lists(waiting, max_size=12, unique_by=lambda one: one.id), st.integers(1, 5))
def test_whatever_is_queued_no_more_is_granted_than_there_is(queued, slots):
    choices = choose(queued, Shares(), room(slots), {"two": 3})

    begun = [one.id for choice in choices for one in choice.jobs]
    assert len(begun) == len(set(begun))
    assert all(_used_of(gpu, choices) <= gpu.memory_bytes for gpu in MACHINE.gpus)
    assert sum(choice.granted.memory_bytes for choice in choices) <= MACHINE.memory_bytes
    assert all(len(choice.jobs) <= {"one": 1, "two": 3}[choice.jobs[0].kind] for choice in choices)
    by_lane = {lane: [one for one in choices if one.lane == lane] for lane in LANES}
    for begun_there in by_lane.values():
        assert sum(choice.granted.threads for choice in begun_there) <= MACHINE.threads
    assert len(by_lane["background"]) <= slots
    assert len(by_lane["main"]) <= slots
    assert len(by_lane["main"] + by_lane["express"]) <= slots + 1


def _used_of(gpu, choices):
    granted = [choice.granted for choice in choices if gpu.number in choice.granted.gpus]
    return sum(one.gpu_memory_bytes or gpu.memory_bytes for one in granted)


IMPORTING = ("background", Granted(4, GIB))
TRAINING = ("main", Granted(2, GIB))


def express(number, **given):
    return job(number, needs=Needs(1, GIB, lane="express"), **given)


def background(number, **given):
    return job(number, needs=Needs(4, GIB, lane="background"), **given)


def test_what_gives_way_takes_no_thread_and_no_place_from_others():
    running = [IMPORTING]

    assert chosen([job(1)], room=room(1, running=running)) == [("job_1",)]
    assert chosen([express(1)], room=room(1, running=running)) == [("job_1",)]


def test_what_gives_way_waits_for_its_like():
    assert chosen([background(1)], room=room(2, running=[IMPORTING])) == []


def test_what_gives_way_begins_beside_what_does_not():
    full = room(2, running=[TRAINING, TRAINING])

    assert chosen([background(1)], room=full) == [("job_1",)]


def test_express_work_finds_a_place_beside_whatever_runs():
    full = room(2, running=[TRAINING, TRAINING, IMPORTING])

    assert chosen([job(1), express(2), express(3)], room=full) == [("job_2",)]


def test_express_work_takes_the_places_that_nobody_else_wants():
    assert chosen([express(1), express(2), express(3)], room=room(2)) == [("job_1",), ("job_2",)]


def test_a_stream_of_express_work_does_not_keep_others_out():
    one_left = room(2, running=[TRAINING, ("express", Granted(1, GIB))])
    none_express = room(2, running=[TRAINING])

    assert chosen([job(1), express(2)], room=one_left) == []
    assert chosen([job(1), express(2)], room=none_express) == [("job_1",), ("job_2",)]


def test_who_has_waited_long_for_a_thread_is_overtaken_only_by_other_lanes():
    wide = job(1, needs=Needs(4, GIB), waited_s=STARVED_S + 1)
    half = room(4, running=[TRAINING])

    queued = [wide, job(2), express(3), express(4), background(5)]

    assert chosen(queued, room=half) == [("job_3",), ("job_5",)]


def test_who_has_waited_long_for_memory_is_overtaken_by_nobody():
    large = job(1, needs=Needs(1, 8 * GIB), waited_s=STARVED_S + 1)

    assert chosen([large, express(2), background(3)], room=room(running=[TRAINING])) == []


def test_memory_is_shared_by_all_lanes():
    full = room(running=[("background", Granted(1, 8 * GIB))])

    assert chosen([express(1), job(2)], room=full) == []


ONE = Granted(1, GIB)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def of(family: str, number: int, workspace: str = "ws_a", gave_way_s: float | None = None):
    gave_way_at = None if gave_way_s is None else NOON + timedelta(seconds=gave_way_s)
    return job(number, workspace, family=family, gave_way_at=gave_way_at)


def test_families_share_the_places_of_their_workspace():
    first = [of("search_1", number) for number in (1, 2)]
    second = [of("search_2", number) for number in (3, 4)]

    assert chosen([*first, *second], room=room(3)) == [("job_1",), ("job_3",), ("job_2",)]


def test_of_families_with_as_many_places_the_one_whose_turn_is_longest_ago_goes_first():
    queued = [of("search_1", 1, gave_way_s=5), of("search_1", 2), of("search_2", 3, gave_way_s=2)]

    assert chosen(queued, room=room(1)) == [("job_3",)]


def test_who_has_not_had_a_turn_goes_before_who_has():
    queued = [of("search_1", 1, gave_way_s=5), of("search_2", 2)]

    assert chosen(queued, room=room(1)) == [("job_2",)]


@pytest.mark.parametrize(
    ("held", "theirs", "at_once", "after_a_turn"),
    [
        ({"mine": 2}, of("theirs", 1), True, True),
        ({"mine": 1}, of("theirs", 1), False, True),
        ({"mine": 2, "theirs": 1}, of("theirs", 1), False, True),
        ({"mine": 1, "theirs": 1}, of("theirs", 1), False, False),
        ({"mine": 3, "theirs": 1}, of("theirs", 1), True, True),
        # The workspace with the fewest goes first, whatever the families.
        ({"mine": 2}, of("theirs", 1, "ws_b"), True, True),
        ({"mine": 1, "other": 1}, of("theirs", 1, "ws_b"), True, True),
        # What would not fit into the place does not get it.
        ({"mine": 2}, job(1, family="theirs", needs=Needs(2, GIB)), False, False),
        ({"mine": 2}, job(1, family="theirs", needs=Needs(1, GIB, gpus=1)), False, False),
    ],
)
def test_a_search_gives_way_to_one_that_has_less(held, theirs, at_once, after_a_turn):
    running = Shares()
    for family, count in held.items():
        running.add("ws_a", family, count)
    own = Held("ws_a", "mine", ONE)

    found = [gives_way(own, [theirs], running, has_had_its_turn=turn) for turn in (False, True)]

    assert found == [at_once, after_a_turn]


shares = st.lists(
    st.tuples(st.sampled_from(["ws_a", "ws_b"]), st.sampled_from(["1", "2", "3"])), max_size=8
)


@given(shares, shares)
def test_places_move_until_they_are_even_and_then_stay(running, queued):
    # A family is of one workspace.
    running = [(workspace, workspace + family) for workspace, family in running]
    waiting = [(workspace, workspace + family) for workspace, family in queued]

    moves = 0
    while move := _find_move(running, waiting):
        given_up, taken = move
        running.remove(given_up)
        waiting.append(given_up)
        waiting.remove(taken)
        running.append(taken)
        moves += 1

    assert moves <= len(running) * (len(running) + len(waiting) + 1)
    by_family = Counter(family for _, family in running)
    by_workspace = Counter(workspace for workspace, _ in running)
    for workspace, family in waiting:
        for other, held in by_workspace.items():
            assert other == workspace or held - by_workspace[workspace] <= 1
        for other, name in set(running):
            assert other != workspace or by_family[name] - by_family[family] <= 1


def _find_move(running, waiting):
    """Give who gives way, and who has the place then: whoever is chosen."""
    shares = Shares()
    for workspace, family in running:
        shares.add(workspace, family)
    for own in running:
        held = Held(*own, ONE)
        peers = [
            job(number, workspace, family=family)
            for number, (workspace, family) in enumerate(waiting)
            if family != own[1]
        ]
        if not gives_way(held, peers, shares, has_had_its_turn=False):
            continue
        left = shares.copy()
        left.add(*own, -1)
        queued = [*peers, of(own[1], len(waiting), own[0], gave_way_s=1)]
        (choice,) = choose(queued, left, room(1), {})
        assert choice.jobs[0].family != own[1]
        return own, (choice.jobs[0].workspace_id, choice.jobs[0].family)
    return None
