"""The words of learning: tasks, tables, states, snapshots, controls and algorithms.

Importing this module loads no heavy library, so that the server may speak these words too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from armillary.learning.parameters import Params

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]
    """Numbers of shape (n_rows, n_columns)."""
    Vector = npt.NDArray[Any]
    """Numbers of shape (n_rows,)."""

TaskKind = Literal[
    "classification",
    "regression",
    "clustering",
    "anomaly_detection",
    "dimensionality_reduction",
    "preprocessing",
]
SUPERVISED: frozenset[TaskKind] = frozenset({"classification", "regression"})
"""The tasks that learn to predict a column; the others look at the table itself."""
JUDGED_BY_LABELS: frozenset[TaskKind] = frozenset(
    {"clustering", "anomaly_detection", "dimensionality_reduction"}
)
"""The tasks that learn without a target, but may be judged by one."""


def task_words(*kinds: str) -> str:
    """Name tasks as a sentence does: ``anomaly detection``, ``classification and regression``."""
    return " and ".join(kind.replace("_", " ") for kind in kinds)


ClassLabel = str | int | float | bool
Category = Literal[
    "Neural Networks",
    "Traditional ML",
    "Ensemble Methods",
    "Preprocessing",
    "Dimensionality Reduction",
]
CATEGORIES: tuple[Category, ...] = (
    "Neural Networks",
    "Traditional ML",
    "Ensemble Methods",
    "Preprocessing",
    "Dimensionality Reduction",
)


@dataclass(frozen=True)
class Task:
    """What is to be learned from a table.

    ``features`` are the columns to learn from (None: all but the target, the group and the time
    column); rows that share a value of ``group`` stay on the same side of the split; with ``time``
    the oldest rows are learned from and the newest judge; ``classes`` are the labels in the order
    of the probabilities, known once training has begun. Only classification
    and regression need a ``target``; clustering and its like are judged by it where there is one,
    and never learn from it. ``texts`` names the columns to read as texts; None leaves it to what
    they hold. ``weight`` is the column that says how much each row counts, ``class_weights`` how
    much the rows of a class do, by its label as text. Where several ``targets`` are learned at once
    ``target`` is the first of them, and ``classes_of`` the labels of each.
    """

    kind: TaskKind
    target: str | None = None
    features: tuple[str, ...] | None = None
    group: str | None = None
    classes: tuple[ClassLabel, ...] | None = None
    time: str | None = None
    texts: tuple[str, ...] | None = None
    weight: str | None = None
    class_weights: Mapping[str, float] | None = None
    targets: tuple[str, ...] | None = None
    classes_of: tuple[tuple[ClassLabel, ...], ...] | None = None

    @property
    def aside(self) -> tuple[str, ...]:
        """The columns that are predicted, or split or weigh rows: none of them is learned from."""
        named = (self.target, *(self.targets or ()), self.group, self.time, self.weight)
        return tuple(dict.fromkeys(name for name in named if name is not None))


@dataclass(frozen=True)
class Machine:
    """What a training may use: threads, a device, and a clock.

    The clock paces how often something is shown, and in a search that has an end how many rounds
    there is time for; nothing else depends on it.
    """

    threads: int = 1
    device: Literal["cpu", "cuda"] = "cpu"
    clock: Callable[[], float] = time.perf_counter


ONE_THREAD = Machine()


@dataclass(frozen=True)
class Table:
    """A table as algorithms see it: numbers only, already split.

    ``features`` has shape (n_rows, n_columns) and holds NaN only where the algorithm's `Encoding`
    keeps missing values; ``target`` has shape (n_rows,): class indices (int64) or float64 values,
    and is all -1 where nothing is to be predicted.
    ``categorical`` lists the columns that hold category codes. ``weights`` say how much each row
    counts, None where all count alike; ``class_weights`` (n_classes,) count in the learning alone,
    see `armillary.learning.weights.fitting_weights`.
    """

    kind: TaskKind
    features: Matrix
    target: Vector
    validation_features: Matrix
    validation_target: Vector
    n_classes: int
    columns: tuple[str, ...]
    categorical: tuple[int, ...] = ()
    weights: Vector | None = None
    validation_weights: Vector | None = None
    class_weights: Vector | None = None


@dataclass(frozen=True)
class Encoding:
    """How an algorithm wants its table: see `armillary.learning.preprocess`.

    ``missing``: fill gaps (and mark them in a column of their own) or keep them as NaN;
    ``categories``: one column per frequent value, one column of codes, or, where there are many
    values, what the target is like among their rows.
    """

    scale: bool = False
    missing: Literal["fill", "keep"] = "fill"
    categories: Literal["one_hot", "codes", "means"] = "one_hot"
    dtype: Literal["float32", "float64"] = "float64"


@dataclass(frozen=True)
class State:
    """What is needed to use a model or to go on training it, as files in safe formats.

    Files are safetensors, JSON, or the formats of LightGBM and XGBoost, by name; those in
    ``resume_only`` are needed to go on, but not to predict. ``live`` holds values of live
    parameters to go on with instead of those that the files hold.
    """

    files: Mapping[str, bytes]
    resume_only: frozenset[str] = frozenset()
    live: Mapping[str, Any] = field(default_factory=dict)

    def for_predicting(self) -> State:
        """Give the state without what only resuming needs."""
        kept = {name: data for name, data in self.files.items() if name not in self.resume_only}
        return State(kept)


@dataclass(frozen=True)
class SetParam:
    """A control: from now on use this value of a live parameter."""

    name: str
    value: Any


@dataclass(frozen=True)
class Checkpoint:
    """A control: show a snapshot soon, since somebody wants to keep the state."""


Control = SetParam | Checkpoint


class Predictor(Protocol):
    """A trained model that maps encoded rows to predictions."""

    def predict(self, features: Matrix) -> Matrix:
        """Give class probabilities (n_rows, n_classes), or values (n_rows,) for regression.

        A `Describer` gives the numbers that its columns name (n_rows, n_described).
        """
        ...

    def importance(self) -> Vector | None:
        """Give each encoded column's weight in the model (n_columns,), or None if it has none."""
        ...

    def to_state(self) -> State:
        """Give the files from which `Algorithm.load` builds the same predictor."""
        ...


class Describer(Predictor, Protocol):
    """A trained model of a task without a target: it says several things of each row.

    ``columns`` names them. Of clustering the first is the cluster (-1: none), of anomaly detection
    ``score`` (higher is more unusual) and ``is_unusual``, and it has a ``threshold``.
    ``places_new`` is False where the method only knows the rows that it learned from, and others
    are taken for the nearest of these.
    """

    @property
    def columns(self) -> tuple[str, ...]:
        """Name what is said of a row."""
        ...

    @property
    def places_new(self) -> bool:
        """Tell whether the method itself has an answer for rows it has not seen."""
        ...


@runtime_checkable
class Restorer(Protocol):
    """A describer from whose numbers the row can be had back, as far as they tell."""

    def restore(self, described: Matrix) -> Matrix:
        """Give encoded rows (n_rows, n_columns) from what was said of them."""
        ...


@runtime_checkable
class Contributor(Protocol):
    """A predictor that says itself, and exactly, what each column adds to its score."""

    def contributions(self, features: Matrix) -> Matrix:
        """Give what columns add, and the base at the end (n_rows, n_columns + 1, n_outputs).

        Their sum is the value of a regression, the log odds of the second of two classes, or the
        score of each class before shares are made of them.
        """
        ...


@dataclass(frozen=True)
class Snapshot:
    """A look at a training that stands still until it is asked for more.

    ``metrics`` may be empty: then the snapshot only tells that work goes on, and ``fraction`` of
    it is done. ``state`` and ``predictor`` speak of the training as it stands when they are
    called, and go on working after it was closed; the predictor is the best so far. ``staged``
    marks a curve computed after the fit; ``warnings`` say what people should know of the outcome.
    ``vitals`` are numbers that tell how the learning itself goes: ``learning_rate`` is the one used
    last, ``gradient_norm`` the length of the last slope of the loss, before it is clipped.
    """

    step: int
    total: int
    unit: str
    metrics: Mapping[str, float]
    state: Callable[[], State]
    predictor: Callable[[], Predictor]
    best: bool = True
    staged: bool = False
    fraction: float | None = None
    warnings: tuple[str, ...] = ()
    vitals: Mapping[str, float] = field(default_factory=dict)
    remember: Callable[[], Callable[[], State]] | None = None
    """Takes next to no time, and gives what gives the state as it stands now later on, however far
    the training goes meanwhile; None where the state can only be had at once."""


Training = Generator[Snapshot, Control | None, None]


@dataclass(frozen=True)
class Preset:
    """A named choice of parameter values."""

    id: str
    name: str
    description: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class About:
    """What people read about an algorithm before they choose it.

    ``aliases`` are other names by which people know and ask for it.
    """

    name: str
    category: Category
    description: str
    when_to_use: str
    complexity: Literal["low", "medium", "high"]
    training_time: Literal["fast", "medium", "slow"]
    documentation_url: str
    requires_gpu: bool = False
    needs_extra: str | None = None
    aliases: tuple[str, ...] = ()
    presets: tuple[Preset, ...] = ()


class Algorithm(Protocol):
    """A recipe with declared parameters and one generator that learns.

    ``resumable`` says that `train` goes on from a `State` as if it had never stopped; it first
    yields where it stands. One that heeds the table's weights says so by ``weighs = True``, one
    that several threads make faster by ``parallel``, and one that a GPU may by ``uses_gpu``.
    """

    id: str
    about: About
    tasks: tuple[TaskKind, ...]
    params: Params
    encoding: Encoding
    resumable: bool

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Learn from a table, yielding a snapshot wherever people may want to look or stop."""
        ...

    def load(self, state: State) -> Predictor:
        """Give the predictor that a state describes; raises `AppError` where it is not sound."""
        ...
