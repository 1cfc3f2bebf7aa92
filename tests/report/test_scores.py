"""Scores are written the same on the page, on sheets and cards, and at the terminal."""

import json
from pathlib import Path
from typing import Any

import pytest

from armillary.learning.metrics.described_scores import SCORES
from armillary.learning.scores.families import all_families
from armillary.report.scale import number, share
from armillary.report.scores import interval_text, score_text

CASES: dict[str, list[list[Any]]] = json.loads(
    Path(__file__).parents[2].joinpath("web/src/lib/score-texts.json").read_text()
)
BOUNDED = [
    score.id
    for scores in (*(family.scores for family in all_families().values()), SCORES.values())
    for score in scores
    if score.maximum == 1
]


@pytest.mark.parametrize(("name", "value", "text"), CASES["scores"])
def test_scores_are_written_as_the_page_writes_them(name: str, value: float, text: str) -> None:
    assert score_text(name, value) == text


def test_numbers_and_shares_are_written_as_the_page_writes_them() -> None:
    assert [number(value) for value, _ in CASES["numbers"]] == [
        each for _, each in CASES["numbers"]
    ]
    assert [share(value) for value, _ in CASES["shares"]] == [each for _, each in CASES["shares"]]


@pytest.mark.parametrize("name", BOUNDED)
def test_no_score_with_a_bound_reads_as_perfect_short_of_it(name: str) -> None:
    assert score_text(name, 1.0) in ("100 %", "1.000")
    assert score_text(name, 0.9999) in ("99.99 %", "0.9999")


def test_nothing_is_a_dash_and_an_interval_without_ends_is_empty() -> None:
    assert score_text("auc", None) == "–"
    assert interval_text("auc", None, None) == ""
    assert interval_text("accuracy", 0.9, 1.0) == "90.0 % to 100 %"
