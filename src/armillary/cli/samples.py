"""The sample tables of a new server, written as CSV files: what scikit-learn ships, and one drawn.

Run as a program, ``python -m armillary.cli.samples FOLDER NAME…``, because scikit-learn is never
imported by the server.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Sample:
    """One sample table: the name of its target column, and what gives it.

    That is a loader in ``sklearn.datasets``, or without one the generator of planted leaks.
    """

    loader: str | None
    target: str
    has_labels: bool = True


SAMPLES = {
    "Breast cancer": Sample("load_breast_cancer", "diagnosis"),
    "Wine": Sample("load_wine", "cultivar"),
    "Iris": Sample("load_iris", "species"),
    "Digits": Sample("load_digits", "digit", has_labels=False),
    "Diabetes": Sample("load_diabetes", "progression", has_labels=False),
    "Churn with a leak": Sample(None, "left"),
}
"""The tables by the name that people see."""


def file_name(name: str) -> str:
    """Give the file name under which a sample is uploaded."""
    return f"{name}.csv"


def write_samples(folder: Path, names: Sequence[str]) -> None:
    """Write the named samples as CSV files into a folder."""
    for name in names:
        _load(SAMPLES[name]).to_csv(folder / file_name(name), index=False)


def _load(sample: Sample) -> Any:
    if sample.loader is None:
        return _with_leak()
    from sklearn import datasets

    # Physical units instead of numbers that somebody has scaled.
    options = {"scaled": False} if sample.loader == "load_diabetes" else {}
    bunch = getattr(datasets, sample.loader)(as_frame=True, **options)
    frame = bunch.frame.drop(columns="target")
    if sample.has_labels:
        frame[sample.target] = [str(bunch.target_names[code]) for code in bunch.target]
    else:
        frame[sample.target] = bunch.target
    return frame


def _with_leak() -> Any:
    """Draw customers who leave, with a refund that was paid out afterwards: one for the guard."""
    import numpy as np
    import pandas as pd

    from armillary.learning.generators import check_params, get_generator

    generator = get_generator("planted_leak")
    params = check_params(generator, {"strength": 1.0}).require()
    return pd.DataFrame(dict(generator.generate(params, np.random.default_rng(0))))


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]), sys.argv[2:])
