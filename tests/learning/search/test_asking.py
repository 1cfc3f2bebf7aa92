"""What is tried next, and what mattered: the sampler over trials that are the only truth."""

import math

import pytest

from armillary.learning.catalogue import get_entry
from armillary.learning.search.asking import Told, first_proposals, freeze, propose
from armillary.learning.search.choosing import choose_algorithms
from armillary.learning.search.importance import importances
from armillary.learning.search.objective import Objective
from armillary.learning.search.space import build_space

LOSS = Objective("rmse", is_greater_better=False)
BOTH = ["elastic_net", "linear_regression"]


def search(space, count: int, loss) -> list[Told]:
    told: list[Told] = []
    first = [one.proposal for one in first_proposals(space, [], 30_000)]
    for number in range(count):
        is_first = number < len(first)
        name, values = first[number] if is_first else propose(space, LOSS, told, number, seed=0)
        told.append(Told(name, values, "complete", loss(name, values)))
    return told


@pytest.fixture(scope="module")
def space():
    return build_space("regression", BOTH, {})


@pytest.fixture(scope="module")
def told(space):
    def loss(name, values):
        if name == "linear_regression":
            return 3.0
        return 1 + abs(math.log10(values["share_of_spread"]) + 2.5)

    return search(space, 40, loss)


def test_defaults_come_first_then_what_was_good_earlier(space) -> None:
    good = ("elastic_net", {**get_entry("elastic_net").defaults(), "l1_ratio": 0.9})

    proposals = first_proposals(space, [good, good, ("lightgbm", {})], 30_000)

    assert {one.proposal[0] for one in proposals[:2]} == set(BOTH)
    assert [one.origin for one in proposals] == ["default", "default", "earlier"]
    assert proposals[2].proposal == good


def test_the_portfolio_heeds_what_is_wished() -> None:
    wishes = {"lightgbm": {"num_leaves": {"low": 8, "high": 40}, "subsample": {"fixed": 0.7}}}
    space = build_space("regression", ["lightgbm", "elastic_net"], wishes)

    first = first_proposals(space, [], 30_000)

    boosted = [one.proposal[1] for one in first if one.proposal[0] == "lightgbm"]
    assert len(boosted) >= 3
    assert all(8 <= values["num_leaves"] <= 40 for values in boosted)
    assert {values["subsample"] for values in boosted} == {0.7}
    assert [one.origin for one in first[:3]] == ["default", "default", "portfolio"]


@pytest.mark.parametrize("n_rows", [5_000, 15_000, 50_000])
def test_every_size_of_table_has_lines_among_the_first_that_are_tried(n_rows: int) -> None:
    space = build_space("regression", choose_algorithms("regression", n_rows), {})

    first = [one.proposal for one in first_proposals(space, [], n_rows)]

    assert "linear_boosting" in [name for name, _ in first[:6]]
    assert len({repr(one) for one in first}) == len(first)
    few = [
        values for name, values in first if name == "linear_boosting" and values["num_leaves"] < 15
    ]
    assert bool(few) == (n_rows <= 10_000)


def test_the_same_trials_give_the_same_proposal_whoever_asks(space, told) -> None:
    running = [*told[:20], Told(told[20].algorithm_id, told[20].values, "running", None)]

    once, again = (propose(space, LOSS, running, 21, seed=7) for _ in range(2))

    assert once == again
    assert propose(space, LOSS, running, 22, seed=7) != once


def test_what_is_guessed_is_better_than_chance(told) -> None:
    early, late = ([one.value for one in part] for part in (told[2:12], told[30:]))

    assert sum(late) / len(late) < sum(early) / len(early)
    assert min(late) < 1.2


def test_a_pruned_trial_tells_its_means(space) -> None:
    values = get_entry("elastic_net").defaults()

    frozen = freeze(space, Told("elastic_net", values, "pruned", None, [1.0, 3.0]))

    assert frozen.intermediate_values == {0: 1.0, 1: 2.0}
    assert freeze(space, Told("lightgbm", {}, "complete", 1.0)) is None


def test_what_mattered_is_the_algorithm_and_its_strength(space, told) -> None:
    found = {
        (one["algorithm_id"], one["name"]): one["importance"]
        for one in importances(space, LOSS, told)
    }

    assert found[None, "algorithm"] > 0.1
    own = {name: share for (owner, name), share in found.items() if owner == "elastic_net"}
    assert sum(own.values()) == pytest.approx(1.0)
    assert own["share_of_spread"] > 0.8
    assert importances(space, LOSS, told[:3]) == []
