"""Stored tables that another capability's job runs a recipe over, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.recipes import sources
from armillary.capabilities.datasets.work_folders import place_of
from armillary.jobs.contract import JobContext

if TYPE_CHECKING:
    from armillary.learning.recipe.relation import Relation

_MEMORY_BYTES = 512 << 20


def open_relation(job: JobContext, dataset_id: str, other_ids: Sequence[str]) -> Relation:
    """Give the relation over a dataset, with the others that its steps may join.

    The engine behind it reads the stored files as it goes, and brings to this claim's folder what
    it makes of them and may not hold in memory; closing the engine removes that. Raises as
    `load_frame` does.
    """
    with job.read() as session:
        rows = [
            service.find_ready(job.actor, session, each)
            for each in dict.fromkeys((dataset_id, *other_ids))
        ]
        main, *others = [sources.to_payload(row) for row in rows]
    engine = open_engine(
        sources.folders_of(job.storage, iter([main, *others])),
        place_of(job).resolve(),
        threads=job.granted.threads,
        memory_bytes=_MEMORY_BYTES,
    )
    by_id = {each["id"]: each for each in (main, *others)}
    return sources.open_relation(
        engine, job.storage, main, {identity: by_id[identity] for identity in other_ids}
    )
