"""What differs between the texts of two selections: how long they are, and one telling word.

Values that hardly repeat cannot be compared one by one: by chance alone each is on one side only.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from armillary.capabilities.datasets.statistics import effects
from armillary.capabilities.datasets.statistics.numbers import quantile
from armillary.capabilities.datasets.statistics.telling import tell_lengths, tell_word

if TYPE_CHECKING:
    import pyarrow as pa

_READ = 5000
"""So many texts of each side are read for their words."""
_CHARACTERS = 2000
"""So much of each text."""
_TOP = 10
_LEAST = 5
"""A word in fewer texts than this tells nothing."""
_SEED = 0
_WORD = re.compile(r"\w{2,}")


@dataclass(frozen=True)
class Word:
    """A word, and in how many texts of both sides it is."""

    word: str
    counts: tuple[int, int]
    shares: tuple[float, float]

    @property
    def difference(self) -> float:
        """The share of the texts of b that have it, less that of a."""
        return self.shares[1] - self.shares[0]


@dataclass(frozen=True)
class Telling:
    """The words that differ most in one half of the texts, as the other half has them."""

    words: list[Word]
    read: tuple[int, int]
    """The texts of that other half."""

    @property
    def table(self) -> np.ndarray:
        """The texts of each side that have the most telling word, and that have not."""
        counts = self.words[0].counts
        return np.array([[has, all_ - has] for has, all_ in zip(counts, self.read, strict=True)])


def compare_texts(a: pa.ChunkedArray, b: pa.ChunkedArray) -> dict[str, Any]:
    """Compare two selections by the lengths of their texts, or a word where that tells more."""
    lengths = _lengths(a), _lengths(b)
    delta = effects.cliff_delta(*lengths)
    telling = telling_words(a, b)
    words = telling.words if telling else []
    quartiles = [_quartiles(each) for each in lengths]
    shown = {
        side: {"lengths": quartiles[at], "words": _shown(words, at)} for at, side in enumerate("ab")
    }
    if telling is not None and abs(words[0].difference) > abs(delta or 0.0):
        return {
            "effect": words[0].difference,
            "measure": "word_difference",
            "p_value": effects.chi_square_p(telling.table),
            "summary": tell_word(words[0].word, *words[0].shares),
            **shown,
        }
    return {
        "effect": delta,
        "measure": "length_delta",
        "p_value": effects.rank_sum_p(*lengths),
        "summary": tell_lengths(delta, quartiles[0]["q50"], quartiles[1]["q50"]),
        **shown,
    }


def telling_words(a: pa.ChunkedArray, b: pa.ChunkedArray) -> Telling | None:
    """Find the words that tell two selections apart; None where there is none.

    They are chosen in one half of the texts and measured in the other, since the largest of
    thousands of chance differences would look like a real one. What turns round is none.
    """
    sides = [_words(side) for side in (a, b)]
    chosen, measured = ([side[start::2] for side in sides] for start in (0, 1))
    if not all(measured):
        return None
    seen, held = ([_count(texts) for texts in half] for half in (chosen, measured))
    common = {word for word, count in (seen[0] + seen[1]).items() if count >= _LEAST}
    sizes = len(chosen[0]), len(chosen[1])
    looked = sorted((_word(word, seen, sizes) for word in common), key=_rank)[:_TOP]
    read = len(measured[0]), len(measured[1])
    found = [
        word
        for one in looked
        if (word := _word(one.word, held, read)).difference * one.difference > 0
    ]
    return Telling(sorted(found, key=_rank), read) if found else None


def _rank(word: Word) -> tuple[float, str]:
    return -abs(word.difference), word.word


def _word(word: str, counts: list[Counter[str]], sizes: tuple[int, int]) -> Word:
    a, b = (side[word] for side in counts)
    return Word(word, (a, b), (a / sizes[0], b / sizes[1]))


def _words(values: pa.ChunkedArray) -> list[set[str]]:
    import pyarrow.compute as pc

    held = values.drop_null()
    # In no order that the table may have, and always the same one.
    held = held.take(np.random.default_rng(_SEED).permutation(len(held))[:_READ])
    cut = pc.utf8_lower(pc.utf8_slice_codeunits(held, 0, _CHARACTERS))
    return [set(_WORD.findall(text)) for text in cut.to_pylist()]


def _count(texts: list[set[str]]) -> Counter[str]:
    return Counter(word for text in texts for word in text)


def _lengths(values: pa.ChunkedArray) -> np.ndarray:
    import pyarrow.compute as pc

    lengths: np.ndarray = pc.utf8_length(values.drop_null()).to_numpy()
    return lengths.astype(np.float64)


def _quartiles(lengths: np.ndarray) -> dict[str, float | None]:
    if not len(lengths):
        return dict.fromkeys(("mean", "q25", "q50", "q75"))
    ordered = np.sort(lengths)
    quarters = {f"q{share}": quantile(ordered, share / 100) for share in (25, 50, 75)}
    return {"mean": float(ordered.mean()), **quarters}


def _shown(words: list[Word], side: int) -> list[dict[str, Any]]:
    return [
        {"value": one.word, "count": one.counts[side], "share": one.shares[side]} for one in words
    ]
