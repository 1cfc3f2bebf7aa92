"""Models side by side: parameters, scores with their intervals, data, software and cards."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, NotFound
from armillary.base.storage import Storage
from armillary.capabilities.models.bundles import read_manifest
from armillary.capabilities.models.registry import cards, lineage, references
from armillary.capabilities.models.tables import StoredModel
from armillary.capabilities.models.wire import to_wire

FEWEST, MOST = 2, 8
_OF_SCORE = ("id", "name", "value", "low", "high", "better")


def compare(
    actor: Actor, session: Session, storage: Storage, named: Sequence[str]
) -> dict[str, Any]:
    """Give models, by ids or references, with all that they may differ in.

    One that is gone is named in ``missing``. ``common`` says whether all were made to say the same
    of the same table, so that they may be compared row by row.
    """
    wanted = list(dict.fromkeys(one for one in named if one))
    if not FEWEST <= len(wanted) <= MOST:
        raise BadRequest(f"Name {FEWEST} to {MOST} models in ids, with commas; got {len(wanted)}.")
    rows, missing = {}, []
    for reference in wanted:
        try:
            row = references.get(actor, session, reference)
        except NotFound:
            missing.append(reference)
            continue
        rows[row.id] = row
    if not rows:
        raise NotFound("None of these models is in this workspace.", code="model_not_found")
    return {
        "models": [_side(actor, session, storage, row) for row in rows.values()],
        "missing": missing,
        "common": _is_common(list(rows.values())),
    }


def _side(actor: Actor, session: Session, storage: Storage, row: StoredModel) -> dict[str, Any]:
    manifest = read_manifest(storage, row.prefix) or {}
    evaluation, kept = manifest.get("evaluation") or {}, manifest.get("lineage") or {}
    scores = (evaluation.get("scores") or {}).get("table") or []
    return {
        **to_wire(row),
        "scores": [
            {name: one.get(name) for name in _OF_SCORE} for one in scores if one.get("of") is None
        ],
        "part": evaluation.get("part"),
        "split": evaluation.get("split"),
        "dataset": lineage.find_dataset(actor, session, row.dataset_id),
        "dataset_version": kept.get("dataset_version"),
        "dataset_hash": kept.get("dataset_hash"),
        "data_hash": manifest.get("data_hash"),
        "seed": manifest.get("seed"),
        "versions": manifest.get("versions") or {},
        "warnings": manifest.get("warnings") or [],
        "card": cards.written(session, row.id),
    }


def _is_common(rows: Sequence[StoredModel]) -> bool:
    asked = {(row.dataset_id, row.target, row.task) for row in rows}
    return len(rows) > 1 and len(asked) == 1 and None not in next(iter(asked))
