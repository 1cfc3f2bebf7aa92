"""Tables as bad as they come: the guard says something or nothing, and never fails."""

import datetime

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.guard.looking import look_over

KINDS = ("number", "whole", "gaps", "text", "truth", "day", "empty", "same", "far", "big", "mixed")


def column(kind: str, rows: int, rng: np.random.Generator):
    """Give a column of a kind."""
    made = {
        "number": lambda: rng.normal(size=rows),
        "whole": lambda: rng.integers(0, 5, rows),
        "gaps": lambda: np.where(rng.random(rows) < 0.7, np.nan, rng.normal(size=rows)),
        "text": lambda: rng.choice(["K2-1 b", "EPIC 3", "", "ü ß", "a" * 300], rows),
        "truth": lambda: pd.array(rng.choice([True, False, None], rows), dtype="boolean"),
        "day": lambda: pd.Series(
            rng.choice(pd.to_datetime(["2020-01-01", None, "2021-02-03"]), rows)
        ),
        "empty": lambda: [None] * rows,
        "same": lambda: [1] * rows,
        "far": lambda: rng.choice([np.inf, -np.inf, 1e300, -1e-300, 0.0], rows),
        "big": lambda: rng.integers(2**60, 2**62, rows),
        "mixed": lambda: rng.choice(
            np.array([1, "a", None, 2.5, datetime.date(2020, 1, 1)], dtype=object), rows
        ),
    }
    return made[kind]()


@pytest.mark.parametrize("seed", range(40))
def test_no_table_makes_it_fail(seed):
    rng = np.random.default_rng(seed)
    rows = int(rng.choice([12, 30, 90, 400]))
    kinds = rng.choice(KINDS, rng.integers(1, 9))
    frame = pd.DataFrame({f"c{n}": column(kind, rows, rng) for n, kind in enumerate(kinds)})
    is_number = bool(rng.random() < 0.4)
    n_classes = int(rng.integers(2, 4))
    frame["y"] = rng.normal(size=rows) if is_number else np.arange(rows) % n_classes
    others = [f"c{n}" for n in range(len(kinds))]
    group = str(rng.choice(others)) if rng.random() < 0.3 else None
    time = "c0" if kinds[0] in ("number", "day", "whole", "far") and group is None else None
    kind = "regression" if is_number else "classification"

    looked = look_over(frame, Task(kind, "y", group=group, time=time))

    assert looked.rows == rows
    assert all(np.isfinite(one.strength) for one in looked.findings)
