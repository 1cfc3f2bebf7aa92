"""The columns of a request that have a part of their own: texts, and what follows."""

from typing import Any

from armillary.capabilities.training.schemas import StartRequest


def check(dataset: dict[str, Any], request: StartRequest) -> list[dict[str, Any]]:
    """Give an error for each column that cannot have the part it was given.

    With a recipe the columns are known only when it has run; then the training itself says.
    """
    schema = {column["name"]: column for column in dataset["schema"]}
    return _check_texts(dataset["name"], schema, request)


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
