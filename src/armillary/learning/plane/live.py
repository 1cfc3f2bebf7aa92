"""The picture of a training that runs: laid out once, then drawn again as it learns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.calibration.predictor import innermost, with_innermost
from armillary.learning.contract import SUPERVISED, Predictor, Table, TaskKind
from armillary.learning.plane import packed
from armillary.learning.plane.asked import DRAWN
from armillary.learning.plane.axes import Axis, choose, numbers_along, usable_columns
from armillary.learning.plane.grid import Grid
from armillary.learning.plane.said import UNUSUAL, Said, ask
from armillary.learning.plane.telling import telling
from armillary.learning.plane.usual import usual_row
from armillary.learning.preprocess.read import taken
from armillary.learning.several import Several
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.prepare import Prepared
    from armillary.learning.preprocess import Preprocess

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

RESOLUTION = 56
"""More would not fit into what may be told at once."""
_REACH = 0.15
_TRAINING_POINTS, _VALIDATION_POINTS = 250, 150
_LOOKED_AT = 1_000
_LONGEST_NAME, _LONGEST_CLASS = 100, 32


@dataclass(frozen=True)
class Ground:
    """What a look at a training stands on: its rows, how they are encoded, the best so far."""

    prepared: Prepared
    preprocess: Preprocess
    predictor: Callable[[], Predictor]
    encoded: Table | None = None
    """The table as it was learned from, where nothing but the preprocessing made it."""

    @property
    def kind(self) -> TaskKind:
        """What is learned."""
        return self.prepared.task.kind

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to be drawn: two columns of numbers, and few enough classes."""
        if self.kind not in DRAWN or len(self.prepared.target.classes or ()) > packed.MOST_CLASSES:
            return False
        return len(usable_columns(self.preprocess)) >= 2

    @property
    def n_read(self) -> int:
        """How many values are read and encoded to lay a picture out: more take longer."""
        wide = [100 if column.role == "text" else 1 for column in self.preprocess.columns]
        return sum(wide)

    def best(self) -> Predictor:
        """Give the best so far; of several targets, what predicts the first."""
        found = self.predictor()
        last = innermost(found)
        if isinstance(last, Several):
            return with_innermost(found, last.predictors[0])
        return found


@dataclass(frozen=True)
class LivePlane:
    """A grid and some rows, encoded once; what is said of them is asked again and again.

    ``x`` and ``y`` are the two columns of numbers that tell most of the target by themselves, which
    is known before anything is learned. ``points`` (n_points, n_encoded) are rows of the training
    and the validation part, ``at_x`` and ``at_y`` (n_points,) where they lie, ``truth`` (n_points,)
    what is true of them.
    """

    kind: TaskKind
    target: str | None
    classes: Sequence[Any] | None
    x: Axis
    y: Axis
    grid: Grid
    points: Matrix
    at_x: Floats
    at_y: Floats
    truth: Floats
    is_held: npt.NDArray[np.bool_]

    @staticmethod
    def lay(ground: Ground) -> LivePlane:
        """Choose the columns and the rows, and encode what the model will be asked about."""
        import numpy as np

        prepared, preprocess = ground.prepared, ground.preprocess
        frame, split = prepared.frame, prepared.split
        looked_at = split.train[spread(len(split.train), _LOOKED_AT)]
        sample = frame.iloc[looked_at]
        usable = usable_columns(preprocess)
        is_supervised = ground.kind in SUPERVISED
        strength = {}
        if len(usable) > 2 and is_supervised:
            truth, is_class = prepared.target.values[looked_at], ground.kind == "classification"
            strength = telling(sample, usable, truth, is_class=is_class)
        names = choose(usable, strength)
        seen = spread(len(split.train), _TRAINING_POINTS)
        held_back = spread(len(split.validation), _VALIDATION_POINTS)
        rows = np.concatenate([split.train[seen], split.validation[held_back]])
        across, up = (numbers_along(name, taken(frame[name], rows)) for name in names)
        is_there = np.isfinite(across) & np.isfinite(up)
        points = _encoded(ground, seen, held_back)[is_there]
        rows, across, up = rows[is_there], across[is_there], up[is_there]
        x, y = Axis.around(names[0], across, _REACH), Axis.around(names[1], up, _REACH)
        held = usual_row(preprocess, sample, but=names)
        return LivePlane(
            kind=ground.kind,
            target=prepared.task.target if is_supervised else None,
            classes=_classes(prepared, ground.kind),
            x=x,
            y=y,
            grid=Grid.lay(preprocess, x, y, RESOLUTION, held),
            points=points,
            at_x=across,
            at_y=up,
            truth=(
                prepared.target.values[rows].astype(np.float64)
                if is_supervised
                else np.full(len(rows), np.nan)
            ),
            is_held=np.isin(rows, split.validation),
        )

    def __len__(self) -> int:
        """Give how many rows a model is asked about for one picture."""
        return len(self.grid) + len(self.points)

    def try_out(self, predictor: Predictor, rows: int) -> None:
        """Ask about so many rows of the grid, for somebody who measures how long that takes."""
        first = next(iter(self.grid.parts()))
        ask(predictor, self.kind, [first[:rows]])

    def draw(self, predictor: Predictor) -> dict[str, Any]:
        """Give the picture in few symbols, as strict JSON; `packed.unpack` reads it."""
        over = ask(predictor, self.kind, self.grid.parts())
        here = ask(predictor, self.kind, [self.points] if len(self.points) else [])
        classes, span = self._named(over, here)
        return {
            "task": self.kind,
            "target": None if self.target is None else self.target[:_LONGEST_NAME],
            "classes": classes,
            "x": _axis(self.x),
            "y": _axis(self.y),
            "resolution": self.grid.resolution,
            "span": span,
            "z": _pack(over.values, span),
            "sure": None if over.sure is None else packed.pack_coarse(over.sure),
            "points": {
                "x": packed.pack_fine(_share(self.at_x, self.x.low, self.x.high)),
                "y": packed.pack_fine(_share(self.at_y, self.y.low, self.y.high)),
                "truth": _pack(self.truth, span),
                "said": _pack(here.values, span),
                "held": packed.pack_places(self.is_held.astype("float64")),
            },
        }

    def _named(self, over: Said, here: Said) -> tuple[list[Any] | None, list[float] | None]:
        """Give the names of what is said, or between which numbers it lies."""
        import numpy as np

        if self.kind == "regression":
            known = np.concatenate([over.values, here.values, self.truth])
            known = known[np.isfinite(known)]
            low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
            return None, [low, high]
        if self.classes is not None:
            return [_cut(label) for label in self.classes], None
        found = np.concatenate([over.values, here.values])
        most = np.nanmax(found) if np.isfinite(found).any() else 0
        return list(range(min(int(most) + 1, packed.MOST_CLASSES))), None


def _encoded(ground: Ground, seen: Places, held_back: Places) -> Matrix:
    """Give some rows of the training and the validation part as the model reads them."""
    import numpy as np

    table, split = ground.encoded, ground.prepared.split
    if table is None:
        rows = np.concatenate([split.train[seen], split.validation[held_back]])
        return ground.preprocess.encode(ground.prepared.frame, rows)
    return np.concatenate([table.features[seen], table.validation_features[held_back]])


def _classes(prepared: Prepared, kind: TaskKind) -> Sequence[Any] | None:
    """Name the classes where they are known before anything is learned."""
    if kind == "anomaly_detection":
        return UNUSUAL
    return prepared.target.classes if kind == "classification" else None


def _pack(values: Floats, span: Sequence[float] | None) -> str:
    if span is None:
        import numpy as np

        # Of more clusters than can be written the rest are of none.
        return packed.pack_places(np.where(values < packed.MOST_CLASSES, values, np.nan))
    return packed.pack_fine(_share(values, *span))


def _share(values: Floats, low: float, high: float) -> Floats:
    width = high - low
    return (values - low) / (width if width > 0 else 1.0)


def _axis(axis: Axis) -> dict[str, Any]:
    return {"name": axis.name[:_LONGEST_NAME], "low": axis.low, "high": axis.high}


def _cut(label: Any) -> Any:
    return label[:_LONGEST_CLASS] if isinstance(label, str) else label
