"""The picture of a finished model over two columns of a table, in the shape that clients know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Conflict
from armillary.learning.palette import class_colours, number_colours
from armillary.learning.plane.asked import Asked, Part
from armillary.learning.plane.axes import Axis, choose, numbers_along, usable_columns
from armillary.learning.plane.brought import Brought
from armillary.learning.plane.grid import MOST_NUMBERS, Grid
from armillary.learning.plane.said import UNUSUAL, Said, ask
from armillary.learning.plane.usual import usual_of, usual_row, usual_values
from armillary.learning.preprocess.read import taken
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.explain_subject import Material
    from armillary.learning.model import FittedModel

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

MOST_POINTS = 10_000
_SEED = 20_260
_LOOKED_AT = 10_000
_MOST_HELD = 50
_LONGEST_TEXT = 100
_OF_RECIPE = "The columns are those that the recipe makes of the table."
_NO_ROWS = (
    "The table that this model was trained on is gone, and the model is too old to know how far "
    "its rows reached. Name another table that has its columns as dataset_id."
)
_NO_PARTS = "The table that this model was trained on is gone, so there are no rows of a part."
_ALONE = (
    "The table that this model was trained on is gone: no row is drawn, and the surface reaches as "
    "far as its training rows did, all other columns at their median or most frequent value."
)
_OF_UNKNOWN = "Which rows the training saw cannot be told, so accuracy is that of all."


def draw(material: Material, asked: Asked) -> dict[str, Any]:
    """Give ``{points, decision_boundary, accuracy}`` and what they mean, as strict JSON.

    ``points`` are rows of the table as columns of one length: ``x, y, true_labels,
    predicted_labels, colors`` and ``parts``, in which part of the training a row was.
    ``decision_boundary`` has ``x, y, z`` and, where there are probabilities, ``confidence``, each
    resolution lists of resolution numbers, the lowest y first; z is a number, or the place in
    ``classes``. ``held`` says at what all other columns are held there. ``accuracy`` and, of
    numbers, ``rmse`` and ``r2`` are of all rows of the part, drawn or not.

    Raises `Conflict` where the model reads fewer than two columns of numbers or the part is not
    known, and `BadRequest` for other columns.
    """
    model, frame = material.model, material.frame
    preprocess, kind = model.preprocess, model.task.kind
    importance = importance_of(model)
    brought = Brought.of(material, importance)
    if brought is not None and brought.has(asked.x, asked.y):
        frame, usable, importance = brought.frame, list(brought.usable), dict(brought.strength)
    else:
        brought, usable = None, usable_columns(preprocess)
    names = choose(usable, importance, asked.x, asked.y)
    rows = _rows_of(material, asked.part)
    across, up = (numbers_along(name, taken(frame[name], rows)) for name in names)
    is_there = (across == across) & (up == up)
    x = Axis.around(names[0], across[is_there], asked.reach)
    y = Axis.around(names[1], up[is_there], asked.reach)
    looked_at = frame.iloc[material.train[spread(len(material.train), _LOOKED_AT)]]
    if brought is None:
        held = usual_row(preprocess, looked_at, but=names)
        parts = Grid.lay(preprocess, x, y, asked.resolution, held).parts()
    else:
        held = usual_values(looked_at, but=names)
        parts = brought.parts(x, y, asked.resolution, held)
    over = ask(model.predictor, kind, parts)
    said = ask(model.predictor, kind, _encoded(material, rows))
    truth = None if material.target is None else material.target[rows].astype("float64")
    drawn = _drawn(is_there)
    classes = _classes(model, over, said)
    points = _points(across[drawn], up[drawn], _at(truth, drawn), said.values[drawn], classes)
    points["parts"] = _parts(material, rows[drawn])
    return {
        "points": points,
        "decision_boundary": _boundary(x, y, asked.resolution, over),
        **_judged(truth, said.values, classes),
        "task": kind,
        "target": model.task.target if material.target is not None else None,
        "classes": classes,
        "columns": {"x": names[0], "y": names[1]},
        "usable": usable,
        "held": _held(held),
        "part": asked.part,
        "parts_known": material.prepared is not None,
        "resolution": asked.resolution,
        "rows": _counts(rows, is_there, drawn),
        "notes": _notes(material, rows, is_there, drawn, held)
        + ([_OF_RECIPE] if model.recipe is not None and brought is None else []),
    }


def draw_alone(model: FittedModel, asked: Asked) -> dict[str, Any]:
    """Give the surface of `draw` without a row, by what the model knows of those it has seen.

    It reaches as far as its training rows did, and what else it reads is held at their medians and
    most frequent values. Raises `Conflict` where the model is older than what it would know.
    """
    import numpy as np

    profile, kind = model.profile, model.task.kind
    if profile is None:
        raise Conflict(_NO_ROWS, code="no_table")
    if asked.part != "all":
        raise Conflict(_NO_PARTS, code="parts_unknown")
    seen = {column.name: column for column in profile.columns}
    columns = usable_columns(model.preprocess)
    usable = [name for name in columns if name in seen and seen[name].quantiles]
    names = choose(usable, importance_of(model), asked.x, asked.y)
    x, y = (Axis.around(name, np.array(seen[name].quantiles), asked.reach) for name in names)
    held = usual_of(model.preprocess, profile, but=names)
    over = ask(
        model.predictor, kind, Grid.lay(model.preprocess, x, y, asked.resolution, held).parts()
    )
    nothing = Said(np.empty(0))
    classes, none = _classes(model, over, nothing), np.empty(0)
    return {
        "points": _points(none, none, None, none, classes) | {"parts": []},
        "decision_boundary": _boundary(x, y, asked.resolution, over),
        **_judged(None, none, classes),
        "task": kind,
        "target": model.task.target,
        "classes": classes,
        "columns": {"x": names[0], "y": names[1]},
        "usable": usable,
        "held": _held(held),
        "part": asked.part,
        "parts_known": False,
        "resolution": asked.resolution,
        "rows": {"total": 0, "drawn": 0, "left_out": 0},
        "notes": [_ALONE, *([_OF_RECIPE] if model.recipe is not None else [])],
    }


def importance_of(model: FittedModel) -> dict[str, float]:
    """Give how much each column matters to a model, as it was judged; empty where nobody knows."""
    evaluation: Mapping[str, Any] = model.evaluation
    judged = (evaluation.get("targets") or {}).get(model.task.target, evaluation)
    found = judged.get("feature_importance")
    return dict(zip(found["features"], found["importances"], strict=True)) if found else {}


def _rows_of(material: Material, part: Part) -> Places:
    """Give the places of the rows that are asked for."""
    import numpy as np

    if part == "all":
        return np.arange(len(material.frame))
    if material.prepared is None:
        raise Conflict(
            "Which rows the training saw cannot be told: the table is another, has changed since, "
            "or is too long. Ask for all rows.",
            code="parts_unknown",
        )
    return _split_of(material)[part]


def _split_of(material: Material) -> dict[str, Places]:
    assert material.prepared is not None
    split = material.prepared.split
    return {"training": split.train, "validation": split.validation, "test": split.test}


def _encoded(material: Material, rows: Places) -> Any:
    """Encode rows some at a time."""
    preprocess = material.model.preprocess
    size = max(1, MOST_NUMBERS // max(1, len(preprocess.output_names())))
    for start in range(0, len(rows), size):
        yield preprocess.encode(material.frame, rows[start : start + size])


def _drawn(is_there: npt.NDArray[np.bool_]) -> Places:
    """Choose the rows to draw, the same ones each time."""
    import numpy as np

    there = np.flatnonzero(is_there)
    if len(there) <= MOST_POINTS:
        return there
    return np.sort(np.random.default_rng(_SEED).choice(there, MOST_POINTS, replace=False))


def _classes(model: FittedModel, over: Said, said: Said) -> list[Any] | None:
    import numpy as np

    if model.task.kind == "regression":
        return None
    if model.classes is not None:
        return list(model.classes)
    if model.task.kind == "anomaly_detection":
        return list(UNUSUAL)
    found = np.concatenate([over.values, said.values])
    return list(range(int(np.nanmax(found)) + 1 if np.isfinite(found).any() else 0))


def _points(
    across: Floats, up: Floats, truth: Floats | None, said: Floats, classes: list[Any] | None
) -> dict[str, Any]:
    shown = said if truth is None else truth
    colours = number_colours(_short(shown)) if classes is None else class_colours(_places(shown))
    return {
        "x": _short(across),
        "y": _short(up),
        "true_labels": [None] * len(said) if truth is None else _labels(truth, classes),
        "predicted_labels": _labels(said, classes),
        "colors": colours,
    }


def _labels(values: Floats, classes: list[Any] | None) -> list[Any]:
    if classes is None:
        return _short(values)
    return [None if place is None else classes[place] for place in _places(values)]


def _places(values: Floats) -> list[int | None]:
    """Give the places of classes; of what is not known, or is no class of the model, None."""
    return [int(one) if one >= 0 else None for one in values.tolist()]


def _boundary(x: Axis, y: Axis, resolution: int, over: Said) -> dict[str, Any]:
    across, up = _short(x.values(resolution)), _short(y.values(resolution))
    shape = (resolution, resolution)
    sure = over.sure
    return {
        "x": [across for _ in up],
        "y": [[value] * resolution for value in up],
        "z": [_short(row) for row in over.values.reshape(shape)],
        "confidence": None if sure is None else [_short(row) for row in sure.reshape(shape)],
    }


def _judged(
    truth: Floats | None, said: Floats, classes: list[Any] | None
) -> dict[str, float | None]:
    """Say how right the model is: of classes the accuracy, of numbers how far it is off."""
    import numpy as np

    nothing: dict[str, float | None] = {"accuracy": None, "rmse": None, "r2": None}
    if truth is None:
        return nothing
    known = np.isfinite(truth) & (truth >= 0 if classes is not None else True)
    if not known.any():
        return nothing
    if classes is not None:
        return {**nothing, "accuracy": float((truth[known] == said[known]).mean())}
    known &= np.isfinite(said)
    if not known.any():
        return nothing
    off = float(np.square(truth[known] - said[known]).mean())
    spread_out = float(truth[known].var())
    return {**nothing, "rmse": off**0.5, "r2": 1 - off / spread_out if spread_out > 0 else None}


def _parts(material: Material, rows: Places) -> list[str | None]:
    """Name the part of the training in which each row was (n,); None where that is not known."""
    import numpy as np

    if material.prepared is None:
        return [None] * len(rows)
    split = _split_of(material)
    number = np.full(len(material.frame), -1)
    for place, its in enumerate(split.values()):
        number[its] = place
    names = [*split, None]
    return [names[place] for place in number[rows].tolist()]


def _held(held: Mapping[str, Any]) -> list[dict[str, Any]]:
    some = list(held.items())[:_MOST_HELD]
    return [{"name": name, "value": _told(value)} for name, value in some]


def _told(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _LONGEST_TEXT else f"{value[: _LONGEST_TEXT - 1]}…"
    return _short_one(value) if isinstance(value, float) else value


def _counts(rows: Places, is_there: npt.NDArray[np.bool_], drawn: Places) -> dict[str, int]:
    return {
        "total": len(rows),
        "drawn": len(drawn),
        "left_out": int((~is_there).sum()),
    }


def _notes(
    material: Material,
    rows: Places,
    is_there: npt.NDArray[np.bool_],
    drawn: Places,
    held: Mapping[str, Any],
) -> list[str]:
    """Say what somebody should know who looks at the picture."""
    notes = []
    if held:
        others = "the other column is" if len(held) == 1 else f"the {len(held)} other columns are"
        notes.append(
            f"In the surface {others} held at the median or the most frequent value of the "
            "training part; the model is asked about each point as it is."
        )
    if missing := int((~is_there).sum()):
        notes.append(f"{missing:,} rows without a number in one of the two columns are not drawn.")
    if len(drawn) < int(is_there.sum()):
        notes.append(f"{len(drawn):,} of {int(is_there.sum()):,} points were drawn by chance.")
    if material.prepared is None and material.target is not None:
        notes.append(_OF_UNKNOWN)
    return notes


def _at(values: Floats | None, places: Places) -> Floats | None:
    return None if values is None else values[places]


def _short(values: Floats | Sequence[float]) -> list[float | None]:
    """Give numbers with as many digits as a drawing needs; what is no number is None."""
    return [_short_one(value) for value in map(float, values)]


def _short_one(value: float) -> float | None:
    return float(f"{value:.8g}") if abs(value) < float("inf") else None
