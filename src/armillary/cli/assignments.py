"""Reading ``--set name=value``: text becomes the value that the parameter's schema speaks of."""

import json
from collections.abc import Iterable
from typing import Any

from armillary.base.errors import Invalid
from armillary.learning.catalogue import CatalogueEntry


def parse_assignments(entry: CatalogueEntry, texts: Iterable[str]) -> dict[str, Any]:
    """Give the values by name; what they may be is checked afterwards, at the strict door.

    Raises `Invalid` where a text is no assignment or names a parameter twice.
    """
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, given = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise Invalid(f"--set takes NAME=VALUE, such as learning_rate=0.1; got {text!r}.")
        if name in values:
            raise Invalid(f"--set names {name} twice; give it once.")
        values[name] = _parse(given.strip(), entry.properties.get(name, {}))
    return values


def parse_class_weights(texts: Iterable[str]) -> dict[str, float] | None:
    """Read ``--class-weight CLASS=NUMBER``; a label may itself hold an equals sign."""
    weights: dict[str, float] = {}
    for text in texts:
        label, equals, given = text.rpartition("=")
        try:
            weight = float(given)
        except ValueError:
            weight = 0.0
        if not equals or not weight > 0 or weight == float("inf"):
            raise Invalid(
                f"--class-weight takes CLASS=NUMBER above 0, such as rare=5; got {text!r}."
            )
        if label in weights:
            raise Invalid(f"--class-weight names {label} twice; give it once.")
        weights[label] = weight
    return weights or None


def _parse(text: str, schema: Any) -> Any:
    kinds = schema.get("type")
    if "string" in (kinds if isinstance(kinds, list) else [kinds]):
        return text
    if text.lower() == "none":
        return None
    try:
        return json.loads(text)
    except ValueError:
        pass
    if kinds == "array":
        return [_parse(part.strip(), {}) for part in text.split(",")]
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    return text
