"""What goes before a learner shows how far it is, and goes on where it was interrupted."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Conflict
from armillary.learning.contract import State, Task
from armillary.learning.fit import fit

TASK = Task("classification", "kind")
FIRST = [
    {"algorithm_id": "autoencoder", "hyperparameters": {"epochs": 4, "hidden_layers": [8]}},
    {"algorithm_id": "gaussian_random_projection", "hyperparameters": {}},
]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(300, 6)), columns=list("abcdef"))
    table["kind"] = np.where(table["a"] + table["b"] > 0, "x", "y")
    return table


def train(table: pd.DataFrame, resume: State | None = None):
    return fit(table, TASK, "logistic_regression", {}, seed=3, first=FIRST, resume=resume)


@pytest.fixture(scope="module")
def looks(table: pd.DataFrame):
    """Every look at a training that nothing interrupts, with its state."""
    return [(look, look.state()) for look in train(table)]


def test_it_shows_how_far_it_is_before_there_is_a_model(looks) -> None:
    before = [look for look, _ in looks if look.is_before]

    assert len(before) >= 5
    assert "Autoencoder goes first, 1 of 4" in {look.told for look in before}
    fractions = [look.fraction for look, _ in looks]
    assert fractions == sorted(fractions)
    with pytest.raises(Conflict, match="Nothing has been learned yet"):
        before[0].model()


@pytest.mark.parametrize("place", [1, 3, 5, -2])
def test_interrupted_anywhere_it_comes_to_the_same_model(table, looks, place: int) -> None:
    state = State(dict(looks[place][1].files))

    *_, last = train(table, state)

    whole = looks[-1][0].model()
    rows = whole.predict(table).probabilities
    assert last.model().predict(table).probabilities == pytest.approx(rows, abs=1e-12)
    assert last.model().warnings == whole.warnings


def test_a_state_behind_it_fits_nothing_again(table, looks) -> None:
    behind = next(state for look, state in looks if not look.is_before)

    first = next(train(table, State(dict(behind.files))))

    assert not first.is_before


def test_a_state_without_what_went_first_has_it_fitted_again(table, looks) -> None:
    """States of earlier versions leave it out."""
    state = looks[-1][1]
    old = {name: data for name, data in state.files.items()
           if name != "chain.json" and not name.startswith("first_")}  # fmt: skip

    *_, last = train(table, State(old))

    rows = looks[-1][0].model().predict(table).probabilities
    assert last.model().predict(table).probabilities == pytest.approx(rows, abs=1e-12)
