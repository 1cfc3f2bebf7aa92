"""Making a mission's table as a job: get it, import it, and part it by star."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.errors import Conflict, NotFound
from armillary.base.values import utc_now
from armillary.capabilities import datasets
from armillary.capabilities.astronomy import mission_tables
from armillary.capabilities.astronomy.fetching import fetch
from armillary.capabilities.astronomy.missions import get_mission
from armillary.capabilities.astronomy.pretraining import company
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES
from armillary.capabilities.astronomy.splitting import CLASS, classes_of, split_stars
from armillary.capabilities.astronomy.tables import MissionTable
from armillary.jobs.contract import JobContext, Log, Progress, SingleRun, Wait

if TYPE_CHECKING:
    import pyarrow as pa


_PARTS = ("trainval", "test")


class TableMaking:
    """Drives the making of one table; what is done already stands in its row."""

    def __init__(self, job: JobContext) -> None:
        self._job = job
        self._params: mission_tables.TablesParams = job.params
        self._mission = get_mission(self._params.mission)

    def run(self) -> SingleRun:
        """Go on where the row says that the making is."""
        pending = self._pending()
        if pending is None:
            yield Progress(0.05, message="Looking for the table")
            pending, warnings = self._bring()
            for warning in warnings:
                yield Log("warning", warning)
        waited = self._unfinished(pending["import_id"])
        if waited is not None:
            yield Progress(0.3, message="Importing the table")
            yield Wait((waited,))
        yield Progress(0.6, message="Parting the table by star")
        yield from self._part(pending)
        return None

    def _pending(self) -> dict[str, Any] | None:
        """Give what an earlier claim has begun; None where it is to begin anew."""
        with self._job.read() as session:
            pending = self._look(session).pending
            if pending is None or pending["job_id"] != self._job.id:
                return None
            try:
                datasets.get_dataset(self._job.actor, session, pending["raw_id"])
            except NotFound:
                return None  # deleted before this was tried again
        return pending

    def _bring(self) -> tuple[dict[str, Any], list[str]]:
        """Get the file and begin its import, both or neither."""
        job, mission = self._job, self._mission
        with job.read() as session:
            row = self._look(session)
            is_real = row.source not in (None, "synthetic")
            may_invent = not self._params.refresh and not (
                is_real and mission_tables.is_whole(job.actor, session, row)
            )
        with datasets.work_folder(job) as work:
            fetched = fetch(mission, job.settings, work, may_invent=may_invent)
            with fetched.path.open("rb") as file:
                chunks = iter(lambda: file.read(1 << 20), b"")
                upload = datasets.store_file(job.storage, fetched.path.name, chunks)
        with job.write() as session:
            raw = datasets.begin_import(job.actor, session, upload, parent_id=job.id)
            pending = {
                "job_id": job.id,
                "raw_id": raw.id,
                "import_id": raw.job_id,
                "source": fetched.source,
                "details": {**fetched.details, "folder": self._folder()},
            }
            self._row(session).pending = pending
        return pending, fetched.warnings

    def _folder(self) -> str | None:
        folder = self._job.settings.datasets_dir
        return None if folder is None else str(folder)

    def _unfinished(self, import_id: str) -> str | None:
        with self._job.read() as session:
            job = jobs.get(self._job.actor, session, import_id)
            return None if job.is_finished else job.id

    def _part(self, pending: dict[str, Any]) -> SingleRun:
        """Make the two parts of the imported table, and take all three into use."""
        job, raw_id = self._job, pending["raw_id"]
        with job.read() as session:
            raw = datasets.get_dataset(job.actor, session, raw_id)
        if raw["state"] != "ready":
            raise Conflict(f"The table could not be imported: {raw.get('error') or raw['state']}.")
        part_ids = self._begin_parts(raw_id)
        parts, kept = self._split(raw_id)
        derived = []
        with datasets.work_folder(job) as work, ExitStack() as undoing:
            for name, table in zip(_PARTS, parts, strict=True):
                (folder := work / name).mkdir()
                made = yield from datasets.store_derived(job, part_ids[name], table, folder)
                derived.append(made)
                # Whoever cancels the job at a yield leaves no table behind.
                undoing.callback(job.storage.delete, made.placed.key)
            undoing.pop_all()

        def take(session: Session) -> None:
            for one in derived:
                datasets.take_derived(session, one)
            row = self._row(session)
            row.raw_id, row.trainval_id, row.test_id = raw_id, *part_ids.values()
            row.source, row.details = pending["source"], {**pending["details"], **kept}
            row.fetched_at, row.error = utc_now(), None
            row.pending, row.training_id = None, None

        job.finish({"raw_id": raw_id, **{f"{n}_id": i for n, i in part_ids.items()}}, write=take)
        return None

    def _begin_parts(self, raw_id: str) -> dict[str, str]:
        job = self._job
        with job.write() as session:
            row = self._row(session)
            held = dict(row.pending or {})
            if "parts" not in held:
                held["parts"] = {name: datasets.new_derived_id() for name in _PARTS}
                row.pending = held
                for name, dataset_id in held["parts"].items():
                    datasets.begin_derived(
                        job.actor,
                        session,
                        dataset_id,
                        source_id=raw_id,
                        job_id=job.id,
                        name=f"{self._mission.key}_{name}",
                        origin={"mission": self._mission.key, "part": name},
                    )
        for dataset_id in held["parts"].values():
            datasets.resume_derived(job, dataset_id)
        parts: dict[str, str] = held["parts"]
        return parts

    def _split(self, raw_id: str) -> tuple[list[pa.Table], dict[str, int]]:
        import pyarrow as pa

        mission = self._mission
        _, table = datasets.load_table(self._job, raw_id)
        read = company.needed(mission, table.column_names)
        frame = datasets.load_frame(self._job, raw_id, [mission.target, *read])
        classes = classes_of(frame, mission, mission.target)
        learned, tested = split_stars(classes, frame, mission.star)
        table = table.append_column(CLASS, pa.array(classes, type=pa.string(), from_pandas=True))
        # Counted here, where the whole table is at hand: shipped models ask for it as well.
        wanted = set(QUANTITIES[mission.key].values()) - set(table.column_names)
        for name, counts in company.count(mission, frame).items():
            if name in wanted:
                table = table.append_column(name, pa.array(counts, from_pandas=True))
        sizes = {"trainval_rows": len(learned), "test_rows": len(tested)}
        return [table.take(learned), table.take(tested)], sizes

    def _look(self, session: Session) -> MissionTable:
        return mission_tables.get_table(self._job.actor, session, self._mission)

    def _row(self, session: Session) -> MissionTable:
        return mission_tables.lock(session, self._job.actor, self._mission)


def note_end(session: Session, job_id: str, state: str, error: str | None) -> None:
    """Tell a table's row why the job that was to make it ended without it."""
    datasets.give_up_derived(session, job_id, state, error)
    if state == "succeeded":
        return
    for row in session.scalars(sa.select(MissionTable).where(MissionTable.job_id == job_id)):
        row.error = "It was cancelled." if state == "cancelled" else error or "It failed."
