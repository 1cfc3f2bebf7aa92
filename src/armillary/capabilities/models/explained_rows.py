"""The rows of a stored table with which a model is explained, in a worker or a warm process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.base.errors import Conflict, NotFound
from armillary.base.storage import Storage
from armillary.capabilities import datasets

if TYPE_CHECKING:
    from pathlib import Path

    from armillary.learning.explain_subject import Material
    from armillary.learning.model import FittedModel


def load_material(
    storage: Storage,
    model: FittedModel,
    key: str,
    *,
    target: str | None = None,
    most_rows: int | None = None,
) -> Material:
    """Read the columns that explaining the model takes.

    Of a table of more than ``most_rows`` only so many are read, spread evenly; then it cannot be
    told which of them the training saw. Raises `Conflict` where the table is not there any more.
    """
    import pyarrow.parquet as pq

    from armillary.learning.explain_subject import gather, needed_columns
    from armillary.learning.recipe.arrow import to_frame

    path = _path(storage, key)
    with pq.ParquetFile(path) as file:
        known, total = set(file.schema_arrow.names), int(file.metadata.num_rows)
    columns = [name for name in needed_columns(model) if name in known]
    if most_rows is None or total <= most_rows:
        return gather(model, datasets.read_frame(storage, key, columns), target)
    rows = range(0, total, -(-total // most_rows))
    return gather(model, to_frame(datasets.pick_rows(path, columns, list(rows))), target)


def _path(storage: Storage, key: str) -> Path:
    try:
        path = storage.local_path(key)
    except (FileNotFoundError, NotFound):
        path = None
    if path is None or not path.exists():
        raise Conflict(
            "The table was removed or imported anew since this was asked. Ask again.",
            code="table_changed",
        )
    return path
