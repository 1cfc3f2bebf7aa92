"""The tables on which searches are measured against other programs that search by themselves.

They are public data that lie outside the repository; ``ARMILLARY_TEST_DATA`` names their folder.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

LEAST_JUDGED_ROWS = 4_000
_TEST_SHARE = 0.2
_SEED = 20
_ADULT = [
    "age", "workclass", "fnlwgt", "education", "education_num",
    "marital_status", "occupation", "relationship", "race", "sex",
    "capital_gain", "capital_loss", "hours_per_week", "native_country", "income",
]  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A table with what is to be predicted, split into what programs learn from and the rest."""

    train: pd.DataFrame
    test: pd.DataFrame
    target: str
    task: Literal["classification", "regression"]

    @property
    def is_judged(self) -> bool:
        """Whether there are rows enough to judge by."""
        return len(self.train) + len(self.test) >= LEAST_JUDGED_ROWS


def folder() -> Path | None:
    """Give the folder of the tables; None where there is none."""
    named = os.environ.get("ARMILLARY_TEST_DATA")
    found = Path(named) / "tabular" if named else None
    return found if found is not None and found.is_dir() else None


def load(name: str, root: Path) -> Part:
    """Read a table and split it, the same way each time; texts of yes and no become 0 and 1."""
    return _SETS[name](root)


def names() -> list[str]:
    """Name every table, those that are judged first."""
    return list(_SETS)


def _split(frame: pd.DataFrame, target: str, positive: str | None = None) -> Part:
    """Hold a fifth of the rows back; with a positive value the target becomes 0 and 1."""
    frame = frame[frame[target].notna()].reset_index(drop=True)
    if positive is not None:
        frame[target] = (frame[target].astype(str) == positive).astype(int)
    order = np.random.default_rng(_SEED).permutation(len(frame))
    held = np.sort(order[: round(_TEST_SHARE * len(frame))])
    is_held = np.zeros(len(frame), dtype=bool)
    is_held[held] = True
    task: Literal["classification", "regression"] = (
        "regression" if positive is None else ("classification")
    )
    return Part(frame[~is_held], frame[is_held], target, task)


def _adult(root: Path) -> Part:
    """Adult has a test part of its own."""
    parts = []
    for name in ("adult_train.csv.gz", "adult_test.csv.gz"):
        frame = pd.read_csv(root / name, names=_ADULT, skipinitialspace=True, na_values="?")
        frame["income"] = frame["income"].str.rstrip(".").eq(">50K").astype(int)
        parts.append(frame)
    return Part(parts[0], parts[1], "income", "classification")


def _bank(root: Path) -> Part:
    # How long a call took is known only when its outcome is.
    frame = pd.read_csv(root / "bank_marketing.csv.gz").drop(columns="duration")
    return _split(frame, "y", "yes")


def _credit(root: Path) -> Part:
    return _split(pd.read_csv(root / "credit_default.csv.gz").drop(columns="ID"), "Y", "1")


def _california(root: Path) -> Part:
    return _split(pd.read_csv(root / "california_housing.csv.gz"), "median_house_value")


def _beijing(root: Path) -> Part:
    return _split(pd.read_csv(root / "beijing_pm25.csv.gz").drop(columns="No"), "pm2.5")


def _taxis(root: Path) -> Part:
    # The total holds the tip.
    return _split(pd.read_csv(root / "taxis.csv.gz").drop(columns="total"), "tip")


def _unnamed(file: str, positive: str | None = None) -> Callable[[Path], Part]:
    """Read a table without names, its target last."""

    def read(root: Path) -> Part:
        frame = pd.read_csv(root / file, header=None, na_values="?", quotechar="'")
        columns = [f"c{place}" for place in range(len(frame.columns) - 1)]
        frame.columns = pd.Index([*columns, "target"])
        return _split(frame, "target", positive)

    return read


def _titanic(root: Path) -> Part:
    return _split(pd.read_csv(root / "titanic.csv").drop(columns="PassengerId"), "Survived", "1")


def _mpg(root: Path) -> Part:
    return _split(pd.read_csv(root / "mpg.csv"), "mpg")


_SETS: Mapping[str, Callable[[Path], Part]] = {
    "adult": _adult,
    "bank": _bank,
    "credit": _credit,
    "california": _california,
    "beijing": _beijing,
    "taxis": _taxis,
    "abalone": _unnamed("abalone.csv"),
    "wine": _unnamed("winequality-white.csv"),
    "titanic": _titanic,
    "pima": _unnamed("pima_diabetes.csv", "1"),
    "ionosphere": _unnamed("ionosphere.csv", "g"),
    "breast": _unnamed("breast-cancer.csv", "recurrence-events"),
    "mpg": _mpg,
}
