"""What is known of the three missions' tables; one data file each in ``missions/``."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from armillary.base.errors import BadRequest

MissionKey = Literal["kepler", "tess", "k2"]
Disposition = Literal["planet", "candidate", "false_positive"]
DISPOSITIONS: tuple[Disposition, ...] = get_args(Disposition)
UNKNOWN = "Unknown"
"""What is shown where no disposition is known."""

_TELLING = ("disposition", "disp", "score")
"""A column with one of these in its name tells the answer, whatever the mission."""


_ERROR = re.compile(r"(?P<of>.+?)_?err(?P<side>[12])")


@dataclass(frozen=True)
class Source:
    """Where a table comes from: its name at the archive, how it is asked for, whom to thank."""

    table: str
    query: str
    count_query: str
    documentation: str
    acknowledgement: str


@dataclass(frozen=True)
class Word:
    """How a column is said to people."""

    name: str
    unit: str


@dataclass(frozen=True)
class Synthetic:
    """What the columns and labels of the synthetic survey are called in a mission's table."""

    columns: Mapping[str, str]
    labels: Mapping[Disposition, str]


@dataclass(frozen=True)
class Mission:
    """One mission's table: what is to be told, from which columns, and never from which.

    ``star`` names the column whose rows belong together, ``names`` those that name a row (the
    first that is filled). ``star_columns`` tell what kind of star it is. ``leaking`` are the
    columns that give the answer away, and why; ``hindsight`` those that are
    recommended though they know a little of what came after, since they are measured again once
    a planet is believed.
    """

    key: MissionKey
    title: str
    telescope: str
    source: Source
    target: str
    labels: Mapping[str, Disposition]
    display: Mapping[Disposition, str]
    star: str
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    features: tuple[str, ...]
    error_columns: tuple[str, ...]
    leaking: Mapping[str, str]
    hindsight: tuple[str, ...]
    axes: Mapping[str, str]
    words: Mapping[str, Word]
    star_columns: tuple[str, ...]
    synthetic: Synthetic

    def disposition_of(self, label: object) -> Disposition | None:
        """Give what a label of the table means, also one of another mission; None for no label."""
        text = " ".join(str(label).replace("_", " ").upper().split())
        return self.labels.get(text) or _all_labels().get(text)

    def is_leaking(self, column: str) -> bool:
        """Say whether a column may never be learned from, since it tells the answer."""
        name = column.lower()
        return name in self.leaking or any(part in name for part in _TELLING)

    def features_in(self, columns: Iterable[str]) -> list[str]:
        """Give the recommended columns, with their errors, that a table has, in their order."""
        there = set(columns)
        return [name for name in (*self.features, *self.error_columns) if name in there]

    def signal_name(self, text: str) -> str:
        """Give the name of a signal as people say it; TESS's table has the number alone."""
        return f"TOI {text}" if self.key == "tess" else text

    def word(self, column: str) -> Word:
        """Say a column to people; a column that nobody described keeps its name."""
        error = _ERROR.fullmatch(column)
        if column in self.words or error is None or error["of"] not in self.words:
            return self.words.get(column) or Word(column.replace("_", " "), "")
        of = self.words[error["of"]]
        side = "upper" if error["side"] == "1" else "lower"
        return Word(f"{side} uncertainty of the {of.name}", of.unit)


def all_missions() -> tuple[Mission, ...]:
    """Give every mission, in the order in which they are offered."""
    return tuple(_read(key) for key in get_args(MissionKey))


def get_mission(key: str) -> Mission:
    """Give a mission by its key; raises `BadRequest` for another word."""
    known = get_args(MissionKey)
    if key not in known:
        raise BadRequest(
            f"Expected one of {', '.join(known)}; got {key!r}.", code="unknown_mission"
        )
    return _read(key)


@cache
def _read(key: str) -> Mission:
    found = files(__package__).joinpath("missions", f"{key}.json").read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(found)
    lists = ("names", "identifiers", "features", "error_columns", "hindsight", "star_columns")
    made: dict[str, Any] = {name: tuple(told[name]) for name in lists}
    source = Source(**told["source"])
    made["synthetic"] = Synthetic(**told["synthetic"])
    words = {name: Word(**word) for name, word in told["words"].items()}
    return Mission(**{**told, **made, "source": source, "words": words})


@cache
def _all_labels() -> dict[str, Disposition]:
    shown = {"EXOPLANET": "planet", "PLANET": "planet"}
    found: dict[str, Disposition] = {}
    for mission in all_missions():
        found.update(mission.labels)
    return {**found, **shown}  # type: ignore[dict-item]  # the two words above are dispositions
