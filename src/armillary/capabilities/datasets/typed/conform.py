"""Making stored columns of any Arrow columns: structs taken apart, every type one that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.typed.ways import Way, ways_of
from armillary.capabilities.datasets.typed.writing import refuse_columns
from armillary.capabilities.datasets.words import counted, listed

if TYPE_CHECKING:
    import pyarrow as pa

# Deeper structs are kept as JSON text.
_DEPTH = 8
_REPAIRED = "Texts that are not UTF-8, with � for what cannot be read"


@dataclass
class Leaf:
    """One column to come: where in a batch its values are, and the ways that still hold them."""

    name: str
    path: tuple[int, ...]
    ways: list[Way]
    repaired: int = 0
    """Texts that were no UTF-8."""

    @property
    def is_doubtful(self) -> bool:
        """Whether the values have to be looked at before a way is chosen."""
        return len(self.ways) > 1

    def look(self, batch: pa.RecordBatch, place: int) -> None:
        """Drop the ways that do not hold the values that a batch has at a place."""
        column = self._values(batch.column(place))
        while len(self.ways) > 1:
            holds = self.ways[0].holds
            if holds is None or holds(column):
                return
            self.ways.pop(0)

    def make(self, batch: pa.RecordBatch) -> pa.Array:
        """Give the values of a batch as they are stored."""
        import pyarrow as pa

        way = self.ways[0]
        try:
            made = way.make(self._values(batch.column(self.path[0])))
        except (pa.ArrowException, ValueError, OverflowError) as error:
            raise Unreadable(
                f"Column {self.name!r} holds a value that cannot be read ({error}). "
                "The file may be damaged; write it anew."
            ) from error
        return self._valid(made) if way.storage == "str" else made

    def _values(self, column: pa.Array) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        if len(self.path) > 1:
            column = pc.struct_field(column, list(self.path[1:]))
        while isinstance(column.type, pa.BaseExtensionType):
            column = column.storage
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if pa.types.is_run_end_encoded(column.type):
            column = pc.run_end_decode(column)
        return column

    def _valid(self, texts: pa.Array) -> pa.Array:
        """Give texts that are UTF-8 for sure: engines crash over others."""
        import pyarrow as pa

        try:
            texts.validate(full=True)
        except pa.ArrowInvalid:
            raw = texts.cast("binary").to_pylist()
            good = [None if value is None else value.decode("utf-8", "replace") for value in raw]
            self.repaired += sum(
                1
                for old, new in zip(raw, good, strict=True)
                if new is not None and old != new.encode()
            )
            return pa.array(good, pa.string())
        return texts


@dataclass
class Plan:
    """How a table of Arrow columns becomes one that is stored."""

    leaves: list[Leaf]
    taken_apart: list[str] = field(default_factory=list)
    """The structs whose fields became columns of their own."""

    @property
    def names(self) -> list[str]:
        """The names of the columns to come."""
        return [leaf.name for leaf in self.leaves]

    def remarks(self) -> tuple[str, ...]:
        """Give what has to be told of the columns."""
        columns: dict[str, list[str]] = {}
        for leaf in self.leaves:
            if (remark := leaf.ways[0].remark) is not None:
                columns.setdefault(remark, []).append(leaf.name)
            if leaf.repaired:
                texts = counted(leaf.repaired, "text")
                columns.setdefault(_REPAIRED, []).append(f"{leaf.name} ({texts})")
        return tuple(f"{remark}: {listed(names)}." for remark, names in columns.items())


def plan(schema: pa.Schema, limits: ReadLimits) -> Plan:
    """Plan the columns for a schema; raises `Unreadable` where there are none or too many."""
    made = Plan([])
    for place, arrow_field in enumerate(schema):
        for leaf in _leaves(arrow_field.name, (place,), arrow_field.type, made.taken_apart):
            made.leaves.append(leaf)
            if len(made.leaves) > limits.columns:
                refuse_columns(max(len(schema), len(made.leaves)), limits)
    refuse_columns(len(made.leaves), limits)
    return made


def _leaves(
    name: str, path: tuple[int, ...], kind: pa.DataType, taken_apart: list[str]
) -> Iterator[Leaf]:
    import pyarrow as pa

    if isinstance(kind, pa.BaseExtensionType):
        if kind.extension_name == "arrow.uuid":
            yield Leaf(name, path, [Way("str", _uuid_text)])
            return
        kind = kind.storage_type
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        kind = kind.value_type
    if pa.types.is_struct(kind) and kind.num_fields > 0 and len(path) <= _DEPTH:
        taken_apart.append(name)
        for place in range(kind.num_fields):
            inner = kind.field(place)
            inner_name = f"{name}.{inner.name}"
            yield from _leaves(inner_name, (*path, place), inner.type, taken_apart)
        return
    yield Leaf(name, path, list(ways_of(kind)))


def _uuid_text(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    values = column.to_pylist()
    return pa.array([None if value is None else str(UUID(bytes=value)) for value in values])
