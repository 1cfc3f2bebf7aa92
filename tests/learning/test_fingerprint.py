"""A table is known again by the hash that earlier versions have kept in their models."""

import hashlib

import numpy as np
import pandas as pd

from armillary.learning.fingerprint import fingerprint
from armillary.learning.target import Target


def test_the_hash_of_a_table_is_that_of_pandas_column_by_column():
    rows = 6
    frame = pd.DataFrame(
        {
            "whole": np.arange(rows),
            "gaps": [1.5, np.nan, 2.5, np.nan, 0.0, -0.0],
            "small": np.arange(rows, dtype="float32"),
            "truth": np.arange(rows) % 2 == 0,
            "truth with gaps": pd.array([True, None] * 3, dtype="boolean"),
            "text": pd.Series(["x", None] * 3, dtype="str"),
            "mixed": pd.Series(["x", None] * 3, dtype=object),
            "day": pd.date_range("2020", periods=rows),
        }
    )
    target = Target(np.arange(rows), np.arange(rows), None, ())

    found = fingerprint(frame, target)

    digest = hashlib.sha256(repr([*frame.columns, None]).encode())
    for name in frame.columns:
        digest.update(pd.util.hash_pandas_object(frame[name], index=False).to_numpy().tobytes())
    digest.update(target.values.tobytes())
    assert found == digest.hexdigest()
