"""Presets that a workspace keeps: checked when they are saved, and again when they are read.

An algorithm's parameters may have changed since: what no longer fits is told, and left out of the
values to begin from. Which table they were chosen for, and how large it was, is kept with them: for
one of another size they stay as they are, beside what the rules of sizing would make of them.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.base.ids import new_id
from armillary.base.values import changed, to_iso, utc_now
from armillary.capabilities import datasets
from armillary.capabilities.training.presets.schemas import PresetBody, PresetChange
from armillary.capabilities.training.presets.sized import refitted
from armillary.capabilities.training.presets.tables import TrainPreset
from armillary.learning.catalogue import get_entry
from armillary.learning.params import check
from armillary.learning.sizing import TableSize


def list_presets(
    actor: Actor, session: Session, algorithm_id: str | None, size: TableSize | None
) -> list[dict[str, Any]]:
    """Give the workspace's presets, of one algorithm or of all, by name.

    With the size of a table each says under ``for_table`` whether it was made for one of another
    size, and what would fit.
    """
    mine = sa.select(TrainPreset).where(TrainPreset.workspace_id == actor.workspace_id)
    if algorithm_id is not None:
        mine = mine.where(TrainPreset.algorithm_id == get_entry(algorithm_id).id)
    rows = session.scalars(mine.order_by(TrainPreset.name, TrainPreset.id))
    presets = [to_wire(row) for row in rows]
    if size is None:
        return presets
    return [{**preset, "for_table": refitted(preset, size)} for preset in presets]


def add_preset(actor: Actor, session: Session, body: PresetBody) -> dict[str, Any]:
    """Keep values under a name; raises `Invalid` for values the algorithm does not take."""
    actor.require("editor")
    entry = get_entry(body.algorithm_id)
    now = utc_now()
    row = TrainPreset(
        id=new_id("preset"),
        workspace_id=actor.workspace_id,
        algorithm_id=entry.id,
        name=body.name,
        description=body.description,
        hyperparameters=_checked(entry.id, body.hyperparameters),
        made_for=_table(actor, session, body.dataset_id),
        created_by=actor.id,
        created_at=now,
        updated_at=now,
        version=1,
    )
    _refuse_same_name(session, row, body.name)
    session.add(row)
    _announce(session, row, "preset.created", {"preset": _stored(row)})
    return to_wire(row)


def change_preset(
    actor: Actor, session: Session, preset_id: str, change: PresetChange
) -> dict[str, Any]:
    """Rename a preset, describe it or give it other values; raises `Conflict` where others did."""
    actor.require("editor")
    row = _get(actor, session, preset_id)
    if change.version is not None and change.version != row.version:
        raise Conflict(
            f"The preset {row.name!r} was changed meanwhile. Look at it again, then save.",
            code="changed_meanwhile",
            extra={"current": to_wire(row)},
        )
    if change.name is not None:
        _refuse_same_name(session, row, change.name)
    before = _stored(row)
    row.name = change.name or row.name
    row.description = row.description if change.description is None else change.description
    if change.hyperparameters is not None:
        row.hyperparameters = _checked(row.algorithm_id, change.hyperparameters)
        row.made_for = _table(actor, session, change.dataset_id)
    row.updated_at = utc_now()
    row.version += 1
    changes = changed(before, _stored(row))
    changes.pop("version")
    news = {"id": row.id, "version": row.version, "changes": changes}
    _announce(session, row, "preset.updated", news)
    return to_wire(row)


def delete_preset(actor: Actor, session: Session, preset_id: str) -> None:
    """Remove a preset; trainings that began from it are as they were."""
    actor.require("editor")
    row = _get(actor, session, preset_id)
    session.delete(row)
    _announce(session, row, "preset.deleted", {"id": row.id})


def to_wire(row: TrainPreset) -> dict[str, Any]:
    """Give a preset with the values that fit now; ``problems`` names those that do not."""
    fitting, problems = _fitting(row.algorithm_id, row.hyperparameters)
    return {**_stored(row), "hyperparameters": fitting, "problems": problems}


def _fitting(
    algorithm_id: str, values: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    try:
        entry = get_entry(algorithm_id)
    except NotFound as gone:
        return {}, [{"loc": ["algorithm_id"], "msg": gone.message}]
    problems = check(entry, values, door="strict").errors
    wrong = {error["loc"][0] for error in problems}
    return {name: value for name, value in values.items() if name not in wrong}, problems


def _checked(algorithm_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return check(get_entry(algorithm_id), values, door="strict").require()


def _table(actor: Actor, session: Session, dataset_id: str | None) -> dict[str, Any] | None:
    if dataset_id is None:
        return None
    table = datasets.get_dataset(actor, session, dataset_id)
    if not table["rows"]:
        return None  # it is not imported yet, and says nothing of its size
    return {"dataset_id": dataset_id} | {key: table[key] for key in ("name", "rows", "columns")}


def _get(actor: Actor, session: Session, preset_id: str) -> TrainPreset:
    row = session.get(TrainPreset, preset_id)
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound(
            f"There is no preset {preset_id!r} in this workspace.", code="preset_not_found"
        )
    return row


def _refuse_same_name(session: Session, row: TrainPreset, name: str) -> None:
    same = sa.select(TrainPreset.id).where(
        TrainPreset.workspace_id == row.workspace_id,
        TrainPreset.algorithm_id == row.algorithm_id,
        TrainPreset.name == name,
        TrainPreset.id != row.id,
    )
    if session.scalar(same.limit(1)) is not None:
        raise Conflict(f"A preset {name!r} of this algorithm is there. Choose another name.")


def _stored(row: TrainPreset) -> dict[str, Any]:
    return {
        "id": row.id,
        "workspace_id": row.workspace_id,
        "algorithm_id": row.algorithm_id,
        "name": row.name,
        "description": row.description,
        "hyperparameters": row.hyperparameters,
        "made_for": row.made_for,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
        "updated_at": to_iso(row.updated_at),
        "version": row.version,
    }


def _announce(session: Session, row: TrainPreset, kind: str, data: dict[str, Any]) -> None:
    topic = f"workspace:{row.workspace_id}"
    realtime.append(session, topic, kind, data, workspace_id=row.workspace_id)
