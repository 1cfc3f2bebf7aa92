"""Looking a table over: sampled where it is large, by every look-out, with what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from armillary.base.errors import Invalid
from armillary.learning.contract import SUPERVISED, Task
from armillary.learning.guard.contract import SEVERITIES, Finding
from armillary.learning.guard.lookouts import all_lookouts
from armillary.learning.guard.quick import quick_scores
from armillary.learning.guard.seen import Seen, read_columns
from armillary.learning.target import read_target

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

MOST_ROWS = 20_000
_MOST_CELLS = 4_000_000
_FEWEST_ROWS = 3_000
_MOST_SCORED = 60


class Rows(Protocol):
    """Where rows of a table are had from that is not held in memory."""

    @property
    def names(self) -> Sequence[str]:
        """All columns of the table."""

    def at(self, places: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Give the rows at these places, which rise, with all columns."""


@dataclass(frozen=True)
class Step:
    """What leaving out what tells comes to: scores of a quick model with it and without.

    ``metric`` is ``accuracy`` or ``r2``; ``honest`` is judged on things of their own where rows
    were found to belong together.
    """

    metric: str
    naive: float
    honest: float
    columns: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "metric": self.metric,
            "naive": round(self.naive, 4),
            "honest": round(self.honest, 4),
            "columns": list(self.columns),
        }


@dataclass(frozen=True)
class Looked:
    """What the guard found in a table, the most serious first."""

    findings: tuple[Finding, ...]
    step: Step | None
    rows: int
    of_rows: int

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "findings": [one.to_json() for one in self.findings],
            "step": None if self.step is None else self.step.to_json(),
            "rows": self.rows,
            "of_rows": self.of_rows,
        }


def look_over(
    frame: pd.DataFrame,
    task: Task,
    *,
    order: Any = None,
    of_rows: int | None = None,
    learned_steps: Sequence[str] = (),
    with_step: bool = True,
    rows: Rows | None = None,
) -> Looked:
    """Look a table over that a task is to be learned from; raises `AppError` for a bad target.

    ``order`` (n_rows,) says where rows stood in the table, of ``of_rows``, if the frame is a sample
    of it. Where the frame has only what splitting a table needs, ``rows`` gives those looked at.
    Only ``with_step`` it is said what the findings come to, which takes longest.
    """
    seen = see(frame, task, order=order, of_rows=of_rows, learned_steps=learned_steps, rows=rows)
    by_chance = seen.folds
    found: list[Finding] = []
    for lookout in all_lookouts():
        found.extend(lookout.look(seen, tuple(found)))
    step = _step(seen, found, by_chance) if with_step else None
    rank = {severity: place for place, severity in enumerate(SEVERITIES)}
    ordered = sorted(found, key=lambda one: rank[one.severity])
    return Looked(tuple(ordered), step, seen.n_rows, seen.n_rows_of_table)


def see(
    frame: pd.DataFrame,
    task: Task,
    *,
    order: Any = None,
    of_rows: int | None = None,
    learned_steps: Sequence[str] = (),
    rows: Rows | None = None,
) -> Seen:
    """Read a table as the look-outs see it."""
    frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    if task.target is None or task.kind not in SUPERVISED:
        raise Invalid("The guard looks at tables of which a column is to be predicted; name it.")
    target = read_target(frame, task.target, task.kind)
    total = len(frame) if of_rows is None else of_rows
    known = list(frame.columns) if rows is None else list(rows.names)
    kept = _sample(len(target.rows), len(known))
    places = target.rows[kept]
    kept_out = {task.target, task.weight, *(task.targets or ())}
    chosen = [name for name in task.features or known if name not in kept_out]
    beside = [name for name in (task.group, task.time) if name is not None]
    names = [name for name in dict.fromkeys([*chosen, *beside]) if name in known]
    looked_at = frame.iloc[places] if rows is None else rows.at(places)
    places_in_table = places if order is None else np.asarray(order)[places]
    return Seen(
        columns=read_columns(looked_at[names].reset_index(drop=True)),
        target_name=task.target,
        target=target.values[kept],
        classes=target.classes,
        order=places_in_table,
        n_rows_of_table=total,
        group=task.group,
        time=task.time,
        learned_steps=tuple(learned_steps),
    )


def _sample(n_rows: int, n_columns: int) -> Any:
    """Choose rows: half of them in stretches, in which things and neighbours stay together."""
    most = int(min(MOST_ROWS, max(_FEWEST_ROWS, _MOST_CELLS / max(1, n_columns))))
    if n_rows <= most:
        return np.arange(n_rows)
    rng = np.random.default_rng(0)
    single = rng.permutation(n_rows)[: most // 2]
    length = 100
    starts = rng.permutation(max(1, n_rows // length))[: most // 2 // length] * length
    stretches = (starts[:, None] + np.arange(length)).ravel()
    chosen = np.unique(np.concatenate([single, stretches]))
    return chosen[chosen < n_rows]


def _step(seen: Seen, found: Sequence[Finding], by_chance: Any) -> Step | None:
    """Score a quick model with all columns at random, and without what tells, kept together."""
    telling = {name for one in found if one.tells for name in one.columns}
    names_rows = {name for one in found if one.kind == "identifier" for name in one.columns}
    grouped = seen.kept.get("entity")
    if (not telling and grouped is None) or seen.n_rows < 100:
        return None
    honest = [name for name in seen.names if name not in telling | names_rows | {grouped}]
    if not honest:
        return None
    together = seen.folds
    seen.folds = by_chance
    naive = _score(seen, _strongest(seen, seen.names))
    seen.folds = together
    columns = tuple(name for name in seen.names if name in telling)
    metric = "r2" if seen.classes is None else "accuracy"
    return Step(metric, naive, _score(seen, _strongest(seen, honest)), columns)


def _strongest(seen: Seen, names: Sequence[str]) -> list[str]:
    """Give the columns that tell most alone, where there are more than a quick model can take."""
    from armillary.learning.guard.alone import look_alone

    if len(names) <= _MOST_SCORED:
        return list(names)
    return sorted(names, key=lambda name: -look_alone(seen, seen.columns[name]).best)[:_MOST_SCORED]


def _score(seen: Seen, names: Sequence[str]) -> float:
    n_classes = len(seen.classes or ())
    scores = quick_scores(seen, names, seen.target, n_classes)
    if seen.classes is not None:
        return float((scores.argmax(axis=1) == seen.target).mean())
    spread = float(np.asarray(seen.target).var()) or 1.0
    return 1.0 - float(np.square(scores[:, 0] - seen.target).mean()) / spread
