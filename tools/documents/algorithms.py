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
    parts += list(_heeds())
    for entry in list_entries():
        parts += list(_describe(entry))
    yield REFERENCE / "algorithms.md", page("Algorithms", *parts)


# Knobs that keep weights small under a name that says something else elsewhere.
_OTHER_NAMES = {
    ("l1", "elastic_net"): "share_of_spread",
    ("l2", "elastic_net"): "share_of_spread",
    ("l2", "linear_regression"): "alpha",
    ("l2", "ridge_classifier"): "alpha",
    ("l2", "kernel_ridge"): "alpha",
    ("l2", "support_vector_machine"): "c",
}
_NAMES = {
    "balance": ("class_weight", "balance_classes", "prior", "priors"),
    "l1": ("reg_alpha", "l1_ratio"),
    "l2": ("reg_lambda", "l2_regularization", "weight_decay"),
    "stop": ("early_stopping_rounds", "early_stopping_epochs", "n_iter_no_change", "min_delta"),
}


def _heeds() -> Iterator[str]:
    """Say of what predicts a column which weights, penalties and ways to stop it knows."""
    yield "## What each heeds"
    yield (
        "Weights of rows, and of classes by label (`weight_column`, `class_weights`); the knobs "
        "that balance classes, keep weights small or few, and stop early. `min_delta` beside a "
        "patience is the least improvement that counts."
    )
    rows = [
        (
            entry.name,
            "yes" if entry.weighs else "",
            *(_knobs(entry, what) for what in _NAMES),
        )
        for entry in list_entries()
        if {"classification", "regression"} & set(entry.tasks)
    ]
    heads = ("algorithm", "weights", "balances classes", "L1", "L2", "stops early")
    yield table(heads, rows)


def _knobs(entry: CatalogueEntry, what: str) -> str:
    names = [name for name in _NAMES[what] if name in entry.properties]
    chosen = (entry.properties.get(name, {}) for name in ("regularization", "penalty"))
    if any(what in spec.get("enum", ()) for spec in chosen):
        names.insert(0, "regularization" if "regularization" in entry.properties else "penalty")
    if (what, entry.id) in _OTHER_NAMES:
        names.append(_OTHER_NAMES[what, entry.id])
    return ", ".join(f"`{name}`" for name in names)


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
