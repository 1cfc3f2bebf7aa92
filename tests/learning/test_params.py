"""Parameter values through the strict and the lenient door."""

import math

import pytest

from armillary.base.errors import Invalid
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.params import Checked, check, check_live


@pytest.fixture
def network() -> CatalogueEntry:
    return get_entry("feedforward_nn")


@pytest.fixture
def forest() -> CatalogueEntry:
    return get_entry("random_forest")


def test_missing_values_take_their_defaults(forest):
    checked = check(forest, {"n_estimators": 300}, door="strict")

    assert checked == Checked(forest.defaults() | {"n_estimators": 300})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"n_estimators": 0}, "n_estimators must be in [1, 1000]; got 0."),
        ({"n_estimators": 10.5}, "n_estimators must be a whole number; got 10.5."),
        ({"n_estimators": "10"}, "n_estimators must be a whole number; got '10'."),
        ({"n_estimators": True}, "n_estimators must be a whole number; got true."),
        ({"n_estimators": math.nan}, "n_estimators must be a whole number; got NaN."),
        ({"n_estimators": None}, "n_estimators must be a whole number; got null."),
        ({"max_samples": 0.0}, "max_samples must be in (0.0, 1.0]; got 0.0."),
        ({"max_samples": 10**400}, f"max_samples must be a number; got 1{'0' * 78}…."),
        ({"criterion": "ginny"}, "criterion must be one of gini, entropy, log_loss; got 'ginny'."),
        ({"criterion": "entropi"}, "got 'entropi'. Did you mean entropy?"),
        ({"bootstrap": "yes"}, "bootstrap must be true or false; got 'yes'."),
        ({"n_estimator": 5}, "has no parameter 'n_estimator'; did you mean n_estimators?"),
    ],
)
def test_the_strict_door_says_what_was_expected_and_what_came(forest, given, message):
    checked = check(forest, given, door="strict")

    (error,) = checked.errors
    assert error["loc"] == [next(iter(given))]
    assert message in error["msg"]
    assert checked.values == forest.defaults()
    with pytest.raises(Invalid) as caught:
        checked.require()
    assert caught.value.errors == checked.errors


def test_every_error_is_told_at_once(forest):
    checked = check(forest, {"n_estimators": 0, "criterion": "x", "wrong": 1}, door="strict")

    assert [error["loc"] for error in checked.errors] == [
        ["n_estimators"],
        ["criterion"],
        ["wrong"],
    ]


def test_a_wrong_item_of_a_list_is_found(network):
    checked = check(network, {"hidden_layers": [8, 0, 8]}, door="strict")

    message = "hidden_layers[1] must be in [1, 1024]; got 0."
    assert checked.errors == [{"loc": ["hidden_layers", 1], "msg": message}]


@pytest.mark.parametrize("given", [[], [8] * 21, 64, "64,32"])
def test_a_list_of_another_length_or_kind_is_refused(network, given):
    assert check(network, {"hidden_layers": given}, door="strict").errors


def test_whole_floats_count_as_whole_numbers(forest):
    checked = check(forest, {"n_estimators": 100.0, "max_samples": 1}, door="strict")

    assert checked.values["n_estimators"] == 100
    assert isinstance(checked.values["n_estimators"], int)
    assert isinstance(checked.values["max_samples"], float)
    assert checked.adjusted == []


@pytest.mark.parametrize(
    ("name", "given", "used"),
    [
        ("n_estimators", "10", 10),
        ("n_estimators", 10_000, 1000),
        ("n_estimators", -3, 1),
        ("n_estimators", 12.6, 13),
        ("n_estimators", "", 100),
        ("n_estimators", math.inf, 1000),
        ("max_depth", "none", None),
        ("max_depth", "None", None),
        ("max_depth", "7", 7),
        ("criterion", "Log-Loss", "log_loss"),
        ("bootstrap", "off", False),
        ("max_samples", 0, math.nextafter(0.0, 1.0)),
        ("class_weight", "None", "none"),
    ],
)
def test_the_lenient_door_adjusts_and_tells(forest, name, given, used):
    checked = check(forest, {name: given}, door="lenient")

    assert checked.errors == []
    assert checked.values == forest.defaults() | {name: used}
    assert checked.adjusted == [{"name": name, "given": given, "used": used}]


@pytest.mark.parametrize(
    ("given", "used"),
    [("128, 64", [128, 64]), ("[16]", [16]), (32, [32]), ([2000, 0], [1024, 1]), ("", [64, 32])],
)
def test_the_lenient_door_reads_lists(network, given, used):
    assert check(network, {"hidden_layers": given}, door="lenient").values["hidden_layers"] == used


@pytest.mark.parametrize(
    "given", [{"criterion": "ginny"}, {"n_estimators": "many"}, {"unknown": 1}, {"bootstrap": 7}]
)
def test_what_makes_no_sense_is_an_error_even_at_the_lenient_door(forest, given):
    assert len(check(forest, given, door="lenient").errors) == 1


def test_only_live_parameters_may_be_steered(network):
    assert check_live(network, "learning_rate", 0.01) == 0.01
    with pytest.raises(Invalid, match=r"epochs cannot be changed.*learning_rate") as caught:
        check_live(network, "epochs", 5)
    assert caught.value.code == "not_live"
    with pytest.raises(Invalid, match="must be in"):
        check_live(network, "learning_rate", 7.0)
