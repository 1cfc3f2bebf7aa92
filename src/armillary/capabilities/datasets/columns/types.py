"""What a column means to a person who learns from it, by the rules of the platform's contract."""

from dataclasses import dataclass
from typing import Literal

from armillary.capabilities.datasets.columns.profile import ColumnProfile
from armillary.learning.storage import Storage

ColumnType = Literal[
    "numeric",
    "categorical",
    "binary",
    "datetime",
    "text",
    "identifier",
    "high_cardinality_categorical",
    "unknown",
]

_FEW_NUMBERS = 20
_FEW_TEXTS = 50
_LONG_TEXT = 50
_UNIQUE_SHARE = 0.95
# In fewer rows than this, values that are all different prove nothing.
_ENOUGH_ROWS = 20

_ADVICE: dict[ColumnType, str] = {
    "numeric": "Use as a number.",
    "categorical": "Use as a category.",
    "binary": "Use as a category with two values; suits as a target.",
    "datetime": "Use as a date; parts such as month and weekday become features.",
    "text": "Free text: its words become numbers when a model learns from it.",
    "identifier": "Names rows rather than describing them: leave out of training.",
    "high_cardinality_categorical": "Use with care: group rare values, or encode by target.",
    "unknown": "Holds no values: leave out.",
}


@dataclass(frozen=True)
class Detected:
    """A column's type, how sure it is (0 to 1), and what to do with it."""

    type: ColumnType
    confidence: float

    @property
    def recommendation(self) -> str:
        """What to do with a column of this type."""
        return _ADVICE[self.type]


def detect(storage: Storage, profile: ColumnProfile, *, looks_like_dates: bool = False) -> Detected:
    """Tell the type of a column from how it is stored and what is in it."""
    if profile.filled == 0:
        return Detected("unknown", 1.0)
    if storage in ("date", "datetime64[us]"):
        return Detected("datetime", 1.0)
    if looks_like_dates:
        return Detected("datetime", 0.7)
    if storage == "bool":
        return Detected("binary", 1.0)
    if storage == "str":
        return _detect_text(profile)
    return _detect_number(storage, profile)


def _detect_number(storage: Storage, profile: ColumnProfile) -> Detected:
    if storage == "int64" and _is_unique(profile):
        # A whole-number measure may be unique too; counting up without gaps is no measure.
        span = profile.maximum - profile.minimum + 1
        return Detected("identifier", 0.95 if span == profile.filled else 0.7)
    if profile.distinct < _FEW_NUMBERS:
        return Detected("categorical", 0.9 if storage == "int64" else 0.6)
    return Detected("numeric", 0.95)


def _detect_text(profile: ColumnProfile) -> Detected:
    length = profile.mean_length or 0.0
    if profile.distinct == 2:
        return Detected("binary", 0.95)
    if length > _LONG_TEXT and profile.distinct >= _FEW_TEXTS:
        return Detected("text", 0.9)
    if _is_unique(profile):
        return Detected("identifier", 0.9)
    if profile.distinct < _FEW_TEXTS:
        return Detected("categorical", 0.9)
    return Detected("high_cardinality_categorical", 0.8)


def _is_unique(profile: ColumnProfile) -> bool:
    return profile.filled >= _ENOUGH_ROWS and profile.distinct > _UNIQUE_SHARE * profile.filled
