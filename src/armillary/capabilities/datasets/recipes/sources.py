"""Stored tables as recipes read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.base.storage import Storage
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.columns.inference import source
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.text.cells import column_names
from armillary.learning.recipe.checking import CheckedStep, other_tables
from armillary.learning.recipe.contract import Situation, Source
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field, Fields

if TYPE_CHECKING:
    import duckdb

    from armillary.learning.recipe.relation import Relation


def fields_of(row: Dataset) -> Fields:
    """Give the columns of a dataset that is ready."""
    return Fields(Field(entry["name"], entry["dtype"]) for entry in row.schema or [])


def find_others(actor: Actor, session: Session, steps: Sequence[CheckedStep]) -> dict[str, Dataset]:
    """Find the datasets that steps join; raises `StepError` for one that is not there."""
    found = {}
    for dataset_id in other_tables(steps):
        try:
            found[dataset_id] = service.find_ready(actor, session, dataset_id)
        except NotFound as error:
            raise _at_step_of(steps, dataset_id, error) from error
    return found


def situation_of(row: Dataset, others: Mapping[str, Dataset]) -> Situation:
    """Give the columns that steps will find, without any rows."""
    tables = {key: Source(other.name, fields_of(other), "") for key, other in others.items()}
    return Situation(fields_of(row), tables)


def to_payload(row: Dataset) -> dict[str, Any]:
    """Give what another process needs to read a dataset."""
    return {
        "id": row.id,
        "name": row.name,
        "key": row.file_path,
        "content_hash": row.content_hash,
        "rows": row.total_rows,
        "fields": [[field.name, field.storage] for field in fields_of(row)],
    }


def open_relation(
    engine: duckdb.DuckDBPyConnection,
    storage: Storage,
    main: Mapping[str, Any],
    others: Mapping[str, Mapping[str, Any]],
    tail: str = "",
) -> Relation:
    """Give the relation over a stored table, or the rows of it that ``tail`` says."""
    from armillary.learning.recipe.relation import Relation

    tables = {
        key: Source(str(other["name"]), _fields(other), _select(storage, other))
        for key, other in others.items()
    }
    sql = f"{_select(storage, main)} {tail}"
    return Relation(engine, sql, Situation(_fields(main), tables))


def folders_of(storage: Storage, payloads: Iterator[Mapping[str, Any]]) -> list[Path]:
    """Give the folders that an engine must be allowed to read."""
    return list(dict.fromkeys(storage.local_path(each["key"]).parent for each in payloads))


def _select(storage: Storage, payload: Mapping[str, Any]) -> str:
    path, width = storage.local_path(payload["key"]), len(payload["fields"])
    columns = ", ".join(["file_row_number as n", *column_names(width)])
    return f"select {columns} from {source(path, width)}"


def _fields(payload: Mapping[str, Any]) -> Fields:
    return Fields(Field(name, storage) for name, storage in payload["fields"])


def _at_step_of(steps: Sequence[CheckedStep], dataset_id: str, error: NotFound) -> StepError:
    for step in steps:
        if dataset_id in step.values.values():
            found = StepError(error.message, code=error.code, parameter="dataset")
            return found.at_step(step.place, step.kind.about.name)
    raise error
