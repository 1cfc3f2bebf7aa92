"""The fields of records, nested ones too, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from armillary.capabilities.datasets.typed.values import Decision, Seen

# Objects within objects within … are columns so deep; deeper ones are JSON text.
_DEPTH = 5
# An object with so many different names, few of them in each record, is a dictionary.
_MANY_NAMES = 50
_FEW_FILLED = 0.2

Record = dict[Any, Any]


@dataclass
class Node:
    """A field of all records: what its values are, and the fields of those that are objects."""

    most_names: int
    depth: int = 0
    seen: Seen = field(default_factory=lambda: Seen(with_date_texts=True))
    fields: dict[Any, Node] = field(default_factory=dict)
    entries: int = 0
    has_too_many: bool = False

    def look(self, values: Sequence[Any]) -> None:
        """Look at the next values."""
        self.seen.look(values)
        if dict in self.seen.types and self.depth <= _DEPTH and not self.has_too_many:
            self._look_inside([value for value in values if type(value) is dict])

    def _look_inside(self, records: Sequence[Record]) -> None:
        found: dict[Any, list[Any]] = {}
        for record in records:
            for name, value in record.items():
                found.setdefault(name, []).append(value)
        for name, values in found.items():
            self.entries += len(values)
            child = self.fields.get(name)
            if child is None:
                child = self.fields[name] = Node(self.most_names, self.depth + 1)
            child.look(values)
        if len(self.fields) > self.most_names:
            self.fields, self.has_too_many = {}, True

    @property
    def is_taken_apart(self) -> bool:
        """Whether its fields are columns of their own."""
        if set(self.seen.types) - {type(None)} != {dict} or not self.fields:
            return False
        return self.depth <= _DEPTH and not self._is_dictionary

    @property
    def _is_dictionary(self) -> bool:
        room = self.seen.types[dict] * len(self.fields)
        return len(self.fields) > _MANY_NAMES and self.entries < _FEW_FILLED * room

    def plan(self, name: str = "", names: Mapping[Any, str] | None = None) -> Plan:
        """Decide what becomes of it; ``names`` are those of its own fields, where others."""
        if self.depth > 0 and not self.is_taken_apart:
            return Plan(name, self.seen.decide(), self.seen.infinite)
        made = Plan(name)
        for key, child in self.fields.items():
            label = (names or {}).get(key, str(key))
            made.fields[key] = child.plan(label if self.depth == 0 else f"{name}.{label}")
        return made


@dataclass
class Plan:
    """What becomes of a field: one column, or those of its fields."""

    name: str
    decision: Decision | None = None
    infinite: int = 0
    fields: dict[Any, Plan] = field(default_factory=dict)

    def leaves(self) -> Iterator[Plan]:
        """Give every column in order."""
        if self.decision is not None:
            yield self
        for child in self.fields.values():
            yield from child.leaves()

    def taken_apart(self) -> Iterator[str]:
        """Give the names of nested objects whose fields are columns."""
        for child in self.fields.values():
            if child.decision is None:
                yield child.name
                yield from child.taken_apart()

    def columns(self, records: Sequence[Record | None]) -> Iterator[Sequence[Any]]:
        """Give the values of every column in order."""
        for key, child in self.fields.items():
            values = [None if record is None else record.get(key) for record in records]
            if child.decision is not None:
                yield values
            else:
                yield from child.columns(values)
