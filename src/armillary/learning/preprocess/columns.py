"""One column of a table: what was learned of it, and the numbers that it becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.preprocess.dates import DateParts
from armillary.learning.preprocess.means import Guide, place_of, told_by_others
from armillary.learning.preprocess.parts import part_of, raw_series, raw_values
from armillary.learning.preprocess.roles import Role
from armillary.learning.preprocess.text import TextReader

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

CHOICES_LIMIT = 50


@dataclass(frozen=True)
class Output:
    """One encoded column: a part of its column, filled, centred and scaled.

    ``part`` is value, missing, code, frequency or ``is:<place>`` for one category, and mean, or
    ``mean <number>`` for one of several classes, for what the target is like there; of a time days,
    year, month, day, weekday, hour, one of these as a wave such as ``hour sine``, or ``hours since
    <column>``; of a text words or ``text <number>``. ``fill`` None keeps gaps as NaN.
    """

    part: str
    fill: float | None = None
    mean: float = 0.0
    scale: float = 1.0

    def apply(self, values: Floats) -> Floats:
        """Fill and scale the raw part (n,)."""
        import numpy as np

        if self.fill is not None:
            values = np.where(np.isnan(values), self.fill, values)
        if self.mean == 0.0 and self.scale == 1.0:
            return values
        return (values - self.mean) / self.scale


@dataclass(frozen=True)
class Column:
    """A column that a model uses.

    ``values`` are the kept categories, most frequent first, with their ``shares`` of the training
    rows; ``minimum`` and ``maximum`` (numbers, or ISO text of times) were seen in training.
    ``means`` are what the target is like among the rows of each value, of unknown ones and of
    missing ones, for each part of it. ``text`` makes numbers of texts. With ``date`` it stands for
    a date that several columns give in parts, the first of which it is named after; with ``since``
    for the time that has passed since the date of that other column.
    """

    name: str
    role: Role
    outputs: tuple[Output, ...]
    example: Any = None
    minimum: Any = None
    maximum: Any = None
    is_whole: bool = False
    values: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    means: tuple[tuple[float, ...], ...] = ()
    text: TextReader | None = None
    date: DateParts = ()
    since: str = ""

    @property
    def needed(self) -> tuple[str, ...]:
        """Name the columns of the table that it reads."""
        if self.since:
            return self.name, self.since
        return tuple(name for _, name in self.date) or (self.name,)

    def encode(self, given: Mapping[str, pd.Series]) -> list[Floats]:
        """Give the encoded columns of a frame's columns, each (n,)."""
        return self._encode(raw_series(self, given))

    def encode_values(self, given: Mapping[str, Iterable[Any]]) -> list[Floats]:
        """Give the encoded columns of plain Python values, each (n,)."""
        return self._encode(raw_values(self, given))

    def encode_learned(self, given: Mapping[str, pd.Series], guide: Guide) -> list[Floats]:
        """Give the encoded columns of the training rows, each (n,): by means of other rows."""
        raw = raw_series(self, given)
        if not self.means:
            return self._encode(raw)
        told = told_by_others(raw, guide)  # (n, n_parts)
        return [
            output.apply(told[:, place_of(output.part)])
            if output.part.startswith("mean")
            else output.apply(part_of(self, raw, output.part))
            for output in self.outputs
        ]

    def describe(self) -> dict[str, Any]:
        """Describe what a person fills in: name, type, choices or bounds, and an example."""
        described = {"name": self.name, "type": self.role, "example": self.example}
        if self.role == "categorical" and len(self.values) <= CHOICES_LIMIT:
            described["choices"] = list(self.values)
        if self.role in ("numeric", "datetime"):
            described |= {"minimum": self.minimum, "maximum": self.maximum}
        if self.role == "numeric":
            described["whole"] = self.is_whole
        if self.text is not None:
            described["reads"] = self.text.describe()
        return described

    def output_names(self) -> list[str]:
        """Name the encoded columns, such as ``age``, ``age: missing``, ``sex = male``."""
        return [self._output_name(output.part) for output in self.outputs]

    def to_json(self) -> dict[str, Any]:
        """Give the column as strict JSON."""
        plain = {**vars(self), "outputs": [vars(output) for output in self.outputs]}
        return plain | {"text": None if self.text is None else self.text.to_json()}

    @staticmethod
    def from_json(data: dict[str, Any]) -> Column:
        """Rebuild what `to_json` gave."""
        outputs = tuple(Output(**output) for output in data["outputs"])
        tuples = {
            "values": tuple(data["values"]),
            "shares": tuple(data["shares"]),
            "means": tuple(tuple(part) for part in data.get("means", ())),
            "date": tuple((str(part), str(name)) for part, name in data.get("date", ())),
        }
        reader = data.get("text")
        text = None if reader is None else TextReader.from_json(reader)
        if (data["role"] == "text") != (text is not None):
            raise ValueError(f"column {data['name']!r} is a text or is none")
        return Column(**(data | tuples | {"outputs": outputs, "text": text}))

    def _encode(self, raw: Any) -> list[Floats]:
        return [output.apply(part_of(self, raw, output.part)) for output in self.outputs]

    def _output_name(self, part: str) -> str:
        if part in ("value", "code"):
            return self.name
        if part.startswith("is:"):
            return f"{self.name} = {self.values[int(part[3:])]}"
        return f"{self.name}: {part}"
