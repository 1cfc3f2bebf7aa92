"""The sample tables of a new server, written as CSV files from what scikit-learn ships.

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
    """One sample table: the loader in ``sklearn.datasets`` and the name of its target column."""

    loader: str
    target: str
    has_labels: bool = True


SAMPLES = {
    "Breast cancer": Sample("load_breast_cancer", "diagnosis"),
    "Wine": Sample("load_wine", "cultivar"),
    "Iris": Sample("load_iris", "species"),
    "Digits": Sample("load_digits", "digit", has_labels=False),
    "Diabetes": Sample("load_diabetes", "progression", has_labels=False),
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


if __name__ == "__main__":
    write_samples(Path(sys.argv[1]), sys.argv[2:])
