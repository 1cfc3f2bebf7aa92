"""The words of a run, by which people find it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

MOST_WORDS = 400
_LONGEST = 40
_WORD = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?|[^\W\d_]+", re.IGNORECASE)


def words_in(text: str) -> list[str]:
    """Give the words and numbers of a text, in lower case, each once, in their order."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return list(dict.fromkeys(word[:_LONGEST] for word in _WORD.findall(plain)))


def words_of(texts: Iterable[str | None], parameters: Mapping[str, Any]) -> list[str]:
    """Give the words of what is known of a run: its texts first, then its parameters."""
    told = [text for text in texts if text]
    told += [f"{name} {_text(value)}" for name, value in parameters.items()]
    return list(dict.fromkeys(word for text in told for word in words_in(text)))[:MOST_WORDS]


def _text(value: Any) -> str:
    # Long lists say nothing that anybody looks for.
    return str(value)[:200]
