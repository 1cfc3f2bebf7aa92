"""Running a recipe over stored tables, into files of a work folder."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.storage import Storage
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.inference import source
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.importing import Imported, Machine
from armillary.capabilities.datasets.recipes import sources, writing
from armillary.capabilities.datasets.text.cells import column_names
from armillary.jobs.contract import Log, Progress
from armillary.learning.recipe.checking import CheckedStep, check_steps
from armillary.learning.recipe.steps import split

if TYPE_CHECKING:
    from armillary.learning.recipe.relation import Relation
    from armillary.learning.recipe.run import Done

_STEPPED = 0.4


@dataclass(frozen=True)
class Order:
    """What to run: the main table first of the sources, and which parts become tables."""

    steps: Sequence[Any]
    states: Sequence[Any]
    tables: Sequence[Mapping[str, Any]]
    parts: Sequence[str | None]


@dataclass(frozen=True)
class Prepared:
    """What came of it: one table for each part, and what each step did."""

    tables: list[Imported]
    dones: list[Done]


Running = Generator[Progress | Log, None, Prepared]


def prepare(
    order: Order, storage: Storage, work: Path, limits: ReadLimits, machine: Machine
) -> Running:
    """Run a recipe, telling what each step does; raises `AppError` where it cannot be."""
    from armillary.learning.recipe.run import run

    steps = check_steps(order.steps)
    folders = sources.folders_of(storage, iter(order.tables))
    engine = open_engine(
        [*folders, work],
        work / "spill",
        threads=machine.threads,
        memory_bytes=machine.memory_bytes,
    )
    with engine:
        main, *others = order.tables
        relation = sources.open_relation(
            engine, storage, main, {each["id"]: each for each in others}
        )
        dones: list[Done] = []
        for done in run(relation, steps, settle=_settle_in(work, limits), states=order.states):
            dones.append(done)
            yield Log("info", _told(done.step, done.notes))
            share = (done.step.place + 1) / len(steps)
            yield Progress(round(_STEPPED * share, 3), message=done.step.kind.about.name)
            writing.require_columns(done.relation.fields, limits)
        tables = []
        for place, part in enumerate(order.parts):
            last = _part_of(dones[-1], part)
            path = work / f"table-{place}.parquet"
            writer = writing.write(last, path, limits, dones[-1].rows)
            tables.append((yield from _shared(writer, place, len(order.parts))))
    return Prepared(tables, dones)


def _settle_in(work: Path, limits: ReadLimits) -> Any:
    """Give what runs a query into a file, so that rows in order need no memory."""

    def settle(relation: Relation, place: int) -> Relation:
        from dataclasses import replace

        writing.require_columns(relation.fields, limits)
        path = work / f"settled-{place}.parquet"
        ordered = replace(relation, sql=f"select * from ({relation.sql}) as t order by n")
        for _ in writing.write_rows(ordered, path):
            pass
        width = len(relation.fields)
        columns = ", ".join(["file_row_number as n", *column_names(width)])
        return replace(relation, sql=f"select {columns} from {source(path, width)}")

    return settle


def _part_of(done: Done, part: str | None) -> Relation:
    """Give the rows of one part, without the column that names it."""
    from armillary.learning.recipe.contract import Plan

    if part is None:
        return done.relation
    at, name = done.relation.at, done.step.values["name"]
    kept = [each for each in at.kept() if each.name != name]
    return done.relation.then(Plan(kept, tail=f"where {split.part_is(part, at.fields.sql(name))}"))


def _shared(writer: writing.Writing, place: int, parts: int) -> Generator[Progress, None, Imported]:
    """Tell the progress of one table as that of all."""
    while True:
        try:
            at = next(writer)
        except StopIteration as end:
            imported: Imported = end.value
            return imported
        within = (place + (at.fraction or 0.0)) / parts
        yield Progress(round(_STEPPED + (1 - _STEPPED) * within, 3), message=at.message)


def _told(step: CheckedStep, notes: Sequence[str]) -> str:
    return f"{step.place + 1}. {step.kind.about.name}: {' '.join(notes) or 'done.'}"
