"""Laying out the rows of a table in a plane."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel
from sqlalchemy.orm import Session

from armillary.base.errors import BadRequest, NotFound
from armillary.capabilities.datasets import maps, service
from armillary.capabilities.datasets.picking import pick_rows
from armillary.capabilities.datasets.shown_rows import columns_of, find_rows
from armillary.capabilities.datasets.tables import DatasetMap
from armillary.capabilities.datasets.work_folders import work_folder
from armillary.jobs.contract import JobContext, Log, Needs, Progress, SingleJobKind, SingleRun
from armillary.learning.mapping import Plane, prepare
from armillary.learning.maps import get_projection
from armillary.learning.recipe.arrow import to_frame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GIBIBYTE = 1 << 30


class MapParams(BaseModel):
    """Which map of which table; ``file`` is the stored table that it is of."""

    dataset_id: str
    map_id: str
    name: str
    method: str
    columns: list[str]
    parameters: dict[str, Any]
    missing: Literal["fill", "drop"]
    most_rows: int
    seed: int
    file: str
    view: dict[str, Any] | None = None
    """Which rows the map shows, as `shown_rows.narrowing_of` gives it; None is all of them."""


class MapRows(SingleJobKind):
    """Makes numbers of columns, a plane of numbers, and stores where each row lies."""

    id = maps.MAP
    params = MapParams
    preload: Sequence[str] = ("pandas", "pyarrow.parquet", "sklearn.decomposition")
    # What is compiled for one map need not be compiled for the next.
    resident = True

    def title(self, params: MapParams) -> str:
        """Name the method and the table."""
        return f"{get_projection(params.method).name} of {params.name}"

    def needs(self, params: MapParams) -> Needs:
        """Ask for one thread, since places shall be the same every time, and some memory."""
        return Needs(memory_bytes=_GIBIBYTE)

    def run_one(self, job: JobContext) -> SingleRun:
        """Draw rows, prepare them, project them."""
        params: MapParams = job.params
        projection = get_projection(params.method)
        with job.write() as session:
            _begin(session, params.map_id)
        _remove_unfinished(job)
        yield Progress(0.02, message="Reading rows")
        path = job.storage.local_path(params.file)
        rows, notes = _drawn(_shown(job, path), params)
        frame = to_frame(pick_rows(path, params.columns, rows))
        yield Progress(0.1, message="Comparing columns")
        prepared = prepare(frame, params.missing)
        notes += prepared.notes
        doing = f"{projection.name} of {len(prepared.matrix):,} rows"
        if projection.needs_extra == "maps":
            _keep_compiled(job)
            doing += "; the first time some parts are compiled"
        yield Progress(0.2, message=doing)
        plane = projection.project(prepared.matrix, params.parameters, params.seed)
        notes += plane.notes
        for note in notes:
            yield Log("info", note)
        key = f"{service.prefix_of(params.dataset_id)}/maps/{params.map_id}-{job.claim_number}"
        _store(job, f"{key}.parquet", rows[prepared.kept], plane)

        def write(session: Session) -> None:
            row = session.get(DatasetMap, params.map_id)
            if row is None:
                return  # removed meanwhile; its file goes with the dataset
            row.state, row.error, row.notes = "ready", None, notes
            row.used, row.facts = plane.used, plane.facts
            row.features, row.total_rows = prepared.features, len(prepared.matrix)
            row.file_path = f"{key}.parquet"

        job.finish({"map_id": params.map_id, "rows": len(prepared.matrix)}, write=write)
        return None

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no map wait for a job that has ended without it."""
        row = session.scalar(sa.select(DatasetMap).where(DatasetMap.job_id == job_id))
        if row is None or state == "succeeded":
            return
        row.state = "failed"
        row.error = "It was stopped." if state == "cancelled" else error or "It failed."


kind = MapRows()


def _begin(session: Session, map_id: str) -> None:
    row = session.get(DatasetMap, map_id)
    if row is None:
        raise NotFound("This map was removed; ask for a new one.", code="map_not_found")
    row.state, row.error = "computing", None  # also where it is tried again


def _remove_unfinished(job: JobContext) -> None:
    """Remove what claims that died have stored of the map."""
    folder = f"{service.prefix_of(job.params.dataset_id)}/maps"
    for file in list(job.storage.list_files(folder)):
        if file.key.startswith(f"{folder}/{job.params.map_id}-"):
            job.storage.delete(file.key)


def _shown(job: JobContext, path: Path) -> NDArray[np.int64]:
    """Give the numbers of the rows that the view lets through."""
    import numpy as np
    import pyarrow.parquet as pq

    params: MapParams = job.params
    if params.view is None:
        return np.arange(int(pq.read_metadata(path).num_rows))
    with job.read() as session:
        columns = columns_of(service.find_ready(job.actor, session, params.dataset_id))
    with work_folder(job) as work:
        rows = find_rows(path, columns, params.view, work)
    if not len(rows):
        raise BadRequest("No row passes the filter, so there is nothing to map.", code="no_rows")
    return rows


def _drawn(rows: NDArray[np.int64], params: MapParams) -> tuple[NDArray[np.int64], list[str]]:
    """Give at most as many of the rows as wanted, and a note where it is not all."""
    import numpy as np

    total = len(rows)
    if total <= params.most_rows:
        return rows, []
    chance = np.random.default_rng(params.seed)
    drawn = rows[np.sort(chance.choice(total, params.most_rows, replace=False))]
    return drawn, [f"{params.most_rows:,} of {total:,} rows were drawn by chance."]


def _keep_compiled(job: JobContext) -> None:
    """Keep what is compiled beside the data, so that it is compiled once for all."""
    folder = job.settings.data_dir / "cache" / "numba"
    folder.mkdir(parents=True, exist_ok=True)
    # Read when the library is imported; a folder that people chose themselves stays.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(folder.resolve()))


def _store(job: JobContext, key: str, rows: NDArray[np.int64], plane: Plane) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"row": rows, "x": plane.places[:, 0], "y": plane.places[:, 1]})
    written = pa.BufferOutputStream()
    pq.write_table(table, written)
    with job.storage.write(key) as file:
        file.write(written.getvalue().to_pybytes())
