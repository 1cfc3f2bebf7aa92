"""Which columns differ most: texts and identifiers are not taken for different by chance."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from armillary.capabilities.datasets.statistics.comparing import compare
from armillary.capabilities.datasets.statistics.selection import Selection
from tests.capabilities.datasets.asked import context, opened

WORDS = np.array([f"word{place}" for place in range(400)])


def make_table(random: np.random.Generator, rows: int, is_b: np.ndarray) -> dict[str, Any]:
    """Make columns of which only ``weight`` differs, and by little."""
    return {
        "weight": random.normal(size=rows) + 0.4 * is_b,
        "same": random.normal(size=rows),
        "code": [f"id-{number:05}" for number in random.permutation(rows)],
        "note": [" ".join(random.choice(WORDS, 12)) for _ in range(rows)],
        "customer": [f"customer {number}" for number in random.integers(0, rows // 3, rows)],
        "town": random.choice([f"town {number}" for number in range(45)], rows).tolist(),
    }


MEANINGS = {
    "weight": "numeric",
    "same": "numeric",
    "code": "identifier",
    "note": "text",
    "customer": "high_cardinality_categorical",
    "town": "categorical",
}


def differences(folder: Path, columns: dict[str, Any], is_b: np.ndarray) -> list[dict[str, Any]]:
    """Compare the rows of a table that are in b with all others, the largest effect first."""
    found: list[dict[str, Any]]
    with opened(folder, pa.table(columns)) as table:
        asked = context(folder)
        a, b = (Selection(table, asked, np.flatnonzero(rows)) for rows in (~is_b, is_b))
        found = compare(a, b, [MEANINGS[name] for name in columns])["columns"]
    return found


@pytest.mark.parametrize("rows", [300, 3000])
@pytest.mark.parametrize("seed", range(5))
def test_a_number_that_differs_comes_before_texts_that_do_not(
    tmp_path: Path, rows: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    is_b = random.random(rows) < 0.4

    found = differences(tmp_path, make_table(random, rows, is_b), is_b)

    assert found[0]["name"] == "weight"
    others = {one["name"]: abs(one["effect"] or 0.0) for one in found[1:]}
    # What is left of chance: a share of 60 texts of one side is known to 0.06, and 0.18 is three
    # times that.
    assert max(others.values()) < (0.2 if rows == 300 else 0.1), others


def test_the_word_that_tells_texts_apart_is_named(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    is_b = np.arange(1000) % 3 == 0
    notes = [
        " ".join([*random.choice(WORDS, 6), "Refund" if is_one and place % 2 else "thanks"])
        for place, is_one in enumerate(is_b)
    ]

    (note,) = differences(tmp_path, {"note": notes}, is_b)

    share = float(np.mean([place % 2 for place in np.flatnonzero(is_b)]))
    assert note["measure"] == "word_difference"
    assert note["effect"] == pytest.approx(share, abs=0.05)
    assert note["summary"].startswith("“refund” is in 0 % of the texts of A and ")
    assert [side["words"][0]["value"] for side in (note["a"], note["b"])] == ["refund", "refund"]
    assert note["p_value"] < 1e-20


@pytest.mark.parametrize(("sign", "longer"), [(1, "B"), (-1, "A")])
def test_texts_are_told_apart_by_their_lengths(tmp_path: Path, sign: int, longer: str) -> None:
    random = np.random.default_rng(4)
    is_b = np.arange(400) % 2 == 0
    lengths = 20 + random.integers(0, 10, 400) + np.where(is_b == (sign > 0), 8, 0)
    notes = ["".join(random.choice(list("abcdefgh"), length)) for length in lengths]

    (note,) = differences(tmp_path, {"note": notes}, is_b)

    delta = cliff(lengths[~is_b], lengths[is_b])
    assert (note["measure"], note["effect"]) == ("length_delta", pytest.approx(delta))
    assert note["summary"].startswith(f"{longer} tends to longer texts, a large difference")
    assert note["b"]["lengths"]["q50"] == np.median(lengths[is_b])


def test_towns_that_differ_are_still_found_among_many(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    is_b = random.random(4000) < 0.5
    towns = random.integers(0, 45, 4000) + np.where(is_b, 20, 0)

    (town,) = differences(tmp_path, {"town": [f"town {number}" for number in towns]}, is_b)

    assert town["measure"] == "cramer_v"
    assert town["effect"] > 0.5


def cliff(a: Sequence[float], b: Sequence[float]) -> float:
    return float(np.mean(np.sign(np.subtract.outer(np.array(b), np.array(a)))))
