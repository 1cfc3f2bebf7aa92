"""Rows of a large table, in stretches from all over it: neighbours stay neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.tables import Dataset
from armillary.jobs.contract import JobContext
from armillary.learning.recipe.arrow import to_frame
from armillary.learning.recipe.checking import check_steps
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_MOST_CELLS = 20_000_000
_STRETCH, _STRETCHES = 1_000, 24


@dataclass(frozen=True)
class Sample:
    """Some rows, where each stood in the table, and how many rows that has.

    ``learned_steps`` names the steps that learned from all rows when the table was made.
    """

    frame: pd.DataFrame
    places: Any
    of_rows: int
    learned_steps: tuple[str, ...]


def load_sample(job: JobContext, dataset_id: str, columns: Sequence[str] | None) -> Sample:
    """Load a dataset, or stretches of it where it is large; raises as `load_frame` does."""
    with job.read() as session:
        row = service.find_ready(job.actor, session, dataset_id)
        key, steps = str(row.file_path), _learned_steps(session, dataset_id)
    table, places, of_rows = read_stretches(job.storage.local_path(key), columns)
    return Sample(to_frame(table), places, of_rows, steps)


def _learned_steps(session: Session, dataset_id: str) -> tuple[str, ...]:
    wanted = select(Dataset).where(Dataset.id == dataset_id).options(undefer(Dataset.recipe))
    recipe = session.scalars(wanted).one().recipe
    if recipe is None:
        return ()
    on = [step for step in check_steps(recipe["steps"]) if step.is_on]
    return tuple(step.kind.about.name for step in on if step.kind.effect(step.values).learns)


def read_stretches(
    path: Path, columns: Sequence[str] | None, most_cells: int = _MOST_CELLS
) -> tuple[pa.Table, Any, int]:
    """Give a table, the places of its rows and how many there are; stretches of a large one."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        rows = file.metadata.num_rows
        names = None if columns is None else list(columns)
        width = file.metadata.num_columns if names is None else len(names)
        if rows * width <= most_cells:
            return file.read(columns=names), np.arange(rows), rows
        counts = [file.metadata.row_group(one).num_rows for one in range(file.num_row_groups)]
        starts = np.concatenate([[0], np.cumsum(counts)])
        batches, places = [], []
        for group in spread(len(counts), _STRETCHES).tolist():
            each = max(1, _STRETCHES // len(counts)) * _STRETCH
            taken = file.iter_batches(batch_size=each, row_groups=[group], columns=names)
            batch = next(taken)
            batches.append(batch)
            places.append(starts[group] + np.arange(batch.num_rows))
        return pa.Table.from_batches(batches), np.concatenate(places), rows
