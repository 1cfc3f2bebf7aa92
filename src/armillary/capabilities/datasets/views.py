"""What a person looks at of a table: columns, order, a search and a filter, as it comes in JSON."""

import math
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)

from armillary.base.errors import Invalid

Comparison = Literal[
    "eq",
    "ne",
    "gt",
    "lt",
    "ge",
    "le",
    "contains",
    "not_contains",
    "starts_with",
    "ends_with",
    "matches",
]
"""The operators that compare a cell with one value."""
Choice = Literal["between", "in", "not_in"]
"""The operators that compare a cell with several values."""
Property = Literal["is_null", "is_not_null", "is_nan", "is_infinite", "is_empty"]
"""The operators that ask of a cell alone."""
Operator = Literal[Comparison, Choice, Property]

MAX_DEPTH = 8
MAX_CONDITIONS = 100
MAX_VALUES = 1000
MAX_SORTS = 16
MAX_COLUMNS = 10_000
_TEXT = 10_000
_SEARCH = 1000
# A tree is read by recursion, so one much too deep is refused before it is read.
_MOST_CHARACTERS = 2_000_000


def _finite(given: Any) -> Any:
    if isinstance(given, float) and not math.isfinite(given):
        raise ValueError("a value is finite; ask is_nan or is_infinite for the others")
    return given


Text = Annotated[str, Field(max_length=_TEXT)]
Scalar = Annotated[bool | int | float | Text, BeforeValidator(_finite)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Condition(_Strict):
    """What is asked of one column's cells."""

    column: Text
    operator: Operator
    value: Scalar | None = None
    values: Annotated[list[Scalar], Field(max_length=MAX_VALUES)] | None = None

    @model_validator(mode="after")
    def _check(self) -> "Condition":
        name = self.operator
        if name in get_args(Property):
            if self.value is not None or self.values is not None:
                raise ValueError(f"{name} asks of the cell alone and takes no value")
        elif name in get_args(Choice):
            _check_values(name, self.value, self.values)
        elif self.value is None or self.values is not None:
            raise ValueError(f"{name} needs `value`; for missing cells use is_null")
        return self


def _check_values(operator: str, value: Scalar | None, values: list[Scalar] | None) -> None:
    if value is not None or not values:
        raise ValueError(f"{operator} needs `values`, a list")
    if operator == "between" and len(values) != 2:
        raise ValueError(f"between needs two values, the least and the greatest; got {len(values)}")


class Group(_Strict):
    """Conditions joined; one without conditions asks nothing."""

    op: Literal["and", "or", "not"]
    of: "list[Node]"

    @model_validator(mode="after")
    def _check(self) -> "Group":
        if self.op == "not" and len(self.of) > 1:
            raise ValueError("`not` takes one condition; join several by `and` or `or` inside it")
        return self


def _kind(given: Any) -> str:
    is_group = "op" in given if isinstance(given, dict) else isinstance(given, Group)
    return "group" if is_group else "condition"


Node = Annotated[
    Annotated[Group, Tag("group")] | Annotated[Condition, Tag("condition")], Discriminator(_kind)
]


class Sort(_Strict):
    """One column to sort by."""

    column: Text
    descending: bool = False


class View(_Strict):
    """What is looked at; an empty view is the whole table in the order of its file."""

    columns: Annotated[list[Text], Field(max_length=MAX_COLUMNS)] | None = None
    """The columns in the order to show them; None is all of them."""
    sort: Annotated[list[Sort], Field(max_length=MAX_SORTS)] = []
    """The first one counts first; missing cells come last, NaN before them."""
    search: Annotated[str, Field(max_length=_SEARCH)] = ""
    """A text that some cell of a row holds, whatever its case."""
    filter: Node | None = None

    @model_validator(mode="before")
    @classmethod
    def _check_depth(cls, given: Any) -> Any:
        if isinstance(given, dict):
            check_tree(given.get("filter"))
        return given

    @model_validator(mode="after")
    def _check(self) -> "View":
        for what, names in (
            ("columns", self.columns or []),
            ("sort", [each.column for each in self.sort]),
        ):
            twice = {name for name in names if names.count(name) > 1} if len(names) < 100 else {}
            if twice or len(set(names)) < len(names):
                raise ValueError(f"`{what}` names a column twice{_named(twice)}")
        return self

    def to_payload(self) -> dict[str, Any]:
        """Give the view as plain JSON values that any reader of JSON keeps exactly."""
        return {
            "columns": self.columns,
            "sort": [[each.column, each.descending] for each in self.sort],
            "search": self.search,
            "filter": None if self.filter is None else _plain(self.filter),
        }


def check_tree(node: Any) -> None:
    """Refuse a filter, as it came, that is too deep or too large."""
    conditions = 0
    level = [node]
    for _ in range(MAX_DEPTH):
        conditions += sum(1 for each in level if not _children(each))
        level = [child for each in level for child in _children(each)]
        if conditions > MAX_CONDITIONS or len(level) > MAX_CONDITIONS * MAX_DEPTH:
            raise ValueError(f"a filter has at most {MAX_CONDITIONS} conditions")
    if level:
        raise ValueError(f"a filter has at most {MAX_DEPTH} levels")


def read_view(text: str | None) -> View:
    """Read the view of an address; raises `Invalid`, saying what is wrong where."""
    if not text:
        return View()
    if len(text) > _MOST_CHARACTERS:
        raise Invalid(f"`view` is longer than {_MOST_CHARACTERS:,} characters; ask by POST.")
    try:
        return View.model_validate_json(text)
    except ValidationError as error:
        places = [
            {
                "loc": ["query", "view", *each["loc"]],
                "msg": each["msg"].removeprefix("Value error, "),
            }
            for each in error.errors()
        ]
        where = ".".join(str(part) for part in places[0]["loc"])
        raise Invalid(f"`view` does not fit: {where}: {places[0]['msg']}.", errors=places) from None


def conditions_of(node: Condition | Group | None) -> Iterator[Condition]:
    """Give every condition of a filter, in order."""
    if isinstance(node, Condition):
        yield node
    elif node is not None:
        for child in node.of:
            yield from conditions_of(child)


def _children(node: Any) -> list[Any]:
    children = node.get("of") if isinstance(node, dict) else getattr(node, "of", None)
    return children if isinstance(children, list) else []


def _named(names: Any) -> str:
    return f": {', '.join(sorted(names))}" if names else ""


def _plain(node: Condition | Group) -> dict[str, Any]:
    if isinstance(node, Group):
        return {"op": node.op, "of": [_plain(child) for child in node.of]}
    values = node.values if node.values is not None else []
    if node.value is not None:
        values = [node.value]
    return {
        "column": node.column,
        "operator": node.operator,
        "values": [_portable(value) for value in values],
    }


def _portable(value: Scalar) -> Scalar:
    """Write whole numbers beyond 64 bits as text, which every operator takes for numbers too."""
    is_long = isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63
    return str(value) if is_long else value
