"""What people read about algorithms before they choose one, in the shapes clients expect."""

from collections.abc import Mapping
from typing import Any

from armillary.learning.catalogue import CatalogueEntry, get_entry, list_categories, list_entries
from armillary.learning.params import check


def list_algorithms(category: str | None, algorithm_type: str | None) -> list[dict[str, Any]]:
    """List algorithms, of one category (its id or name) or one type where asked."""
    return [
        _card(entry)
        for entry in list_entries()
        if (category is None or category_id(entry.category) == category_id(category))
        and (algorithm_type is None or algorithm_type in entry.tasks)
    ]


def list_algorithm_categories() -> list[dict[str, Any]]:
    """List categories with the number of their algorithms."""
    return list_categories()


def describe_algorithm(algorithm_id: str) -> dict[str, Any]:
    """Give everything a form needs to show one algorithm, its JSON Schema included."""
    entry = get_entry(algorithm_id)
    return {
        "id": entry.id,
        "name": entry.name,
        "aliases": list(entry.aliases),
        "category": entry.category,
        "description": entry.description,
        "when_to_use": entry.when_to_use,
        "algorithm_types": list(entry.tasks),
        "hyperparameters": entry.hyperparameters(),
        "requirements": {
            "gpu": entry.requires_gpu,
            "multiclass": "classification" in entry.tasks,
            "regression": "regression" in entry.tasks,
            "extra": entry.needs_extra,
            "target": entry.requires_target(),
        },
        "transforms": entry.transforms,
        "performance": {"complexity": entry.complexity, "training_time": entry.training_time},
        "documentation_url": entry.documentation_url,
        "derived": entry.derived_from is not None,
        "derived_from": entry.derived_from,
        "max_rows": entry.max_rows,
        "schema": entry.schema,
        "presets": [dict(preset) for preset in entry.presets],
    }


def list_hyperparameters(algorithm_id: str, *, advanced: bool) -> list[dict[str, Any]]:
    """List the parameters of one algorithm, advanced ones only when asked."""
    return get_entry(algorithm_id).hyperparameters(advanced=advanced)


def validate(algorithm_id: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check values as a form does: what can be used is adjusted, the rest is told.

    Both outcomes are answers, not failures.
    """
    checked = check(get_entry(algorithm_id), given, door="lenient")
    if checked.errors:
        messages = [error["msg"] for error in checked.errors]
        return {"valid": False, "errors": messages, "details": checked.errors}
    return {"valid": True, "validated_params": checked.values, "adjusted": checked.adjusted}


def list_presets(algorithm_id: str | None) -> list[dict[str, Any]]:
    """List named choices of values, of one algorithm or of all."""
    entries = [get_entry(algorithm_id)] if algorithm_id else list_entries()
    return [
        {
            "id": preset["id"],
            "name": preset["name"],
            "description": preset["description"],
            "algorithm_id": entry.id,
            "hyperparameters": preset["values"],
        }
        for entry in entries
        for preset in entry.presets
    ]


def category_id(name: str) -> str:
    """Give the id of a category: its name in lower case with underscores."""
    return name.strip().lower().replace(" ", "_")


def _card(entry: CatalogueEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "aliases": list(entry.aliases),
        "category": entry.category,
        "description": entry.description,
        "types": list(entry.tasks),
        "complexity": entry.complexity,
        "training_time": entry.training_time,
        "requires_gpu": entry.requires_gpu,
        "uses_gpu": entry.uses_gpu,
        "needs_extra": entry.needs_extra,
        "transforms": entry.transforms,
        "needs_target": entry.requires_target(),
        "derived": entry.derived_from is not None,
        "documentation_url": entry.documentation_url,
    }
