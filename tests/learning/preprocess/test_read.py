"""Reading the values of a column."""

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from armillary.learning.preprocess import read
from armillary.learning.preprocess.read import count_texts


@pytest.mark.parametrize("often", [0, 1, 40])
@pytest.mark.parametrize("kind", ["str", "object"])
@pytest.mark.parametrize("most", [30, 100, 10_000])
def test_of_many_texts_those_seen_once_are_left_out(kind: str, often: int, most: int) -> None:
    texts = [f"note {number}" for number in range(200)]
    texts += [f"city {number % often}" for number in range(often * 3)]
    texts = [*np.random.default_rng(0).permutation(texts).tolist(), " ", " ", "\t", None]

    counts = count_texts(pd.Series(texts, dtype=kind), most)

    every = Counter(text for text in texts if text is not None and text.strip())
    ordered = sorted(every.items(), key=lambda item: (-item[1], item[0]))
    if len(ordered) > most:
        ordered = [item for item in ordered if item[1] > 1] or ordered[:1]
    assert list(counts.items()) == ordered


def test_categories_are_read_the_same_some_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = pd.Series(["a", None, "b", " ", "c", "a", "b"], dtype="str")
    whole = read.codes(cells, ["b", "a"])
    monkeypatch.setattr(read, "_AT_ONCE", 2)

    assert read.codes(cells, ["b", "a"]).tolist() == whole.tolist() == [1, -1, 0, -1, -2, 1, 0]
    assert read.codes(cells.iloc[:0], ["b"]).tolist() == []
