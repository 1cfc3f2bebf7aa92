"""Running a recipe over stored tables, into files of a work folder."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.passing import passed_on
from armillary.base.storage import Storage
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.inference import source
from armillary.capabilities.datasets.formats import ReadLimits
from armillary.capabilities.datasets.importing import Imported, Machine
from armillary.capabilities.datasets.recipes import sources, writing
from armillary.capabilities.datasets.recipes.watching import End, watched_piece
from armillary.capabilities.datasets.text.cells import column_names
from armillary.jobs.contract import Log, Progress
from armillary.learning.recipe.checking import CheckedStep, check_steps
from armillary.learning.recipe.steps import split

if TYPE_CHECKING:
    import duckdb

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
        tells_progress=True,
    )
    with engine:
        main, *others = order.tables
        relation = sources.open_relation(
            engine, storage, main, {each["id"]: each for each in others}
        )
        settle = _settle_in(work, limits)
        running = run(relation, steps, settle=settle, states=order.states)
        dones = yield from _step(engine, steps, running, limits)
        tables = []
        for place, part in enumerate(order.parts):
            last = _part_of(dones[-1], part)
            path = work / f"table-{place}.parquet"
            writer = writing.write(last, path, limits, dones[-1].rows)
            tables.append((yield from _shared(engine, writer, place, len(order.parts))))
    return Prepared(tables, dones)


def _step(
    engine: duckdb.DuckDBPyConnection,
    steps: Sequence[CheckedStep],
    running: Iterator[Done],
    limits: ReadLimits,
) -> Generator[Progress | Log, None, list[Done]]:
    """Run the steps, telling how far each is and what it did."""
    on = [step for step in steps if step.is_on]
    dones: list[Done] = []
    for step in on:
        work = watched_piece(engine, running)
        at = partial(_stepped, step.kind.about.name, len(on), len(dones))
        done = yield from passed_on(work, at)
        assert not isinstance(done, End)
        dones.append(done)
        yield Log("info", _told(step, done.notes))
        yield at(1.0)
        writing.require_columns(done.relation.fields, limits)
    return dones


def _stepped(name: str, steps: int, done: int, within: float) -> Progress:
    return Progress(round(_STEPPED * (done + within) / steps, 3), message=name)


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


def _shared(
    engine: duckdb.DuckDBPyConnection, writer: writing.Writing, place: int, parts: int
) -> Generator[Progress, None, Imported]:
    """Tell the progress of one table as that of all."""
    told = Progress(0.0)
    while True:
        at = yield from passed_on(
            watched_piece(engine, writer), partial(_written, told, place, parts)
        )
        if isinstance(at, End):
            imported: Imported = at.value
            return imported
        told = at
        yield _written(told, place, parts, 0.0)


def _written(told: Progress, place: int, parts: int, _: float) -> Progress:
    within = (place + (told.fraction or 0.0)) / parts
    return Progress(round(_STEPPED + (1 - _STEPPED) * within, 3), message=told.message)


def _told(step: CheckedStep, notes: Sequence[str]) -> str:
    return f"{step.place + 1}. {step.kind.about.name}: {' '.join(notes) or 'done.'}"
