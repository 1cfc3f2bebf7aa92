"""Datasets that another capability makes of one: begun with their lineage, filled by its job."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.base.ids import new_id
from armillary.capabilities.datasets import events, service
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.importing import Imported
from armillary.capabilities.datasets.placing import Placed, fill, place, remove_other_tables
from armillary.capabilities.datasets.recipes import lineage, writing
from armillary.capabilities.datasets.recipes.making import add_made
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.wire import to_wire
from armillary.jobs.contract import JobContext, Progress

if TYPE_CHECKING:
    import pyarrow as pa

_NAME_CHARACTERS = 200
_ENGINE_SHARE = 0.5


@dataclass(frozen=True)
class Derived:
    """A table that lies in storage, to be taken as that of a dataset."""

    placed: Placed
    table: Imported

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.table.rows


def new_derived_id() -> str:
    """Give the id of a dataset that is about to be begun."""
    return new_id("ds")


def begin_derived(
    actor: Actor,
    session: Session,
    dataset_id: str,
    *,
    source_id: str,
    job_id: str,
    name: str,
    origin: Mapping[str, Any],
) -> dict[str, Any]:
    """Add a dataset that a job will fill; ``origin`` says by what it is made."""
    actor.require("editor")
    read = service.find_ready(actor, session, source_id)
    recipe = {**lineage.begin([], [read], origin), "part": None, "states": [], "reports": []}
    name = name.strip()[:_NAME_CHARACTERS]
    row = add_made(actor, session, dataset_id, name, job_id, [read], recipe)
    return to_wire(row)


def resume_derived(job: JobContext, dataset_id: str) -> None:
    """Have a dataset wait again for a job that begins, perhaps once more."""
    with job.write() as session:
        row = session.get(Dataset, dataset_id, options=[undefer(Dataset.schema)])
        if row is None:
            raise Conflict("The dataset was deleted before it was made; ask for it again.")
        if row.state != "importing":
            with events.changing(session, row):
                row.state, row.error = "importing", None
    remove_other_tables(job.storage, dataset_id, kept=None)


def store_derived(
    job: JobContext, dataset_id: str, table: pa.Table, work: Path
) -> Generator[Progress, None, Derived]:
    """Write and profile a table and bring it into storage; it counts once `take_derived` ran."""
    from armillary.learning.recipe.relation import over_arrow

    limits = ReadLimits(job.settings.max_rows, job.settings.max_columns)
    memory = int(job.granted.memory_bytes * _ENGINE_SHARE)
    engine = open_engine([work], work / "spill", threads=job.granted.threads, memory_bytes=memory)
    with engine:
        relation = over_arrow(engine, table, "made")
        written = yield from writing.write(relation, work / "table.parquet", limits, table.num_rows)
    return Derived(place(job, dataset_id, written), written)


def take_derived(session: Session, derived: Derived) -> None:
    """Make the dataset ready; nothing where it was deleted meanwhile."""
    placed = derived.placed
    row = session.get(Dataset, placed.dataset_id, options=[undefer(Dataset.schema)])
    if row is None:
        return
    with events.changing(session, row):
        fill(row, derived.table, placed.key)
        row.size_bytes, row.content_hash = placed.size_bytes, placed.sha256


def give_up_derived(session: Session, job_id: str, state: str, error: str | None) -> None:
    """Let no dataset wait for a job that has ended without making it."""
    if state == "succeeded":
        return
    waiting = sa.select(Dataset).where(Dataset.job_id == job_id, Dataset.state == "importing")
    told = "It was cancelled." if state == "cancelled" else error or "It failed."
    for row in session.scalars(waiting.options(undefer(Dataset.schema))):
        with events.changing(session, row):
            row.state, row.error = "failed", told
