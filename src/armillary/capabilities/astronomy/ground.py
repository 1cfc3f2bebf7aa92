"""The tables that one session stands on: waited for, made, and read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Conflict, Invalid
from armillary.base.passing import passed_on
from armillary.capabilities import datasets
from armillary.capabilities.astronomy import mission_tables, user_tables
from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.astronomy.splitting import CLASS
from armillary.capabilities.astronomy.tables import ExoplanetSession
from armillary.capabilities.astronomy.user_tables import Learnable
from armillary.jobs.contract import JobContext, Progress

if TYPE_CHECKING:
    from collections.abc import Generator

    import pandas as pd
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Where:
    """The dataset to learn from, by which columns, parted by which."""

    dataset_id: str
    features: list[str]
    group: str | None


@dataclass(frozen=True)
class Made:
    """A table that was made of what people brought, stored but not yet taken."""

    table: Any
    learnable: Learnable


@dataclass(frozen=True)
class Test:
    """The rows to answer about, and the column of their truth, where there is one."""

    frame: pd.DataFrame
    target: str | None
    notes: list[str] = field(default_factory=list)


class Ground:
    """Finds and makes the tables of one session."""

    def __init__(self, job: JobContext, row: ExoplanetSession, mission: Mission) -> None:
        self._job, self._row, self._mission = job, row, mission
        self._is_user = row.asked["data"] == "user"
        self._uses_nasa = not (self._is_user and row.flow == "custom")
        self.notes: list[str] = list(row.notes)
        self.source: str | None = row.source

    def wanting(self) -> tuple[str, ...]:
        """Give the jobs to wait for; raises where one of them ended without its table."""
        actor, job = self._job.actor, self._job
        with job.read() as session:
            imports = [
                datasets.get_dataset(actor, session, dataset_id) for dataset_id in self._row.uploads
            ]
        for one in imports:
            if one["state"] == "failed":
                raise Invalid(f"{one['filename']} cannot be read: {one['error']}")
        waited = [str(one["job_id"]) for one in imports if one["state"] != "ready"]
        if self._uses_nasa and self._row.training_id is None:
            waited += self._wanting_tables()
        return tuple(waited)

    def _wanting_tables(self) -> list[str]:
        actor, job, mission = self._job.actor, self._job, self._mission
        with job.write() as session:
            table = mission_tables.find_table(actor, session, mission)
            failed = None if table is None or job.checkpoint is None else table.error
            is_there = table is not None and mission_tables.is_whole(actor, session, table)
            if failed is not None and not is_there:
                raise Conflict(f"The table of {mission.title} could not be had: {failed}")
            # Waited for once already: what there is by now is taken.
            wanted = (
                None
                if is_there and job.checkpoint is not None
                else mission_tables.ensure(actor, session, mission, job.settings)
            )
            row = session.get_one(ExoplanetSession, job.id)
            if wanted is None and table is not None:
                self.source = row.source = table.source
        return [] if wanted is None else [wanted]

    def make_table(self) -> Generator[Progress, None, Made | None]:
        """Make the table to learn from of what was brought; None where there is one already."""
        if not self._is_user:
            return None
        brought = datasets.load_frame(self._job, self._row.uploads[0])
        learnable = user_tables.read_training(brought, self._mission)
        if self._uses_nasa:
            learnable = self._joined(learnable)
        else:
            user_tables.require_enough(learnable, self._mission)
            testing = datasets.load_frame(self._job, self._row.uploads[1])
            user_tables.require_answerable(testing, learnable, self._mission)
        self.notes += [*learnable.notes, *user_tables.note_on_parting(learnable, self._mission)]
        made = yield from self._store_table(learnable.frame)
        return Made(made, learnable)

    def keep_learned(self, table: pd.DataFrame) -> Generator[Progress, None, datasets.Derived]:
        """Keep what a pretrained model goes on learning from as a table; it counts once taken."""
        return (yield from self._store_table(table))

    def _store_table(self, frame: pd.DataFrame) -> Generator[Progress, None, datasets.Derived]:
        import pyarrow as pa

        job = self._job
        self._begin_table()
        with datasets.work_folder(job) as work:
            table = pa.Table.from_pandas(frame, preserve_index=False)
            storing = datasets.store_derived(job, str(self._row.table_id), table, work)
            return (yield from passed_on(storing, lambda _: Progress()))

    def take(self, session: Session, row: ExoplanetSession, made: Made | None) -> None:
        """Take a made table into use, in the transaction that begins the training."""
        row.notes, row.source = list(self.notes), self.source
        if made is not None:
            datasets.take_derived(session, made.table)

    def learnable(self, session: Session, made: Made | None) -> Where:
        """Say what is learned from."""
        if made is not None:
            one = made.learnable
            return Where(str(self._row.table_id), one.features, one.group)
        table = mission_tables.get_table(self._job.actor, session, self._mission)
        held = datasets.get_dataset(self._job.actor, session, str(table.trainval_id))
        columns = [column["name"] for column in held["schema"]]
        features = self._mission.features_in(columns)
        return Where(held["id"], features, self._mission.star)

    def load_test(self, features: list[str]) -> Test:
        """Load the rows to answer about; what they lack of the columns is told."""
        if self._uses_nasa:
            return Test(self._load_nasa("test"), CLASS)
        frame = datasets.load_frame(self._job, self._row.uploads[1])
        user_tables.require_some(frame, features)
        absent = [name for name in features if name not in frame.columns]
        notes = []
        if absent:
            shown = ", ".join(absent[:8])
            notes.append(f"The testing table lacks {shown}; the usual values stand in for them.")
        target = user_tables.target_in([str(name) for name in frame.columns], self._mission)
        return Test(frame, target, notes)

    def load_usual(self, features: list[str]) -> pd.DataFrame:
        """Load the rows whose values count as usual: those that were learned from."""
        if self._row.table_id is not None:
            return datasets.load_frame(self._job, self._row.table_id, features)
        return self._load_nasa("trainval", features)

    @property
    def filename(self) -> str:
        """The name of the file that was brought to learn from."""
        with self._job.read() as session:
            held = datasets.get_dataset(self._job.actor, session, self._row.uploads[0])
        return str(held["filename"])

    def load_brought(self) -> pd.DataFrame:
        """Load the rows that a pretrained model is to learn, in the mission's own form."""
        brought = datasets.load_frame(self._job, self._row.uploads[0])
        table, notes = user_tables.as_mission_table(brought, self._mission)
        self.notes += notes
        return table

    @cached_property
    def past(self) -> pd.DataFrame:
        """The mission's rows to learn from, with all their columns; read once."""
        return self._load_nasa("trainval")

    def _load_nasa(self, part: str, columns: list[str] | None = None) -> pd.DataFrame:
        with self._job.read() as session:
            table = mission_tables.get_table(self._job.actor, session, self._mission)
        self.source = table.source
        dataset_id = str(getattr(table, f"{part}_id"))
        frame = datasets.load_frame(self._job, dataset_id)
        return frame if columns is None else frame.reindex(columns=columns)

    def _joined(self, brought: Learnable) -> Learnable:
        """Put the rows that were brought behind NASA's, without the stars of the test."""
        import pandas as pd

        star = self._mission.star
        nasa = self.past
        features = self._mission.features_in(nasa.columns)
        user_tables.require_columns_of(self._mission, brought.features)
        own, notes = brought.frame, list(brought.notes)
        if star in own.columns:
            is_tested = own[star].isin(set(self._load_nasa("test")[star]))
            if is_tested.any():
                notes.append(
                    f"{int(is_tested.sum()):,} rows are of stars that the test asks about, so they "
                    "were left out."
                )
            own = own[~is_tested]
        wanted = [*features, star, CLASS]
        nasa_rows, own_rows = nasa[wanted], own.reindex(columns=wanted)
        for name in features:
            own_rows[name] = pd.to_numeric(own_rows[name], errors="coerce")
        own_rows[star] = own_rows[star].astype(nasa_rows[star].dtype, errors="ignore")
        joined = pd.concat([nasa_rows, own_rows], ignore_index=True)
        notes.append(f"{len(own):,} rows of yours were put beside {len(nasa):,} of NASA's.")
        return Learnable(joined, features, star, notes)

    def _begin_table(self) -> None:
        """Begin the dataset of the made table, once."""
        job = self._job
        with job.write() as session:
            row = session.get_one(ExoplanetSession, job.id)
            if row.table_id is None:
                row.table_id = datasets.new_derived_id()
                datasets.begin_derived(
                    job.actor,
                    session,
                    row.table_id,
                    source_id=row.uploads[0],
                    job_id=job.id,
                    name=f"{self._mission.key}_session",
                    origin={"session": job.id},
                )
            self._row = row
        datasets.resume_derived(job, str(row.table_id))
