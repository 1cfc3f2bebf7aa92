"""The presets of the catalogue, sized for a table."""

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities import datasets
from armillary.capabilities.training import algorithms
from armillary.learning.catalogue import get_entry
from armillary.learning.sizing import TableSize, adapt


def list_presets(
    actor: Actor, session: Session, algorithm_id: str | None, dataset_id: str | None
) -> list[dict[str, Any]]:
    """Give fast, balanced and thorough; for a table, with its values and what was changed why."""
    presets = algorithms.list_presets(algorithm_id)
    if dataset_id is None:
        return presets
    dataset = datasets.get_dataset(actor, session, dataset_id)
    size = TableSize(int(dataset["rows"] or 0), int(dataset["columns"] or 0))
    return [_sized(preset, size) for preset in presets]


def _sized(preset: dict[str, Any], size: TableSize) -> dict[str, Any]:
    if not size.rows:
        return {**preset, "adapted": []}
    properties = get_entry(preset["algorithm_id"]).properties
    values, changes = adapt(preset["hyperparameters"], properties, size)
    return {**preset, "hyperparameters": values, "adapted": [asdict(change) for change in changes]}
