"""What is announced about datasets, on their own topic and their workspace's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.values import changed, to_json
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.wire import to_wire

# An event has at most 16 kB, and the rest of a dataset's changes want some of that.
_SCHEMA_BYTES = 10_000


def topic(dataset_id: str) -> str:
    """Name the topic of one dataset."""
    return f"dataset:{dataset_id}"


def created(session: Session, row: Dataset) -> None:
    """Announce a new dataset."""
    for name, with_schema in _topics(row):
        data = {"dataset": to_wire(row, with_schema=with_schema)}
        realtime.append(session, name, "dataset.created", data, workspace_id=row.workspace_id)


@contextmanager
def changing(session: Session, row: Dataset) -> Iterator[None]:
    """Announce whatever the block changes in a dataset.

    Columns go only to the dataset's own topic. Too many for one event, they are null in it: who
    wants them fetches the dataset.
    """
    before = to_wire(row, with_schema=True)
    yield
    row.version += 1
    after = to_wire(row, with_schema=True)
    changes = changed(before, after)
    changes.pop("version")
    for name, with_schema in _topics(row):
        data = {"id": row.id, "version": row.version, "changes": _for(changes, with_schema)}
        realtime.append(session, name, "dataset.updated", data, workspace_id=row.workspace_id)


def deleted(session: Session, row: Dataset) -> None:
    """Announce that a dataset is gone."""
    for name, _ in _topics(row):
        realtime.append(
            session, name, "dataset.deleted", {"id": row.id}, workspace_id=row.workspace_id
        )


def _topics(row: Dataset) -> tuple[tuple[str, bool], ...]:
    return (f"workspace:{row.workspace_id}", False), (topic(row.id), True)


def _for(changes: dict[str, Any], with_schema: bool) -> dict[str, Any]:
    if "schema" not in changes:
        return changes
    if not with_schema:
        return {key: value for key, value in changes.items() if key != "schema"}
    is_small = len(to_json(changes["schema"])) <= _SCHEMA_BYTES
    return {**changes, "schema": changes["schema"] if is_small else None}
