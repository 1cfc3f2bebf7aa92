"""Applying a model to a whole table: what it says becomes columns of a new dataset."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from armillary.base.passing import passed_on
from armillary.capabilities import datasets
from armillary.capabilities.models.bundles import load_bundle
from armillary.capabilities.models.explained_rows import load_material
from armillary.jobs.contract import JobContext, Log, Needs, Progress, SingleJobKind, SingleRun

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from armillary.learning.explain_subject import Material
    from armillary.learning.model import FittedModel, Predictions

_MEGABYTE = 1024 * 1024
_AT_ONCE = 20_000
_ASKED, _EXPLAINED = 0.6, 0.9
_USUAL_ROWS = 50_000
_UNSUPPORTED = "unsupported"
_MEMORY_SHARE = 4
_LEAST_BYTES, _MOST_BYTES = 768 * _MEGABYTE, 4096 * _MEGABYTE


class ApplyParams(BaseModel):
    """Which model to ask about which table, and what to make of the answers."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model_id: str
    prefix: str
    algorithm_name: str
    source_id: str
    dataset_id: str
    name: str
    keeps_columns: bool = True
    size_bytes: int = 0
    reasons: int = 0
    usual_key: str | None = None
    """The table that says what is usual, where reasons are given."""


class Apply(SingleJobKind):
    """Asks a model about every row of a dataset and stores what it says."""

    id = "models.apply"
    params = ApplyParams
    preload = ("numpy", "pyarrow.parquet", "pandas", "duckdb")

    def title(self, params: Any) -> str:
        """Name what is made."""
        return f"Make {params.name}"

    def needs(self, params: Any) -> Needs:
        """Take memory for the table as it is, as numbers, and with what is said of it."""
        wanted = _LEAST_BYTES + _MEMORY_SHARE * params.size_bytes
        return Needs(memory_bytes=min(wanted, _MOST_BYTES))

    def run_one(self, job: JobContext) -> SingleRun:
        """Ask about the rows, a part at a time, and store the columns."""
        params: ApplyParams = job.params
        datasets.resume_derived(job, params.dataset_id)
        model = load_bundle(job.storage, params.prefix)
        _, table = datasets.load_table(job, params.source_id)
        yield Log("info", f"Asking the model about {table.num_rows:,} rows.")
        said = yield from _ask(model, table)
        if params.reasons and params.usual_key is not None:
            usual = load_material(job.storage, model, params.usual_key, most_rows=_USUAL_ROWS)
            said |= yield from _reasons(usual, table, params.reasons)
        made = with_columns(table if params.keeps_columns else None, said, params.algorithm_name)
        with datasets.work_folder(job) as work:
            storing = datasets.store_derived(job, params.dataset_id, made, work)
            derived = yield from _late(storing, _EXPLAINED if params.reasons else _ASKED)
        result = {"dataset_id": params.dataset_id, "rows": derived.rows, "columns": list(said)}
        job.finish(result, write=lambda session: datasets.take_derived(session, derived))
        return None

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no dataset wait for a job that has ended without making it."""
        datasets.give_up_derived(session, job_id, state, error)


def with_columns(
    table: pa.Table | None, said: Mapping[str, pa.ChunkedArray], algorithm_name: str
) -> pa.Table:
    """Give a table with what was said of its rows behind; a name that is taken says by whom."""
    import pyarrow as pa

    names = [] if table is None else list(table.column_names)
    columns = [] if table is None else list(table.columns)
    for name, column in said.items():
        free = name if name not in names else f"{name} ({algorithm_name})"
        number = 2
        while free in names:
            free, number = f"{name} ({algorithm_name} {number})", number + 1
        names.append(free)
        columns.append(column)
    return pa.Table.from_arrays(columns, names=names)


def _ask(
    model: FittedModel, table: pa.Table
) -> Generator[Progress, None, dict[str, pa.ChunkedArray]]:
    """Ask about all rows, telling how far it is."""
    import pyarrow as pa

    from armillary.learning.recipe.arrow import to_frame

    parts: dict[str, list[Any]] = {}
    for start in range(0, table.num_rows, _AT_ONCE):
        frame = to_frame(table.slice(start, _AT_ONCE))
        for name, values in {
            **_columns(model.predict(frame)),
            **_unsupported(model, frame),
        }.items():
            parts.setdefault(name, []).append(_array(name, values))
        share = min(1.0, (start + _AT_ONCE) / table.num_rows)
        yield Progress(round(_ASKED * share, 3), message="Asking the model")
    said = {name: pa.chunked_array(arrays) for name, arrays in parts.items()}
    if _UNSUPPORTED in said and said[_UNSUPPORTED].null_count == table.num_rows:
        del said[_UNSUPPORTED]  # a column of nothing would only be in the way
    return said


def _reasons(
    usual: Material, table: pa.Table, count: int
) -> Generator[Progress, None, dict[str, pa.ChunkedArray]]:
    """Say of every row what moved the model most, a column for each reason."""
    import pyarrow as pa

    from armillary.learning.explain_row.many import RowReasons
    from armillary.learning.recipe.arrow import to_frame

    yield Progress(_ASKED, message="Looking at what is usual")
    reasons = RowReasons(usual, table.num_rows)
    columns: list[list[str | None]] = [[] for _ in range(count)]
    for start in range(0, table.num_rows, reasons.at_once):
        for row in reasons.of(to_frame(table.slice(start, reasons.at_once)), count):
            for column, reason in zip(columns, row, strict=True):
                column.append(reason)
        share = min(1.0, (start + reasons.at_once) / table.num_rows)
        yield Progress(round(_ASKED + (_EXPLAINED - _ASKED) * share, 3), message="Giving reasons")
    arrays = [pa.chunked_array([pa.array(column, type=pa.string())]) for column in columns]
    return {f"reason_{place}": array for place, array in enumerate(arrays, 1)}


def _array(name: str, values: Any) -> pa.Array:
    import pyarrow as pa

    # Without its type a part in which no row is too far would hold nulls of no type.
    kind = pa.string() if name == _UNSUPPORTED else None
    return pa.array(values, type=kind, from_pandas=True)


def _unsupported(model: FittedModel, frame: pd.DataFrame) -> dict[str, Any]:
    """Say of rows that are too far from what the model saw why; nothing where that is not known."""
    strange = model.strange(frame)
    if strange is None:
        return {}
    why = [strange.why(place) if is_far else None for place, is_far in enumerate(strange.is_far)]
    return {_UNSUPPORTED: why}


def _columns(predictions: Predictions) -> dict[str, Any]:
    """Name what a model says: what it describes rows by, or prediction and probabilities."""
    if predictions.described is not None:
        return dict(predictions.described)
    if predictions.targets is not None:
        return {
            f"{column}_{target}": values
            for target, said in predictions.targets.items()
            for column, values in _columns(said).items()
        }
    columns: dict[str, Any] = {"prediction": predictions.values.tolist()}
    if predictions.probabilities is not None:
        for place, label in enumerate(predictions.classes or ()):
            columns[f"probability_{label}"] = predictions.probabilities[:, place]
    return columns


def _late(storing: Generator[Progress, None, Any], begun: float) -> Generator[Progress, None, Any]:
    """Tell the progress of storing as the last part of the whole."""

    def late(told: Progress) -> Progress:
        share = begun + (1.0 - begun) * (told.fraction or 0.0)
        return Progress(round(share, 3), message=told.message)

    return (yield from passed_on(storing, late))


kind = Apply()
