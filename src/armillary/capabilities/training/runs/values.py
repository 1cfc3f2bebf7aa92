"""Parameters and results of a run, as it is sorted by them."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.values import finite
from armillary.capabilities.training.runs.tables import RunValue

Kind = Literal["parameter", "result"]
_MOST = 200
_NAME_CHARACTERS = 64
_TEXT_CHARACTERS = 200
# A whole number beyond these is no float any more.
_LARGEST = 1e300


def keep(
    session: Session, run: str, workspace_id: str, kind: Kind, values: Mapping[str, Any]
) -> None:
    """Keep what a run may be sorted by, in place of what was kept of this kind before."""
    session.execute(sa.delete(RunValue).where(RunValue.run == run, RunValue.kind == kind))
    rows = [
        {"run": run, "kind": kind, "workspace_id": workspace_id, **row} for row in rows_of(values)
    ]
    if rows:
        session.execute(sa.insert(RunValue), rows)


def rows_of(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give name, number and text of each value; one of the two is null."""
    for name in list(values)[:_MOST]:
        value = values[name]
        if value is None or len(name) > _NAME_CHARACTERS:
            continue
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and abs(value) < _LARGEST:
            yield {"name": name, "number": finite(float(value)), "text": None}
        else:
            yield {"name": name, "number": None, "text": _text(value)[:_TEXT_CHARACTERS]}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)
