"""The columns of a request that have a part of their own: texts and weights."""

from typing import Any

from armillary.capabilities.training.schemas import StartRequest


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
