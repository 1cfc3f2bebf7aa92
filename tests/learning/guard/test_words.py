"""Shares in the words of findings."""

import pytest

from armillary.learning.guard.words import share


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (0.0, "0 %"),
        (0.5, "50 %"),
        (0.003, "0.3 %"),
        (0.00004, "0.004 %"),
        (0.994, "99.4 %"),
        (0.9996, "99.96 %"),
        (3637 / 3638, "99.97 %"),
        (99_999 / 100_000, "99.999 %"),
        (1.0, "100 %"),
    ],
)
def test_only_all_reads_as_all_and_only_nothing_as_nothing(part: float, said: str) -> None:
    assert share(part) == said
