"""What crosses the wire is strict JSON."""

from datetime import UTC, datetime

import numpy as np

from armillary.base.values import changed, finite, from_json, to_iso, to_json


def test_numbers_that_are_none_become_null() -> None:
    given = {"a": float("nan"), "b": float("inf"), "c": np.float64("nan"), "d": np.arange(2)}

    assert from_json(to_json(given)) == {"a": None, "b": None, "c": None, "d": [0, 1]}


def test_times_are_written_in_utc() -> None:
    assert to_iso(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)) == "2026-01-02T03:04:05.000006Z"
    assert to_iso(None) is None


def test_finite_gives_numbers_or_none() -> None:
    assert [finite(value) for value in (1, 2.5, None, float("nan"), float("-inf"))] == [
        1.0,
        2.5,
        None,
        None,
        None,
    ]


def test_changed_gives_what_is_new_or_other() -> None:
    assert changed({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": None}) == {"b": 3, "c": None}
