"""Ranges, ticks and numbers of drawings."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.report.scale import Scale, number, span, ticks

finite = st.floats(-1e9, 1e9)


def test_ticks_are_round() -> None:
    assert ticks(0.0, 1.0) == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert ticks(3.0, 97.0) == [25.0, 50.0, 75.0]
    assert ticks(-0.02, 0.02) == [-0.02, -0.01, 0.0, 0.01, 0.02]


@given(finite, st.floats(1e-3, 1e9))
def test_ticks_are_few_and_lie_within(low: float, width: float) -> None:
    found = ticks(low, low + width)

    slack = width * 1e-6 + abs(low) * 1e-9
    assert 1 <= len(found) <= 11
    assert all(low - slack <= tick <= low + width + slack for tick in found)
    assert found == sorted(found)


@given(st.lists(st.one_of(st.none(), st.floats()), max_size=20))
def test_a_span_is_always_wide_enough_to_divide_by(values: list[float | None]) -> None:
    low, high = span(values)

    assert math.isfinite(low)
    assert low < high


def test_a_scale_maps_its_ends_to_its_ends() -> None:
    scale = Scale(10.0, 20.0, 100.0, 0.0)

    assert [scale.place(value) for value in (10.0, 15.0, 20.0)] == [100.0, 50.0, 0.0]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "–"), (True, "yes"), (1234567, "1,234,567"), (0.123456, "0.1235"), (0.0, "0"),
        (1e-9, "1.00e-9"), (12345.678, "12,346"), ([64, 32], "64, 32"), ("text", "text"),
    ],
)  # fmt: skip
def test_numbers_are_written_for_people(value: object, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize("value", [-1.7976931348623157e308, 1.7976931348623157e308, 5e-324])
def test_even_the_greatest_and_least_numbers_have_a_span(value: float) -> None:
    low, high = span([value])

    assert -math.inf < low <= value <= high < math.inf
    assert low < high
