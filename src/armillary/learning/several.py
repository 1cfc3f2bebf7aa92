"""Several targets at once: one model a target, learned side by side from the same rows.

All share the table, its split and its preprocessing, so that a row is encoded once; they advance in
step, and are paused, stopped and resumed together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from armillary.base.errors import Invalid
from armillary.learning.calibration.predictor import innermost, with_innermost
from armillary.learning.contract import (
    SUPERVISED,
    Algorithm,
    ClassLabel,
    Machine,
    Predictor,
    Snapshot,
    State,
    Table,
    Task,
    Training,
    task_words,
)
from armillary.learning.pack import require_sound
from armillary.learning.stacked import load_predictor
from armillary.learning.target import Target, check_known, read_target

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.prepare import Prepared

MOST_TARGETS = 20
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Several:
    """A predictor for each target; what they say stands side by side."""

    predictors: tuple[Predictor, ...]

    def predict(self, features: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Give the numbers of all targets (n_rows, n_numbers), in their order."""
        import numpy as np

        said = [one.predict(features).reshape(len(features), -1) for one in self.predictors]
        return np.concatenate(said, axis=1)

    def importance(self) -> npt.NDArray[Any] | None:
        """Give the mean over the targets of each column's share of weight (n_columns,)."""
        import numpy as np

        own = [one.importance() for one in self.predictors]
        shares = [each / (each.sum() or 1.0) for each in own if each is not None]
        return np.mean(shares, axis=0) if len(shares) == len(own) else None

    def to_state(self) -> State:
        """Give the files of all, each under its target's number."""
        return _merge([one.to_state() for one in self.predictors])


def check_targets(task: Task) -> None:
    """Refuse targets that cannot be learned together."""
    names = task.targets or ()
    if task.kind not in SUPERVISED:
        raise Invalid(
            f"{task_words(task.kind).capitalize()} has no targets to predict.",
            code="targets_not_used",
        )
    if task.class_weights:
        raise Invalid("Class weights are for one target.", code="class_weights_not_used")
    if not 2 <= len(names) <= MOST_TARGETS or len(set(names)) < len(names):
        raise Invalid(
            f"Name 2 to {MOST_TARGETS} different targets; got {', '.join(names)}.",
            code="invalid_targets",
        )


def align(first: Target, frame: pd.DataFrame, task: Task) -> tuple[Target, tuple[Target, ...]]:
    """Read the other targets, and keep the rows in which all are known."""
    import numpy as np

    names = task.targets or ()
    others = [read_target(frame, name, task.kind) for name in names[1:]]
    rows = first.rows
    for other in others:
        rows = np.intersect1d(rows, other.rows, assume_unique=True)
    aligned = [_at(target, rows) for target in (first, *others)]
    for name, target in zip(names, aligned, strict=True):
        check_known(target, name)
    told = tuple(told for target in aligned for told in target.warnings)
    return replace(aligned[0], warnings=told), tuple(aligned[1:])


def require_trained(
    targets: Sequence[Target], rows: npt.NDArray[Any], names: Sequence[str]
) -> None:
    """Refuse a split that leaves a class of any target out of the training part."""
    import numpy as np

    for name, target in zip(names, targets, strict=True):
        if target.classes is None:
            continue
        missing = np.setdiff1d(target.values, target.values[rows])
        if len(missing):
            raise Invalid(
                f"Class {target.classes[missing[0]]!r} of {name!r} is too rare to be in the "
                "training part of all targets. Merge it with another, or take another seed.",
                code="class_too_small",
            )


def train(
    algorithm: Algorithm,
    tables: Sequence[Table],
    names: Sequence[str],
    params: Mapping[str, Any],
    rng: np.random.Generator,
    *,
    resume: State | None,
    machine: Machine,
) -> Training:
    """Train one model a target, a look at each in turn; a control goes to all."""
    states = [_part(resume, place) for place in range(len(tables))] if resume else None
    trainings = [
        algorithm.train(
            table, params, own, resume=None if states is None else states[place], machine=machine
        )
        for place, (table, own) in enumerate(zip(tables, rng.spawn(len(tables)), strict=True))
    ]
    running = set(range(len(trainings)))
    told: dict[str, None] = {}  # in the order of their coming, as who reads them counts on
    try:
        looks = [next(training) for training in trainings]
        moved = sorted(running)
        while moved:
            told |= dict.fromkeys(_warnings(looks, names))
            control = yield _together(looks, names, moved, tuple(told))
            for place in sorted(running):
                try:
                    looks[place] = trainings[place].send(control)
                except StopIteration:
                    running.discard(place)
            moved = sorted(running)
    finally:
        for training in trainings:
            training.close()


def train_all(
    algorithm: Algorithm,
    prepared: Prepared,
    table: Table,
    params: Mapping[str, Any],
    rng: np.random.Generator,
    *,
    machine: Machine,
    resume: State | None = None,
) -> Training:
    """Train one model, or one for each of several targets."""
    if not (names := prepared.task.targets):
        return algorithm.train(table, params, rng, resume=resume, machine=machine)
    tables = prepared.tables(table)
    return train(algorithm, tables, names, params, rng, resume=resume, machine=machine)


def face(predictor: Predictor, place: int) -> Predictor:
    """Give what predicts one of several targets, with what goes before it."""
    last = cast(Several, innermost(predictor))
    return with_innermost(predictor, last.predictors[place])


def load(algorithm_id: str, weights: Mapping[str, bytes], count: int) -> Several:
    """Give the predictors that are stored."""
    parts = [_part(State(weights), place) for place in range(count)]
    require_sound(all(part.files for part in parts), "a target has no files")
    return Several(tuple(load_predictor(algorithm_id, part) for part in parts))


def widths(task: Task) -> list[int]:
    """Say how many numbers each target has in a prediction."""
    if task.classes_of is None:
        return [1] * len(task.targets or ())
    return [len(classes) for classes in task.classes_of]


def apart(task: Task, output: npt.NDArray[Any]) -> list[npt.NDArray[Any]]:
    """Give what a prediction (n_rows, n_numbers) says of each target; of one target itself."""
    import numpy as np

    if not task.targets:
        return [output]
    parts = np.split(output, np.cumsum(widths(task))[:-1], axis=1)
    return list(parts) if task.classes_of else [part[:, 0] for part in parts]


def classes_each(task: Task) -> list[tuple[ClassLabel, ...] | None]:
    """Give the classes of each target, or of the only one; None for numbers."""
    if not task.targets:
        return [task.classes]
    return [classes_at(task, place) for place in range(len(task.targets))]


def classes_at(task: Task, place: int) -> tuple[ClassLabel, ...] | None:
    """Give the classes of one target; None for numbers."""
    return None if task.classes_of is None else task.classes_of[place]


def _at(target: Target, rows: npt.NDArray[Any]) -> Target:
    """Give the target at some of its rows."""
    import numpy as np

    places = np.searchsorted(target.rows, rows)
    weights = None if target.weights is None else target.weights[places]
    return replace(target, values=target.values[places], rows=rows, weights=weights)


def _warnings(looks: Sequence[Snapshot], names: Sequence[str]) -> list[str]:
    return [
        f"{name}: {told}" for name, look in zip(names, looks, strict=True) for told in look.warnings
    ]


def _together(
    looks: Sequence[Snapshot], names: Sequence[str], moved: Sequence[int], told: tuple[str, ...]
) -> Snapshot:
    """Give one look at all; curves of one target carry its name, those of all are means."""
    shares = [
        look.step / max(1, look.total) if look.fraction is None else look.fraction for look in looks
    ]
    # What a look gives later must not be what the trainings have become by then.
    held = tuple(looks)
    return Snapshot(
        step=max(look.step for look in held),
        total=max(look.total for look in held),
        unit=held[0].unit,
        metrics=_curves(held, names, moved),
        state=lambda: _merge([look.state() for look in held]),
        predictor=lambda: Several(tuple(look.predictor() for look in held)),
        best=any(held[place].best for place in moved),
        staged=held[0].staged,
        fraction=sum(shares) / len(shares),
        warnings=told,
        vitals=held[0].vitals,
        remember=_remembering(held),
    )


def _remembering(looks: Sequence[Snapshot]) -> Callable[[], Callable[[], State]] | None:
    each = [look.remember for look in looks if look.remember is not None]
    if len(each) < len(looks):
        return None

    def remember() -> Callable[[], State]:
        later = [own() for own in each]
        return lambda: _merge([state() for state in later])

    return remember


def _curves(
    looks: Sequence[Snapshot], names: Sequence[str], moved: Sequence[int]
) -> dict[str, float]:
    points = {
        f"{metric}_{names[place][:_LONGEST_NAME]}": value
        for place in moved
        for metric, value in looks[place].metrics.items()
    }
    of_all = [name for name in looks[0].metrics if all(name in look.metrics for look in looks)]
    means = {name: sum(look.metrics[name] for look in looks) / len(looks) for name in of_all}
    return means | points


def _merge(states: Sequence[State]) -> State:
    files = {
        f"target_{place}.{name}": data
        for place, state in enumerate(states)
        for name, data in state.files.items()
    }
    resume_only = {
        f"target_{place}.{name}" for place, state in enumerate(states) for name in state.resume_only
    }
    return State(files, frozenset(resume_only))


def _part(state: State, place: int) -> State:
    prefix = f"target_{place}."
    own = {
        name.removeprefix(prefix): data
        for name, data in state.files.items()
        if name.startswith(prefix)
    }
    return State(own, live=state.live)
