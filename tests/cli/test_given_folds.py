"""Folds at the terminal: what is asked for, and what is told of them."""

from pathlib import Path

import pytest

from armillary.base.errors import Invalid
from armillary.cli.exits import Exit
from armillary.cli.given_folds import AskedFolds


def asked(folds: int | None, repeats: int = 1, nested: int = 0, **how: str | None) -> object:
    found = AskedFolds(folds, repeats, nested).to_request(
        group=how.get("group"), time=how.get("time")
    )
    return found and (found["kind"], found["folds"], found["repeats"], found["trials"])


def test_folds_follow_how_the_rows_are_split():
    assert asked(None) is None
    assert asked(5) == ("k_fold", 5, 1, 0)
    assert asked(4, 3) == ("repeated", 4, 3, 0)
    assert asked(4, nested=8) == ("k_fold", 4, 1, 8)
    assert asked(5, group="star") == ("grouped", 5, 1, 0)
    assert asked(5, group="star", time="day") == ("time", 5, 1, 0)


@pytest.mark.parametrize(
    ("folds", "repeats", "nested", "time", "why"),
    [
        (None, 3, 0, None, "add --folds"),
        (None, 1, 5, None, "add --folds"),
        (5, 2, 0, "day", "does not go with --time"),
        (20, 1, 50, None, "at most 500"),
    ],
)
def test_what_makes_no_folds_is_refused_before_anything_is_read(folds, repeats, nested, time, why):
    with pytest.raises(Invalid, match=why):
        asked(folds, repeats, nested, time=time)


def test_nested_folds_are_learned_and_told(armillary, tmp_path: Path) -> None:
    table = tmp_path / "days.csv"
    lines = [
        f"2024-{1 + at // 28:02d}-{1 + at % 28:02d},{at % 7},{at % 7 + at / 9:.3f}"
        for at in range(168)
    ]
    table.write_text("day,week,cost\n" + "\n".join(lines) + "\n")
    given = ("train", table, "-t", "cost", "-a", "decision_tree", "--time", "day", "--anyway")

    answer = armillary(*given, "--folds", "3", "--nested", "2", "--json")

    assert answer.code == Exit.OK, answer.err
    found = answer.json["cross_validation"]
    assert (found["kind"], found["folds"], found["nested"]["trials"]) == ("time", 3, 2)
    assert {"rmse", "r2"} <= {line["id"] for line in found["table"]}
