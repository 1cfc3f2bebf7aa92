"""The columns that a request names: whether there are such, and fit for the part they are given."""

from collections.abc import Collection, Iterable
from typing import Any

from armillary.base.errors import Invalid
from armillary.capabilities.training.schemas import StartRequest

_SHOWN = 20


def find_strangers(
    what: str, known: Collection[str], named: Iterable[tuple[str, str | None]]
) -> list[dict[str, Any]]:
    """Give an error for each name that is no column, by where it is named; None names none."""
    shown = ", ".join(repr(name) for name in list(known)[:_SHOWN])
    told = f"it has {shown}{' …' if len(known) > _SHOWN else ''}."
    return [
        _error(place, f"{what} has no column {name!r}; {told}")
        for place, name in named
        if name and name not in known
    ]


def find_unknown_classes(
    target: str, known: Collection[str] | None, weighed: Iterable[str]
) -> list[dict[str, Any]]:
    """Give an error for each class to weigh that is no value of the target, if these are known."""
    if known is None:
        return []
    shown = ", ".join(repr(name) for name in sorted(known))
    return [
        _error("class_weights", f"The target {target!r} has no class {name!r}; it has {shown}.")
        for name in weighed
        if name not in known
    ]


def refuse(errors: list[dict[str, Any]], *, code: str = "unknown_column") -> None:
    """Raise `Invalid` where there are errors."""
    if errors:
        raise Invalid(" ".join(str(error["msg"]) for error in errors), code=code, errors=errors)


def check(dataset: dict[str, Any], request: StartRequest) -> list[dict[str, Any]]:
    """Give an error for each column that cannot have the part it was given.

    With a recipe the columns are known only when it has run; then the training itself says.
    """
    schema = {column["name"]: column for column in dataset["schema"]}
    return [
        *_check_texts(dataset["name"], schema, request),
        *_check_weight(schema, request),
    ]


def _check_weight(schema: dict[str, dict[str, Any]], request: StartRequest) -> list[dict[str, Any]]:
    name = request.weight_column
    if not name or name not in schema:
        return []
    if name == request.target_column or name in (request.feature_columns or ()):
        told = f"The weights {name!r} cannot be the target or a column to learn from."
        return [_error("weight_column", told)]
    if schema[name]["dtype"] in ("int64", "float64", "bool"):
        return []
    kind = schema[name]["dtype"]
    return [_error("weight_column", f"Column {name!r} holds {kind}, not numbers to weigh by.")]


def _check_texts(
    title: str, schema: dict[str, dict[str, Any]], request: StartRequest
) -> list[dict[str, Any]]:
    learned = [name for name in request.feature_columns or schema if name != request.target_column]
    errors = []
    for name in request.text_columns or ():
        if name not in schema:
            errors.append(_error("text_columns", f"{title} has no column {name!r}."))
        elif schema[name]["dtype"] != "str":
            kind = schema[name]["dtype"]
            errors.append(_error("text_columns", f"Column {name!r} holds {kind}, not texts."))
        elif name not in learned:
            told = f"Column {name!r} is to be read as text, but is not among those to learn from."
            errors.append(_error("text_columns", told))
    return errors


def _error(place: str, message: str) -> dict[str, Any]:
    return {"loc": [place], "msg": message}
