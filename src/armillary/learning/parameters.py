"""How an algorithm or a step declares its parameters: once, as data that becomes JSON Schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

MAX_NAME = 500
"""The longest name of a column, in characters."""


@dataclass(frozen=True, kw_only=True)
class Param:
    """What every parameter has.

    ``effect`` says in plain words what turning it does; ``live`` means that it can be changed
    while training runs; ``rounds`` that it says how long training goes on, so that a finished one
    can be continued; ``changeable`` that it may differ when a training goes on from a state that
    was kept. ``advanced`` hides it behind a fold; ``tasks`` names the tasks that it
    matters to, where not all; ``when`` names another parameter and the choices of it with which
    this one matters.
    """

    name: str
    title: str
    effect: str
    default: Any
    unit: str | None = None
    nullable: bool = False
    null_means: str | None = None
    advanced: bool = False
    live: bool = False
    rounds: bool = False
    changeable: bool = False
    tasks: tuple[str, ...] = ()
    when: tuple[str, tuple[str, ...]] | None = None

    def schema(self) -> dict[str, Any]:
        """Give the parameter as a JSON Schema property."""
        own = self._own_schema()
        if self.nullable:
            own["type"] = [own["type"], "null"]
        described = {"title": self.title, "description": self.effect, **own}
        described["default"] = self.default
        described |= {key: value for key, value in self._marks().items() if value}
        return described

    def _own_schema(self) -> dict[str, Any]:
        raise NotImplementedError

    def _marks(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "x-null-means": self.null_means,
            "x-advanced": self.advanced,
            "x-live": self.live,
            "x-rounds": self.rounds,
            "x-changeable": self.changeable,
            "x-tasks": list(self.tasks),
            "x-when": self.when and {self.when[0]: list(self.when[1])},
        }


@dataclass(frozen=True, kw_only=True)
class IntParam(Param):
    """A whole number between two bounds, both allowed."""

    default: int | None
    minimum: int
    maximum: int
    log: bool = False

    def _own_schema(self) -> dict[str, Any]:
        schema = {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}
        return schema | ({"x-log": True} if self.log else {})


@dataclass(frozen=True, kw_only=True)
class FloatParam(Param):
    """A number between two bounds, of which either may be excluded."""

    default: float | None
    minimum: float
    maximum: float
    above_minimum: bool = False
    below_maximum: bool = False
    log: bool = False

    def _own_schema(self) -> dict[str, Any]:
        low = "exclusiveMinimum" if self.above_minimum else "minimum"
        high = "exclusiveMaximum" if self.below_maximum else "maximum"
        schema = {"type": "number", low: self.minimum, high: self.maximum}
        return schema | ({"x-log": True} if self.log else {})


@dataclass(frozen=True, kw_only=True)
class ChoiceParam(Param):
    """One of a few words."""

    default: str
    options: tuple[str, ...]

    def _own_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.options)}


@dataclass(frozen=True, kw_only=True)
class BoolParam(Param):
    """Yes or no."""

    default: bool

    def _own_schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True, kw_only=True)
class IntListParam(Param):
    """A list of whole numbers, each between two bounds."""

    default: tuple[int, ...]
    minimum: int
    maximum: int
    min_items: int
    max_items: int

    def _own_schema(self) -> dict[str, Any]:
        items = {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}
        bounds = {"minItems": self.min_items, "maxItems": self.max_items}
        return {"type": "array", "items": items, **bounds}

    def schema(self) -> dict[str, Any]:
        """Give the parameter as a JSON Schema property."""
        return super().schema() | {"default": list(self.default)}


ColumnHolds = Literal["number", "text", "truth", "date"]
"""What a column holds, as far as people choose columns by it."""


@dataclass(frozen=True, kw_only=True)
class TextParam(Param):
    """A text; ``control`` says what kind of text a form should help to write."""

    default: str | None
    max_length: int = 200
    min_length: int = 0
    control: Literal["text", "expression", "dataset"] = "text"

    def _own_schema(self) -> dict[str, Any]:
        bounds = {"minLength": self.min_length, "maxLength": self.max_length}
        return {"type": "string", **bounds, "x-control": self.control}


@dataclass(frozen=True, kw_only=True)
class ColumnParam(Param):
    """The name of one column, of those that hold what fits."""

    default: str | None = None
    holds: tuple[ColumnHolds, ...] = ()

    def _own_schema(self) -> dict[str, Any]:
        bounds = {"minLength": 1, "maxLength": MAX_NAME}
        return {"type": "string", **bounds, "x-control": "column", "x-holds": list(self.holds)}


@dataclass(frozen=True, kw_only=True)
class TextsParam(Param):
    """A list of texts."""

    default: tuple[str, ...] | None = ()
    min_items: int = 0
    max_items: int = 10_000

    def _own_schema(self) -> dict[str, Any]:
        items = {"type": "string", "maxLength": MAX_NAME}
        bounds = {"minItems": self.min_items, "maxItems": self.max_items}
        return {"type": "array", "items": items, **bounds, "x-control": "texts"}

    def schema(self) -> dict[str, Any]:
        """Give the parameter as a JSON Schema property."""
        default = None if self.default is None else list(self.default)
        return super().schema() | {"default": default}


@dataclass(frozen=True, kw_only=True)
class ColumnsParam(TextsParam):
    """Names of columns, of those that hold what fits."""

    holds: tuple[ColumnHolds, ...] = ()

    def _own_schema(self) -> dict[str, Any]:
        own = super()._own_schema()
        return own | {"x-control": "columns", "x-holds": list(self.holds)}


@dataclass(frozen=True, kw_only=True)
class RecordsParam(Param):
    """A list of small records, such as the name of a column with what becomes of it."""

    fields: tuple[Param, ...]
    default: tuple[Mapping[str, Any], ...] = ()
    min_items: int = 1
    max_items: int = 1000

    def _own_schema(self) -> dict[str, Any]:
        items = {
            "type": "object",
            "properties": {field.name: field.schema() for field in self.fields},
            "additionalProperties": False,
        }
        bounds = {"minItems": self.min_items, "maxItems": self.max_items}
        return {"type": "array", "items": items, **bounds, "x-control": "records"}

    def schema(self) -> dict[str, Any]:
        """Give the parameter as a JSON Schema property."""
        return super().schema() | {"default": [dict(record) for record in self.default]}


class Params:
    """The declared parameters of one algorithm or step, in the order in which people see them."""

    def __init__(self, params: Sequence[Param]) -> None:
        self._by_name = {param.name: param for param in params}
        if len(self._by_name) != len(params):
            raise ValueError("Two parameters have the same name.")

    def __iter__(self) -> Iterator[Param]:
        return iter(self._by_name.values())

    def defaults(self) -> dict[str, Any]:
        """Give every parameter's default."""
        return {name: schema["default"] for name, schema in self._properties().items()}

    def schema(self) -> Mapping[str, Any]:
        """Give the JSON Schema of the whole set."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": self._properties(),
            "additionalProperties": False,
        }

    def _properties(self) -> dict[str, dict[str, Any]]:
        return {name: param.schema() for name, param in self._by_name.items()}
