"""Free text as numbers: words and letter groups, weighted by their rarity, summed up in a few.

**Source.** Deerwester et al., "Indexing by latent semantic analysis", 1990. A text's words, pairs
of words and groups of three and four letters are counted on a logarithmic scale and weighted by
how few texts hold them; a truncated singular value decomposition keeps the directions in which the
texts of the training rows differ most.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    Floats = npt.NDArray[np.float64]

DIRECTIONS = 32
_WORDS, _LETTERS = 4_000, 4_000
_LEARNED_TEXTS = 20_000
_READ_CHARACTERS = 5_000
_CHUNK = 5_000

_FEW_TEXTS = 50
_SEVERAL_WORDS = 6.0
_LONG_TEXT = 50.0
_DIFFERENT_SHARE = 0.2
_TEXTS_A_DIRECTION = 30
_LOOKED_AT = 1_000


def is_prose(series: pd.Series) -> bool:
    """Tell whether a column of texts holds sentences rather than names or the words of a list.

    Many different values of several words each, or of more than fifty characters.
    """
    seen = series.dropna()
    distinct = seen.astype(str).unique()
    if len(distinct) <= _FEW_TEXTS:
        return False
    looked_at = distinct[:: max(1, len(distinct) // _LOOKED_AT)]
    lengths = [len(text) for text in looked_at]
    if sum(lengths) / len(lengths) > _LONG_TEXT:
        return True
    words = [len(text.split()) for text in looked_at]
    is_various = len(distinct) > _DIFFERENT_SHARE * len(seen)
    return is_various and sum(words) / len(words) >= _SEVERAL_WORDS


@dataclass(frozen=True, eq=False)
class TextReader:
    """What was learned of a column of texts.

    ``words`` and ``letters`` are the terms that count, ``rarity`` their weights (n_terms,), and
    ``directions`` (n_terms, n_directions) what they add to each number.
    """

    words: tuple[str, ...]
    letters: tuple[str, ...]
    rarity: npt.NDArray[np.float32]
    directions: npt.NDArray[np.float32]

    @property
    def width(self) -> int:
        """How many numbers a text becomes, beside its number of words."""
        return int(self.directions.shape[1])

    @staticmethod
    def learn(series: pd.Series) -> TextReader:
        """Learn from the training rows; of very many texts, some spread evenly suffice."""
        import numpy as np
        from sklearn.utils.extmath import randomized_svd

        texts = [text for text in texts_of(series.tolist()) if text is not None]
        texts = [texts[place] for place in spread(len(texts), _LEARNED_TEXTS).tolist()]
        words = _frequent(_by_words(), texts, _WORDS)
        letters = _frequent(_by_letters(), texts, _LETTERS)
        bare = TextReader(
            words, letters, np.ones(len(words) + len(letters), np.float32), _no_directions()
        )
        counts = bare._count(texts)  # (n_texts, n_terms)
        held = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = (np.log((1 + len(texts)) / (1 + held)) + 1).astype(np.float32)
        weighted = TextReader(words, letters, rarity, bare.directions)._weigh(counts)
        enough = max(4, len(texts) // _TEXTS_A_DIRECTION)
        most = min(DIRECTIONS, enough, *(side - 1 for side in weighted.shape))
        if most < 1:
            return TextReader(words, letters, rarity, _no_directions(len(rarity)))
        *_, right = randomized_svd(weighted, most, random_state=0)
        # As they are stored, so that a model read back sees exactly these.
        return TextReader(words, letters, rarity, right.T.astype(np.float16).astype(np.float32))

    def read(self, texts: Sequence[str | None]) -> Floats:
        """Give the numbers of texts, and last how many words each has (n, width + 1).

        A missing text is like an empty one, save that its number of words is NaN.
        """
        import numpy as np
        import pandas as pd

        places, different = pd.factorize(np.array(texts, dtype=object))
        rows = np.empty((len(different) + 1, self.width + 1))
        rows[-1] = [*[0.0] * self.width, np.nan]  # found by the -1 of what is missing
        for begin in range(0, len(different), _CHUNK):
            some = different[begin : begin + _CHUNK].tolist()
            chunk = slice(begin, begin + len(some))
            rows[chunk, :-1] = self._weigh(self._count(some)) @ self.directions
            rows[chunk, -1] = np.log1p([len(text.split()) for text in some])
        return rows[places]

    def describe(self) -> dict[str, int]:
        """Say how much it keeps."""
        return {"words": len(self.words), "letters": len(self.letters), "numbers": self.width}

    def to_json(self) -> dict[str, Any]:
        """Give it as strict JSON."""
        return {
            "words": self.words,
            "letters": self.letters,
            "rarity": _packed(self.rarity, "<f4"),
            "directions": _packed(self.directions, "<f2"),
            "width": self.width,
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> TextReader:
        """Rebuild what `to_json` gave; raises `ValueError` where it is something else."""
        words, letters = tuple(map(str, data["words"])), tuple(map(str, data["letters"]))
        n_terms, width = len(words) + len(letters), int(data["width"])
        if not 0 <= width <= DIRECTIONS:
            raise ValueError(f"a text of {width} numbers")
        return TextReader(
            words,
            letters,
            _unpacked(data["rarity"], "<f4", (n_terms,)),
            _unpacked(data["directions"], "<f2", (n_terms, width)),
        )

    @cached_property
    def _counters(self) -> tuple[CountVectorizer, CountVectorizer]:
        return _by_words(vocabulary=self.words), _by_letters(vocabulary=self.letters)

    def _count(self, texts: Sequence[str]) -> csr_matrix:
        """Count the terms of texts (n, n_terms)."""
        from scipy.sparse import csr_matrix, hstack

        read = [text[:_READ_CHARACTERS] for text in texts]
        parts = [
            counter.transform(read)
            for counter, terms in zip(self._counters, (self.words, self.letters), strict=True)
            if terms
        ]
        return csr_matrix(hstack(parts)) if parts else csr_matrix((len(read), 0))

    def _weigh(self, counts: csr_matrix) -> csr_matrix:
        """Weight counted terms by their rarity, each text brought to length one."""
        import numpy as np
        from scipy.sparse import csr_matrix
        from sklearn.preprocessing import normalize

        weights = np.log1p(counts.data) * self.rarity[counts.indices]
        weighted = csr_matrix((weights, counts.indices, counts.indptr), shape=counts.shape)
        return csr_matrix(normalize(weighted))


def texts_of(values: Sequence[Any]) -> list[str | None]:
    """Give values as texts, missing and blank ones as None."""
    from armillary.learning.preprocess.read import text_of

    return [text_of(value) for value in values]


def _frequent(counter: CountVectorizer, texts: Sequence[str], limit: int) -> tuple[str, ...]:
    """Give the terms that most texts hold, at least two of them; those of equal count by name."""
    import numpy as np

    try:
        counts = counter.fit_transform([text[:_READ_CHARACTERS] for text in texts])
    except ValueError:  # scikit-learn refuses texts without any term
        return ()
    held = np.bincount(counts.indices, minlength=counts.shape[1])
    terms = counter.get_feature_names_out()
    order = np.lexsort((terms.astype(str), -held))
    return tuple(str(terms[place]) for place in order[:limit] if held[place] > 1)


def _by_words(vocabulary: Sequence[str] | None = None) -> CountVectorizer:
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(token_pattern=r"(?u)\b\w+\b", ngram_range=(1, 2), vocabulary=vocabulary)


def _by_letters(vocabulary: Sequence[str] | None = None) -> CountVectorizer:
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(analyzer="char_wb", ngram_range=(3, 4), vocabulary=vocabulary)


def _no_directions(n_terms: int = 0) -> npt.NDArray[np.float32]:
    import numpy as np

    return np.empty((n_terms, 0), np.float32)


def _packed(values: npt.NDArray[np.float32], kind: str) -> str:
    return base64.b64encode(values.astype(kind).tobytes()).decode("ascii")


def _unpacked(text: str, kind: str, shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    import numpy as np

    values = np.frombuffer(base64.b64decode(text, validate=True), kind).reshape(shape)
    if not np.isfinite(values).all():
        raise ValueError("a text's numbers are not finite")
    return values.astype(np.float32)
