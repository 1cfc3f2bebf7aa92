"""The space of a search: drawn from declared parameters, changed by wishes, walked both ways."""

import pytest

from armillary.base.errors import Invalid
from armillary.learning.catalogue import get_entry, list_entries
from armillary.learning.params import check
from armillary.learning.search.choosing import choose_algorithms
from armillary.learning.search.ranges import Choices, Range
from armillary.learning.search.space import Space, build_space


def knobs(space: Space, algorithm_id: str) -> dict:
    return {knob.name: knob for knob in space.of(algorithm_id).knobs}


@pytest.mark.parametrize("entry", list_entries(), ids=lambda entry: entry.id)
def test_every_usual_value_passes_the_strict_door(entry) -> None:
    for task in set(entry.tasks) & {"classification", "regression"}:
        space = build_space(task, [entry.id], {})
        for corner in (lambda domain: domain.low, lambda domain: domain.high):

            def turn(_dimension, domain, corner=corner):
                if isinstance(domain, Choices):
                    return (
                        domain.values[-1] if corner(Range(0, 1, False, True)) else domain.values[0]
                    )
                assert domain.low < domain.high
                return corner(domain)

            _, values = space.choose(turn)
            assert check(entry, values, door="strict").errors == []


def test_ranges_follow_decades_and_the_task() -> None:
    forest = knobs(build_space("regression", ["random_forest"], {}), "random_forest")
    vector = knobs(build_space("classification", ["svm"], {}), "support_vector_machine")

    assert "criterion" not in forest
    assert forest["n_estimators"].domain == Range(25, 300, log=True, is_whole=True)
    assert forest["max_depth"].may_be_empty
    assert vector["c"].domain.log
    assert vector["gamma"].when == ("kernel", ("poly", "rbf", "sigmoid"))


def test_a_knob_that_does_not_matter_is_not_turned() -> None:
    space = build_space("classification", ["support_vector_machine"], {})
    turned = []

    def linear(dimension, domain):
        turned.append(dimension)
        return domain.values[0] if isinstance(domain, Choices) else domain.low

    _, values = space.choose(linear)

    assert values["kernel"] == "linear"
    assert values["gamma"] == get_entry("support_vector_machine").defaults()["gamma"]
    assert not [dimension for dimension in turned if "gamma" in dimension]


def test_wishes_fix_narrow_and_add() -> None:
    wishes = {
        "lightgbm": {
            "n_estimators": {"fixed": 40},
            "num_leaves": {"low": 4, "high": 9},
            "max_bin": {"choices": [63, 255]},
        }
    }

    space = build_space("classification", ["lightgbm"], wishes)

    own = knobs(space, "lightgbm")
    assert "n_estimators" not in own
    assert space.of("lightgbm").base["n_estimators"] == 40
    assert own["num_leaves"].domain == Range(4, 9, log=True, is_whole=True)
    assert own["max_bin"].domain == Choices((63, 255))


@pytest.mark.parametrize(
    ("wishes", "place", "said"),
    [
        ({"lightgbm": {"num_leaves": {"low": 9, "high": 4}}}, "num_leaves", "below high"),
        ({"lightgbm": {"num_leaves": {"fixed": 1}}}, "num_leaves", "num_leaves must be in"),
        ({"lightgbm": {"num_leavs": {"fixed": 8}}}, "num_leavs", "num_leaves"),
        ({"lightgbm": {"loss": {"low": 1, "high": 2}}}, "loss", "choices"),
        ({"lightgbm": {"num_leaves": 7}}, "num_leaves", "fixed"),
        ({"xgboost": {}}, "xgboost", "not among"),
    ],
)
def test_a_wish_that_cannot_be_met_is_named(wishes, place, said) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        build_space("classification", ["lightgbm"], wishes)

    assert place in refused.value.errors[0]["loc"]


def test_an_algorithm_for_another_task_is_refused() -> None:
    with pytest.raises(Invalid, match="not for classification"):
        build_space("classification", ["elastic_net"], {})


def test_known_values_are_points_and_strange_ones_are_brought_near() -> None:
    space = build_space("classification", ["random_forest", "lightgbm"], {})
    values = {**get_entry("random_forest").defaults(), "n_estimators": 1000}

    point, domains = space.encode("random_forest", values)

    assert point["algorithm"] == "random_forest"
    assert point["random_forest.n_estimators"] == 300
    assert point["random_forest.max_depth?"] == "empty"
    assert "random_forest.max_depth" not in point
    assert set(domains) == set(point)
    assert space.encode("xgboost", {}) is None
    assert space.encode("random_forest", {**values, "criterion": "other"}) is None


def test_what_is_chosen_for_a_table_can_do_its_task() -> None:
    for task in ("classification", "regression"):
        for rows in (100, 20_000, 1_000_000):
            chosen = choose_algorithms(task, rows)
            assert len(chosen) >= 3
            build_space(task, chosen, {})
    assert "support_vector_machine" not in choose_algorithms("classification", 1_000_000)
