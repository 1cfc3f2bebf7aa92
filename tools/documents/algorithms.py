"""The algorithms: a reference page from the catalogue."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from armillary.learning.catalogue import CatalogueEntry, list_entries
from documents._pages import REFERENCE, page, table


def generate() -> Iterator[tuple[Path, str]]:
    """Give the page."""
    derived = sum(entry.derived_from is not None for entry in list_entries())
    parts = [
        "What can be learned with, and what turning each parameter does. "
        f"{len(list_entries()) - derived} algorithms are written by hand; {derived} are derived "
        "from scikit-learn, whose pages tell more of them than the lines here."
    ]
    for entry in list_entries():
        parts += list(_describe(entry))
    yield REFERENCE / "algorithms.md", page("Algorithms", *parts)


def _describe(entry: CatalogueEntry) -> Iterator[str]:
    yield f"## {entry.name}"
    yield f"{entry.description} {entry.when_to_use}"
    facts = [
        f"`{entry.id}`",
        entry.category,
        " and ".join(entry.tasks),
        f"complexity {entry.complexity}",
        f"training {entry.training_time}",
    ]
    if entry.derived_from:
        facts.append(f"derived from scikit-learn's `{entry.derived_from.rpartition('.')[2]}`")
    if entry.max_rows:
        facts.append(f"up to {entry.max_rows} training rows")
    if entry.needs_extra:
        facts.append(f"needs the extra `{entry.needs_extra}`")
    yield f"{' · '.join(facts)} · [documentation]({entry.documentation_url})"
    rows = [
        (
            f"`{name}`",
            _json(spec["default"]),
            _range(spec),
            f"{spec['description']}{_marks(spec)}",
        )
        for name, spec in entry.properties.items()
    ]
    yield table(("parameter", "default", "range", "effect"), rows)


def _range(spec: Mapping[str, Any]) -> str:
    if "enum" in spec:
        return ", ".join(f"`{option}`" for option in spec["enum"])
    bounds = spec.get("items", spec)
    low = bounds.get("minimum", bounds.get("exclusiveMinimum"))
    high = bounds.get("maximum", bounds.get("exclusiveMaximum"))
    if low is None:
        return "yes or no"
    opening = "(" if "exclusiveMinimum" in bounds else "["
    closing = ")" if "exclusiveMaximum" in bounds else "]"
    text = f"{opening}{low}, {high}{closing}"
    return f"list of {text}" if "items" in spec else text


def _marks(spec: Mapping[str, Any]) -> str:
    marks = []
    if spec.get("x-live"):
        marks.append("may be changed while training")
    if null_means := spec.get("x-null-means"):
        marks.append(f"null: {null_means}")
    return f" ({'; '.join(marks)})" if marks else ""


def _json(value: Any) -> str:
    return f"`{json.dumps(value)}`"
