"""Reading ``--set name=value``."""

import pytest

from armillary.base.errors import Invalid
from armillary.cli.assignments import parse_assignments
from armillary.learning.catalogue import get_entry


@pytest.mark.parametrize(
    ("algorithm", "text", "value"),
    [
        ("random_forest", "n_estimators=300", {"n_estimators": 300}),
        ("random_forest", "max_depth=none", {"max_depth": None}),
        ("random_forest", "max_depth=null", {"max_depth": None}),
        ("random_forest", "criterion=gini", {"criterion": "gini"}),
        ("feedforward_nn", "hidden_layers=[64, 32]", {"hidden_layers": [64, 32]}),
        ("feedforward_nn", "hidden_layers=64,32", {"hidden_layers": [64, 32]}),
        ("feedforward_nn", "learning_rate=1e-3", {"learning_rate": 0.001}),
        ("feedforward_nn", " epochs = 5 ", {"epochs": 5}),
    ],
)
def test_text_becomes_what_the_schema_speaks_of(algorithm: str, text: str, value: object) -> None:
    assert parse_assignments(get_entry(algorithm), [text]) == value


def test_text_that_is_no_number_stays_text_for_the_check_to_refuse() -> None:
    entry = get_entry("random_forest")

    assert parse_assignments(entry, ["n_estimators=many"]) == {"n_estimators": "many"}


@pytest.mark.parametrize("text", ["n_estimators", "=3", ""])
def test_what_is_no_assignment_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="NAME=VALUE"):
        parse_assignments(get_entry("random_forest"), [text])


def test_a_parameter_may_be_set_once() -> None:
    with pytest.raises(Invalid, match="twice"):
        parse_assignments(get_entry("random_forest"), ["max_depth=3", "max_depth=4"])
