"""Reading the scores of a run, and asking about the rows behind them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict, NotFound
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.base.storage import Storage
from armillary.capabilities import datasets, models
from armillary.capabilities.training import panels
from armillary.capabilities.training.scores.storing import SCORES, rows_file
from armillary.capabilities.training.tables import Training
from armillary.learning.stacked import STACK

_ANSWER_S = 30.0
_NO_SCORES = (
    "This run has no scores with intervals: it has not finished, predicts no column, was trained "
    "before they were kept, or its model was deleted."
)
FEWEST, MOST = 2, 8
_SAME = ("dataset_id", "target", "steps")


@dataclass(frozen=True)
class JudgedRun:
    """What was judged: a run, or a model that no run of its own has left.

    ``folder`` is where the rows lie that it was judged by, None where they are not kept; ``asked``
    says what it learned from, as far as that makes runs comparable. ``place`` is that of the target
    that is looked at among several.
    """

    id: str
    dataset_id: str | None
    folder: str | None
    asked: dict[str, Any]
    evaluation: dict[str, Any]
    place: int = 0

    @property
    def rows_key(self) -> str:
        """Where the file of its test rows lies."""
        return f"{self.folder or 'none'}/{rows_file(self.place)}"

    def facing(self, target: str | None) -> "JudgedRun":
        """Give what was judged of one target, without a name of the first; raises `BadRequest`."""
        judged = self.evaluation.get("targets") or {self.asked["target"]: self.evaluation}
        if target is None:
            return self
        if target not in judged:
            known = ", ".join(map(str, judged))
            raise BadRequest(
                f"This run predicts {known}; there is no target {target!r}.", code="unknown_target"
            )
        own = {**self.evaluation, **judged[target], "cross_validation": self._folds_of(target)}
        place = list(judged).index(target)
        return replace(self, asked={**self.asked, "target": target}, evaluation=own, place=place)

    def _folds_of(self, target: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.evaluation.get("cross_validation")
        lines = ((found or {}).get("targets") or {}).get(target)
        return found if found is None or lines is None else {**found, "table": lines}


def find_judged(actor: Actor, session: Session, storage: Storage, identity: str) -> JudgedRun:
    """Find what was judged by the id of a run or of a model.

    Raises `NotFound`, and `Conflict` saying why it was not judged.
    """
    stack = _find_stack(actor, session, storage, identity)
    if stack is not None:
        return stack
    row = panels.find_run(actor, session, identity)
    evaluation = panels.read_judged(actor, session, storage, row)
    folder, _, _ = str(row.evaluation_key).rpartition("/")
    asked = {name: row.request.get(name) for name in _SAME}
    return JudgedRun(row.id, row.dataset_id, folder or None, asked, evaluation)


def _find_stack(
    actor: Actor, session: Session, storage: Storage, identity: str
) -> JudgedRun | None:
    """Give a model that a search has made of its best, with the judgement in its bundle."""
    model = models.find_model(actor, session, identity)
    if model is None or model.algorithm != STACK:
        return None
    manifest = models.read_manifest(storage, model.prefix)
    evaluation = {} if manifest is None else manifest["evaluation"]
    folder, _, _ = model.prefix.rpartition("/")
    asked: dict[str, Any] = {"dataset_id": model.dataset_id, "target": model.target, "steps": []}
    return JudgedRun(model.id, model.dataset_id, folder or None, asked, evaluation)


def read_scores(run: JudgedRun) -> dict[str, Any]:
    """Give the scores of what was judged; raises `Conflict` where there are none."""
    evaluation = run.evaluation
    scores: dict[str, Any] | None = evaluation.get("scores")
    if scores is None:
        raise Conflict(_NO_SCORES, code="no_scores")
    beside = ("part", "split", "cross_validation", "calibration", "conformal", "residuals")
    of = {"target": run.asked["target"], "targets": list(evaluation.get("targets") or ()) or None}
    return {**scores, **of, **{name: evaluation.get(name) for name in beside}}


def read_parquet(storage: Storage, row: Training) -> bytes:
    """Give the scores as they are kept; raises `Conflict` where there are none."""
    folder, _, _ = str(row.evaluation_key).rpartition("/")
    return _read_file(storage, f"{folder or 'none'}/{SCORES}")


def read_rows_parquet(storage: Storage, run: JudgedRun) -> bytes:
    """Give every test row with its place, truth and prediction; raises `Conflict` without any."""
    return _read_file(storage, run.rows_key)


def _read_file(storage: Storage, key: str) -> bytes:
    try:
        with storage.open_read(key) as file:
            data: bytes = file.read()
    except FileNotFoundError:
        raise Conflict(_NO_SCORES, code="no_scores") from None
    return data


async def ask_rows(
    state: AppState, actor: Actor, session_id: str, target: str | None, asked: dict[str, Any]
) -> dict[str, Any]:
    """Give a page of test rows with what the model said of them."""
    row = await _judged(state, actor, session_id, target, with_described=True)
    table = await _table(state, actor, row)
    if asked["column"] is not None and table is not None:
        _require_column(table, asked["column"])
    payload = {
        "rows_key": row.rows_key,
        "table": table,
        "target": row.asked["target"],
        **asked,
    }
    return await _ask(state, actor, "training.test_rows", payload)


async def ask_by(
    state: AppState, actor: Actor, session_id: str, target: str | None, column: str
) -> dict[str, Any]:
    """Give the scores of the rows of each value of a column."""
    row = await _judged(state, actor, session_id, target)
    table = await _table(state, actor, row)
    if table is None:
        raise NotFound("The dataset of this run is gone, and its columns with it.")
    _require_column(table, column)
    payload = {"rows_key": row.rows_key, "table": table, "column": column}
    return await _ask(state, actor, "training.scores_by", payload)


def _require_column(table: dict[str, Any], column: str) -> None:
    names = [each[0] for each in table["columns"]]
    if column not in names:
        raise BadRequest(
            f"The dataset has no column {column!r}; it has: {', '.join(names[:20])}.",
            code="unknown_column",
        )


async def ask_comparison(
    state: AppState, actor: Actor, ids: Sequence[str], target: str | None = None
) -> dict[str, Any]:
    """Compare runs on the rows that they have in common."""
    wanted = list(dict.fromkeys(ids))
    if not FEWEST <= len(wanted) <= MOST:
        raise BadRequest(f"Name {FEWEST} to {MOST} runs in ids, with commas; got {len(wanted)}.")
    rows = [await _judged(state, actor, identity, target) for identity in wanted]
    asked = [row.asked for row in rows]
    if any(each != asked[0] for each in asked):
        raise BadRequest(
            "These runs learned from different tables, targets or recipes, so there are no rows "
            "that all of them were judged by.",
            code="not_comparable",
        )
    runs = [{"id": row.id, "rows_key": row.rows_key} for row in rows]
    return await _ask(state, actor, "training.compare_scores", {"runs": runs})


async def _ask(state: AppState, actor: Actor, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = await state.calls.request(
        kind, payload, timeout_s=_ANSWER_S, actor=actor
    )
    return found


async def _judged(
    state: AppState,
    actor: Actor,
    identity: str,
    target: str | None,
    *,
    with_described: bool = False,
) -> JudgedRun:
    """Give what was judged; raises `NotFound`, and `Conflict` saying why it was not.

    What predicts no column is refused unless it may be looked at by rows, ``with_described``.
    """

    def find() -> JudgedRun:
        with state.database.read() as session:
            found = find_judged(actor, session, state.storage, identity)
        described = found.evaluation.get("described")
        if described and described["kind"] == "preprocessing":
            raise Conflict(
                "This run makes columns and says nothing of single rows; apply its model to a "
                "table to see what becomes of them.",
                code="no_test_rows",
            )
        if described and not with_described:
            raise Conflict(
                "This run predicts no column, so it is right or wrong about no row.",
                code="no_test_rows",
            )
        return found.facing(target)

    return await in_thread(state.executors.database, find)


async def _table(state: AppState, actor: Actor, row: JudgedRun) -> dict[str, Any] | None:
    try:
        return await datasets.find_table(state, actor, str(row.dataset_id))
    except (NotFound, Conflict):
        return None
