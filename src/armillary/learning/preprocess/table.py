"""A whole table's preprocessing: learned on training rows, stored as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.base.values import from_json, to_json
from armillary.learning.contract import Encoding
from armillary.learning.preprocess.columns import Column
from armillary.learning.preprocess.learn import learn_column, learn_dates, learn_spans
from armillary.learning.preprocess.means import Guide
from armillary.learning.preprocess.read import taken, times_of
from armillary.learning.preprocess.spans import told

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Places = npt.NDArray[np.int64]

_FORMAT = 1
_NAMED = 20


@dataclass(frozen=True)
class Preprocess:
    """The columns that a model uses, and how each becomes numbers.

    ``unused`` names the given columns that are empty or hold one value only.
    """

    encoding: Encoding
    columns: tuple[Column, ...]
    unused: tuple[str, ...] = ()

    @staticmethod
    def learn(
        frame: pd.DataFrame,
        encoding: Encoding,
        texts: Collection[str] | None = None,
        rows: Places | None = None,
        guide: Guide | None = None,
    ) -> Preprocess:
        """Learn from the training rows; raises `Invalid` where no column can be used.

        ``texts`` names the columns to read as texts; None leaves it to their values. The training
        rows are those at the places ``rows`` (n_rows,), None means all. ``guide`` tells their
        target, for an encoding that learns categories by it.
        """
        learned = [
            learn_column(taken(frame[name], rows), encoding, texts, guide) for name in frame.columns
        ]
        columns = [column for column in learned if column.outputs]
        if not columns:
            raise Invalid(
                f"None of the {len(learned)} columns to learn from can be used: each is empty or "
                "holds one value only. Choose other columns.",
                code="no_usable_columns",
            )
        unused = tuple(column.name for column in learned if not column.outputs)

        def given(name: str) -> pd.Series:
            return taken(frame[name], rows)

        dates = learn_dates(columns, given, encoding)
        spans = learn_spans(columns, given, encoding)
        return Preprocess(encoding, (*columns, *dates, *spans), unused)

    def encode(
        self, frame: pd.DataFrame, rows: Places | None = None, guide: Guide | None = None
    ) -> npt.NDArray[Any]:
        """Give the numbers of a table (n_rows, n_encoded); extra columns are ignored.

        Of the rows at some places (n_rows,) only these; of all columns at once they would be a
        copy of the table. With a ``guide`` they are the very rows that all was learned from.
        """
        import numpy as np

        series = {str(name): values for name, values in frame.items()}
        self._require(series)
        count = len(frame) if rows is None else len(rows)
        matrix = np.empty((count, len(self.output_names())), self.encoding.dtype)
        place = 0
        for column in self.columns:
            given = {name: taken(series[name], rows) for name in column.needed}
            encoded = column.encode(given) if guide is None else column.encode_learned(given, guide)
            for values in encoded:
                matrix[:, place] = values
                place += 1
        return matrix

    def encode_rows(self, rows: Sequence[Mapping[str, Any]]) -> npt.NDArray[Any]:
        """Give the numbers of rows given as ``{column: value}``; a null counts as missing."""
        import numpy as np

        for row in rows:
            self._require(row)
        given = self._given(rows)
        parts = [values for column in self.columns for values in column.encode_values(given)]
        return np.ascontiguousarray(np.array(parts, self.encoding.dtype).T)

    def output_names(self) -> tuple[str, ...]:
        """Name the encoded columns (n_encoded)."""
        return tuple(name for column in self.columns for name in column.output_names())

    def sources(self) -> tuple[str, ...]:
        """Name the table's column that each encoded column comes from (n_encoded)."""
        return tuple(column.name for column in self.columns for _ in column.outputs)

    def categorical(self) -> tuple[int, ...]:
        """Give the places of the encoded columns that hold category codes."""
        outputs = [output for column in self.columns for output in column.outputs]
        return tuple(place for place, output in enumerate(outputs) if output.part == "code")

    def is_told_by_means(self) -> bool:
        """Tell whether a column is written as what the target is like among its rows."""
        return any(column.means for column in self.columns)

    def describe(self) -> list[dict[str, Any]]:
        """Describe the columns that predicting needs, each once."""
        # A model made of several has a column once for each member.
        return list({column.name: column.describe() for column in self.columns}.values())

    def notes(self) -> list[str]:
        """Say what was made of columns that became something else than they look like."""
        dates = dict.fromkeys(column.needed for column in self.columns if column.date)
        return [
            *(
                f"The columns {', '.join(map(repr, names))} were read as the parts of one time, "
                "too: beside what each says for itself."
                for names in dates
            ),
            *told([(column.name, column.since) for column in self.columns if column.since]),
            *self._notes_of_texts(),
        ]

    def _notes_of_texts(self) -> list[str]:
        return [
            f"Column {column.name!r} was read as text: {len(column.text.words):,} words and "
            f"{len(column.text.letters):,} letter groups, learned from the training rows and "
            f"summed up in {column.text.width} numbers."
            for column in self.columns
            if column.text is not None
        ]

    def schema_hash(self) -> str:
        """Give a hash of the names and roles of the columns."""
        shape = [[column.name, column.role] for column in self.columns]
        return hashlib.sha256(to_json(shape)).hexdigest()

    def to_json(self) -> bytes:
        """Give the preprocessing as strict JSON."""
        columns = [column.to_json() for column in self.columns]
        return to_json(
            {
                "format": _FORMAT,
                "encoding": asdict(self.encoding),
                "columns": columns,
                "unused": self.unused,
            }
        )

    @staticmethod
    def from_json(data: bytes) -> Preprocess:
        """Rebuild what `to_json` gave; raises `Invalid` where it is something else."""
        try:
            content = from_json(data)
            if content["format"] != _FORMAT:
                raise ValueError(f"format {content['format']}, where {_FORMAT} is read")
            columns = tuple(Column.from_json(column) for column in content["columns"])
            return Preprocess(Encoding(**content["encoding"]), columns, tuple(content["unused"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Invalid(
                f"The preprocessing of the model cannot be read: {error}.", code="broken_model"
            ) from error

    def _given(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Give the values of rows column by column; dates that several columns ask for as times."""
        given: dict[str, Any] = {name: [row[name] for row in rows] for name in self._needed()}
        spanned = {name for column in self.columns if column.since for name in column.needed}
        spanned -= {column.name for column in self.columns if column.role != "datetime"}
        return given | {name: times_of(name, given[name]) for name in spanned}

    def _needed(self) -> list[str]:
        """Name the columns of the table that are read, each once."""
        return list(dict.fromkeys(name for column in self.columns for name in column.needed))

    def _require(self, given: Collection[str]) -> None:
        missing = [name for name in self._needed() if name not in given]
        if not missing:
            return
        named = ", ".join(repr(name) for name in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise Invalid(
            f"The model needs the column{'s' if len(missing) > 1 else ''} {named}{more}, which the "
            "rows lack. Give null where a value is not known.",
            code="missing_columns",
            details={"missing": list(missing)},
        )
