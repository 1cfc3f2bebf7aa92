"""Presets for a table: those of the catalogue are sized, and the workspace's own are told apart."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.capabilities import datasets
from armillary.capabilities.training import algorithms
from armillary.learning.catalogue import get_entry
from armillary.learning.sizing import TableSize, adapt, is_another_size, refit


def find_size(actor: Actor, session: Session, dataset_id: str | None) -> TableSize | None:
    """Give the size of a table; None without one, or while it is not known."""
    if dataset_id is None:
        return None
    rows, columns = datasets.find_size(actor, session, dataset_id)
    return TableSize(rows, columns) if rows else None


def list_presets(
    algorithm_id: str | None, size: TableSize | None, *, is_of_table: bool
) -> list[dict[str, Any]]:
    """Give fast, balanced and thorough; for a table, with its values and what was changed why."""
    presets = algorithms.list_presets(algorithm_id)
    if not is_of_table:
        return presets
    return [_sized(preset, size) for preset in presets]


def refitted(preset: Mapping[str, Any], size: TableSize) -> dict[str, Any]:
    """Say whether a kept preset was made for a table of another size, and what would fit this one.

    Gives ``is_another_size``, the ``hyperparameters`` that would fit, and under ``adapted`` which
    of them are other than they were kept, and why. Of one whose size nobody remembers nothing is
    said.
    """
    kept, made_for = preset["hyperparameters"], preset["made_for"]
    if made_for is None:
        return {"is_another_size": False, "hyperparameters": kept, "adapted": []}
    before = TableSize(made_for["rows"], made_for["columns"])
    values, changes = refit(kept, _properties(preset["algorithm_id"]), before, size)
    return {
        "is_another_size": bool(changes) or is_another_size(before, size),
        "hyperparameters": values,
        "adapted": [asdict(change) for change in changes],
    }


def _sized(preset: dict[str, Any], size: TableSize | None) -> dict[str, Any]:
    if size is None:
        return {**preset, "adapted": []}
    properties = get_entry(preset["algorithm_id"]).properties
    values, changes = adapt(preset["hyperparameters"], properties, size)
    return {**preset, "hyperparameters": values, "adapted": [asdict(change) for change in changes]}


def _properties(algorithm_id: str) -> Mapping[str, Mapping[str, Any]]:
    try:
        return get_entry(algorithm_id).properties
    except NotFound:
        return {}  # the algorithm is gone: none of its values is left to fit
