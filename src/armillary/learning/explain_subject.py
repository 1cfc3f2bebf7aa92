"""Making a model and its table ready to be explained: which rows, which truth, what is usual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Conflict, Invalid
from armillary.learning.contract import ONE_THREAD, SUPERVISED, Machine
from armillary.learning.exact import exactly
from armillary.learning.explain import why_unexplained
from armillary.learning.explain._retraining import Retraining
from armillary.learning.explaining import Budget, Subject
from armillary.learning.facing import facing
from armillary.learning.known_columns import KnownColumns
from armillary.learning.prepare import Prepared
from armillary.learning.preprocess.read import is_missing
from armillary.learning.redrawing import draw_again
from armillary.learning.spreading import spread
from armillary.learning.stacked import STACK

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.model import FittedModel

    Rows = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

LEAST_ROWS = 10
MOST_ROWS = 5_000
_USUAL_ROWS = 200
_FEWEST_UNSEEN = 30
_MOST_OUTPUTS = 6
_OF_RECIPE = (
    "What the model's recipe makes of one column of the table is explained as that column, in its "
    "own values; what it makes of several is explained as it is made."
)


@dataclass(frozen=True)
class Material:
    """The rows of a table that a model can be explained with.

    ``model`` is the part of it that predicts one target, where there are several. ``frame`` holds
    the columns that the model encodes; ``target`` (n_rows,) is the truth as class indices or
    numbers, None where it is not known; ``unseen`` are the rows that the training did not see, None
    where that cannot be told.
    """

    model: FittedModel
    frame: pd.DataFrame
    target: npt.NDArray[Any] | None
    train: Rows
    unseen: Rows | None
    notes: tuple[str, ...]
    prepared: Prepared | None = None
    """The rows as the training split them; None where that cannot be told."""
    raw: pd.DataFrame | None = None
    """With a recipe, the same rows as they go into it."""

    @property
    def known(self) -> KnownColumns:
        """The columns as people know them."""
        return KnownColumns.of(self.model, self.raw)

    def rows(self, places: Rows) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give some rows as the model encodes them, and as people know them."""
        made = self.frame.iloc[places].reset_index(drop=True)
        if self.raw is None:
            return made, made
        raw = self.raw.iloc[places].reset_index(drop=True)
        return made, self.known.frame(made, raw)


def needed_columns(model: FittedModel) -> list[str]:
    """Name the columns of a table that explaining a model takes, the target at the end."""
    names = [str(feature["name"]) for feature in model.features]
    if model.recipe is None:
        # Also those that turned out to be of no use: they belong to the table as it was.
        names += model.task.features or ()
    return list(dict.fromkeys([*names, *reversed(model.task.aside)]))


def gather(model: FittedModel, frame: pd.DataFrame, target: str | None = None) -> Material:
    """Find out which rows of a table a model has learned from, and what is true of each.

    Of several targets the one named is explained, or the first.

    The split is drawn again by the model's own seed. Where that gives another table than the model
    knows, all rows count as such that it may have seen.
    """
    why = why_unexplained(model.task.kind)
    if why is not None:
        raise Conflict(why, code="not_explainable")
    one = facing(model, target)
    again = draw_again(model, frame)
    return _as_it_is(one, frame) if again is None else _as_split(one, again, frame)


def subject_of(
    material: Material,
    *,
    rows: int,
    seed: int,
    budget: Budget,
    machine: Machine = ONE_THREAD,
) -> Subject:
    """Draw rows and make them ready; raises `Invalid` where the model says nothing of them.

    ``machine`` is what training the model again may use.
    """
    import numpy as np

    model, chance = material.model, np.random.default_rng(seed)
    notes = list(material.notes)
    drawn, told = _drawn(material, rows, chance)
    notes += told
    made, frame = material.rows(drawn)
    target = None if material.target is None else material.target[drawn]
    features = model.preprocess.encode(made)
    answer, names, unit = _answer_of(model, features)
    is_told = _is_told(answer, features, notes)
    frame = frame[is_told].reset_index(drop=True)
    features = features[is_told]
    target = None if target is None else target[is_told]
    chosen, told = _chosen(model, names, features, answer)
    usual = _background(material, chance, features, answer)
    return Subject(
        kind=model.task.kind,
        predictor=model.predictor,
        answer=answer,
        blocks=material.known.blocks,
        frame=frame,
        features=features,
        background=usual,
        outputs=names,
        chosen=chosen,
        target=target,
        unit=unit,
        target_name=model.task.target,
        per_unit=model.preprocess.encoding.scale,
        notes=(*notes, *told),
        budget=budget,
        exact=exactly(model.predictor, usual, features) if _is_shared_out(model) else None,
        retraining=_retraining(material, machine),
    )


def _is_shared_out(model: FittedModel) -> bool:
    """Tell whether a model's own sums are what is explained of it: of a cluster they are not."""
    return model.task.kind in SUPERVISED


def _retraining(material: Material, machine: Machine) -> Retraining | None:
    """Say how the model came to be, unless it was put together of others."""
    if material.prepared is None or material.model.algorithm == STACK:
        return None
    return Retraining.of(material.model, material.prepared, machine)


def _as_split(one: FittedModel, again: Prepared, table: pd.DataFrame) -> Material:
    """Take the rows of a training and what is true of one of its targets."""
    targets = dict(zip(again.task.targets or (), (again.target, *again.others), strict=False))
    name = str(one.task.target)
    prepared = again.facing(name, targets[name]) if targets else again
    split, frame = prepared.split, prepared.frame
    truth = prepared.target.values
    if one.recipe is None:
        return Material(one, frame, truth, split.train, split.test, (), prepared)
    raw = table.iloc[prepared.target.rows].reset_index(drop=True)
    return Material(one, frame, truth, split.train, split.test, (_OF_RECIPE,), prepared, raw)


def _as_it_is(model: FittedModel, frame: pd.DataFrame) -> Material:
    import numpy as np

    notes = []
    if model.recipe is not None:
        notes.append(_OF_RECIPE)
    if model.task.kind in SUPERVISED:
        notes.append(
            "Which rows the training saw cannot be told here, so that they may be among those that "
            "the model is explained with: it may look surer than it is."
        )
    target = _truth(model, frame)
    if target is not None:
        known = np.isfinite(target) & (target >= 0 if model.classes is not None else True)
        if not known.all():
            frame, target = frame[known].reset_index(drop=True), target[known]
    seen = frame if model.recipe is None else model.recipe.apply(frame)
    columns = list(dict.fromkeys(column.name for column in model.preprocess.columns))
    missing = [name for name in columns if name not in seen.columns]
    if missing:
        raise Invalid(
            f"The table has no column {missing[0]!r}, which the model needs. Explain it on the "
            "table that it was trained on.",
            code="missing_columns",
        )
    raw = None if model.recipe is None else frame
    rows = np.arange(len(seen))
    return Material(model, seen[columns], target, rows, None, tuple(notes), raw=raw)


def _truth(model: FittedModel, frame: pd.DataFrame) -> npt.NDArray[Any] | None:
    """Read the truth as the model counts it; -1 or NaN where it is not known."""
    import numpy as np
    import pandas as pd

    name = model.task.target
    if model.task.kind not in SUPERVISED or name is None or name not in frame.columns:
        return None
    if model.classes is None:
        values = pd.to_numeric(frame[name], errors="coerce")
        numbers: Floats = values.to_numpy(np.float64, na_value=np.nan)
        return numbers
    places = {_key(label): place for place, label in enumerate(model.classes)}
    return np.array([places.get(_key(value), -1) for value in frame[name].tolist()])


def _key(value: Any) -> str | None:
    """Give what makes two spellings of a label one: 1 and 1.0 are."""
    if is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _drawn(material: Material, most: int, chance: np.random.Generator) -> tuple[Rows, list[str]]:
    """Choose rows, those that the training did not see where there are enough."""
    import numpy as np

    notes: list[str] = []
    rows = np.arange(len(material.frame))
    if material.unseen is not None:
        if len(material.unseen) >= _FEWEST_UNSEEN:
            rows = material.unseen
        else:
            notes.append(
                f"The test part has {len(material.unseen)} rows only, so that rows from the "
                "training are among those that the model is explained with."
            )
    if len(rows) < LEAST_ROWS:
        raise Invalid(
            f"Explaining a model takes at least {LEAST_ROWS} rows; there are {len(rows)}.",
            code="too_few_rows",
        )
    total, whose = len(rows), "of the test part" if rows is material.unseen else "of the table"
    if total > most:
        rows = np.sort(chance.choice(rows, most, replace=False))
        notes.append(f"{most:,} of the {total:,} rows {whose} were drawn by chance.")
    else:
        notes.append(f"All {total:,} rows {whose} are looked at.")
    return rows, notes


def _is_told(
    answer: Callable[[Any], Floats], features: Any, notes: list[str]
) -> npt.NDArray[np.bool_]:
    """Tell of which rows the model says something (n_rows,); raises where of too few."""
    import numpy as np

    told: npt.NDArray[np.bool_] = np.asarray(np.isfinite(answer(features)).all(axis=1))
    if told.sum() < LEAST_ROWS:
        raise Invalid(
            f"The model gives no number for {int((~told).sum()):,} of {len(told):,} rows, so there "
            "is nothing to explain. Train it again on numbers that are not as large.",
            code="no_predictions",
        )
    if not told.all():
        notes.append(
            f"{int((~told).sum()):,} rows were left out, since the model gives no number for them."
        )
    return told


def _answer_of(
    model: FittedModel, features: Any
) -> tuple[Callable[[Any], Floats], tuple[str, ...], str]:
    """Give what the model says of rows (n_rows, n_outputs), what its outputs are, and the unit."""
    import numpy as np

    predictor, dtype = model.predictor, model.preprocess.encoding.dtype

    def of_rows(rows: Any) -> Floats:
        output = predictor.predict(rows.astype(dtype, copy=False)).astype(np.float64)
        return output[:, None] if output.ndim == 1 else output

    if model.classes is not None:
        return of_rows, tuple(str(label) for label in model.classes), "probability"
    if model.task.kind == "anomaly_detection":
        return (lambda rows: of_rows(rows)[:, :1]), ("score",), "score"
    if model.task.kind == "clustering":
        return _cluster_of(of_rows, features)
    return of_rows, (str(model.task.target),), str(model.task.target)


def _cluster_of(
    of_rows: Callable[[Any], Floats], features: Any
) -> tuple[Callable[[Any], Floats], tuple[str, ...], str]:
    """Have a row's cluster be 1 and all others 0, so that it can be explained like a class."""
    import numpy as np

    there = np.unique(of_rows(features)[:, 0])
    names = tuple("no cluster" if place < 0 else f"cluster {int(place)}" for place in there)

    def one_of(rows: Any) -> Floats:
        is_it: npt.NDArray[np.bool_] = of_rows(rows)[:, :1] == there[None]
        return is_it.astype(np.float64)

    return one_of, names, "share of rows in the cluster"


def _chosen(
    model: FittedModel, names: tuple[str, ...], features: Any, answer: Callable[[Any], Floats]
) -> tuple[tuple[int, ...], list[str]]:
    """Choose the outputs to explain, the most frequent ones where there are many."""
    import numpy as np

    if model.task.kind == "classification" and len(names) == 2:
        return (1,), []
    if len(names) <= _MOST_OUTPUTS:
        return tuple(range(len(names))), []
    usual = answer(features).mean(axis=0)
    places = tuple(sorted(np.argsort(-usual)[:_MOST_OUTPUTS].tolist()))
    shown = ", ".join(names[place] for place in places)
    return places, [f"Of {len(names)} classes the most frequent are explained: {shown}."]


def _background(
    material: Material,
    chance: np.random.Generator,
    features: Any,
    answer: Callable[[Any], Floats],
) -> Any:
    """Draw rows of the training that stand for what is usual."""
    import numpy as np

    rows = material.train
    if len(rows) > _USUAL_ROWS:
        rows = chance.permutation(rows)[:_USUAL_ROWS]
    usual = material.model.preprocess.encode(material.frame.iloc[rows])
    is_told = np.isfinite(answer(usual)).all(axis=1)
    return usual[is_told] if is_told.any() else features[spread(len(features), _USUAL_ROWS)]
