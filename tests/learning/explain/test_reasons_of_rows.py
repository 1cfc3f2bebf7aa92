"""Reasons of many rows: the columns that moved the model most, in words."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.contract import Task
from armillary.learning.explain_row.many import RowReasons
from armillary.learning.explain_subject import gather
from armillary.learning.fit import fit

ROWS = 200


def _frame() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"area": rng.normal(size=ROWS), "rooms": rng.normal(size=ROWS)})
    frame["town"] = rng.choice(["Bonn", "Köln"], ROWS)
    frame["price"] = 10 * frame["area"] + frame["rooms"]
    frame["let"] = np.where(frame["price"] > 0, "yes", "no")
    return frame


FRAME = _frame()


def _reasons(target: str, algorithm: str, rows: int = ROWS, **params: object) -> RowReasons:
    kind = "regression" if target == "price" else "classification"
    task = Task(kind, target, ("area", "rooms", "town"))  # type: ignore[arg-type]  # one of both
    *_, last = fit(FRAME, task, algorithm, params, seed=0)
    return RowReasons(gather(last.model(), FRAME), rows)


def test_the_strongest_comes_first_with_value_and_size() -> None:
    row = pd.DataFrame({"area": [2.0], "rooms": [-1.5], "town": ["Bonn"]})

    (said,) = _reasons("price", "linear_regression", alpha=0.0).of(row, 3)

    # The price is ten times the area: two more than usual (nearly 0) are twenty.
    assert str(said[0]).startswith("area is 2: raises price by ")
    assert float(str(said[0]).rsplit(" ", 1)[1]) == pytest.approx(20, abs=2.5)
    assert str(said[1]).startswith("rooms is -1.5: lowers price by 1.")
    assert said[2] is None


@pytest.mark.parametrize("algorithm", ["random_forest", "lightgbm", "k_nearest_neighbors"])
def test_every_kind_of_model_gives_reasons_for_every_row(algorithm: str) -> None:
    said = _reasons("let", algorithm).of(FRAME.head(12), 2)

    assert len(said) == 12
    assert all(row[0] is not None and row[0].startswith("area is ") for row in said[:3])
    assert all(("raises" in str(row[0])) or ("lowers" in str(row[0])) for row in said)


def test_what_would_ask_far_too_often_is_refused_with_how_many_rows_could_be() -> None:
    with pytest.raises(Invalid, match=r"at most [\d,]+ rows"):
        _reasons("let", "k_nearest_neighbors", rows=10_000_000)
