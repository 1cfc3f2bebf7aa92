"""The words of explanations: what is explained, with which rows, and how much that may cost.

An explanation is one file, ``learning/explain/<id>.py``, offering it as ``explanation``. It knows
a model as something that is given encoded rows and gives numbers, whatever is inside.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from armillary.learning.contract import TaskKind
from armillary.learning.preprocess.read import is_missing

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.contract import Predictor
    from armillary.learning.exact import Exact
    from armillary.learning.explain._retraining import Retraining
    from armillary.learning.preprocess.roles import Role

    Matrix = npt.NDArray[Any]
    Floats = npt.NDArray[np.float64]

_DIGITS = 6
_MOST_LETTERS = 200
_MIDNIGHT = re.compile(r"(?<=^\d{4}-\d\d-\d\d)[ T]00:00:00(?:\.0+)?$")


@dataclass(frozen=True)
class Block:
    """A column as people know it, and the encoded columns that it becomes.

    Encoding looks at one column at a time, so that giving a row the block of another row is the
    same as giving it that row's value. ``made`` are what a recipe makes of it, where it has others.
    """

    name: str
    role: Role
    places: tuple[int, ...]
    made: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns that are encoded."""
        return self.made or (self.name,)


@dataclass
class Budget:
    """How many rows a model may be asked about, and for how long.

    The first is what decides, since then the same question has the same answer; the time only stops
    what turns out far slower than was thought. It is that of the processor, so that what else the
    machine does changes nothing, unless another ``clock`` is given.
    """

    predictions: int
    seconds: float
    clock: Callable[[], float] = time.process_time
    spent: int = 0
    _began: float | None = None

    def part(self, many: int) -> Budget:
        """Give one of so many equal parts."""
        return Budget(self.predictions // many, self.seconds / many, self.clock)

    def allows(self, predictions: int, share: float = 1.0) -> bool:
        """Tell whether so many more rows may be asked about, within a share of the budget."""
        if self._began is None:
            self._began = self.clock()
        is_late = self.clock() - self._began > share * self.seconds
        return not is_late and self.spent + predictions <= share * self.predictions


@dataclass(frozen=True)
class Subject:
    """A model and the rows with which it is explained.

    ``features`` (n_rows, n_encoded) are ``frame`` as the model sees it; ``background`` are rows of
    the same kind that stand for what is usual. ``outputs`` name what the model says, of which
    ``chosen`` are explained: the second of two classes, as the first is its mirror image.
    ``target`` (n_rows,) is the truth where it is known, of a column named ``target_name``.
    ``unit`` is what the outputs count. ``exact`` knows exactly what columns add,
    ``retraining`` trains the model again on the same rows; None where that cannot be. ``strength``
    (n_blocks,) is how much each column moves what the model says, where that was found before.
    """

    kind: TaskKind
    predictor: Predictor
    answer: Callable[[Matrix], Floats]
    blocks: tuple[Block, ...]
    frame: pd.DataFrame
    features: Matrix
    background: Matrix
    outputs: tuple[str, ...]
    chosen: tuple[int, ...]
    target: npt.NDArray[Any] | None
    unit: str
    target_name: str | None = None
    per_unit: bool = False
    notes: tuple[str, ...] = ()
    budget: Budget = field(default_factory=lambda: Budget(10**9, 10**9))
    exact: Exact | None = None
    retraining: Retraining | None = None
    strength: Floats | None = None

    def predict(self, features: Matrix) -> Floats:
        """Give what the model says of encoded rows (n_rows, n_outputs), counting them."""
        self.budget.spent += len(features)
        return self.answer(features)

    def said(self, features: Matrix) -> Floats:
        """Give the outputs that are explained (n_rows, n_chosen)."""
        return self.predict(features)[:, list(self.chosen)]

    @property
    def names(self) -> tuple[str, ...]:
        """Name the outputs that are explained."""
        return tuple(self.outputs[place] for place in self.chosen)


Explaining = Generator[float, None, dict[str, Any]]
"""Yields the share that is done; gives the explanation as plain data."""


class Explanation(Protocol):
    """One way to say why a model says what it says.

    ``reading`` tells people how to read it and what it cannot tell. One that takes long says
    ``by_default = False``, and is had by who asks for it by name.
    """

    id: str
    name: str
    description: str
    reading: str
    order: int

    def why_not(self, subject: Subject) -> str | None:
        """Say why this cannot be had of a model; None where it can."""
        ...

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Explain; ``stability`` in what it gives is 0 to 1, or None where nothing varies."""
        ...


def named_outputs(subject: Subject, outputs: Sequence[str]) -> list[str]:
    """Name outputs as people read them alone: a class that is a mere number with its target."""
    return [_with_target(subject, output) for output in outputs]


def _with_target(subject: Subject, output: str) -> str:
    is_number = output.replace(".", "", 1).lstrip("-").isdigit()
    is_bare = subject.kind == "classification" and (is_number or output in ("True", "False"))
    return f"{subject.target_name} {output}" if is_bare and subject.target_name else output


def swapped(features: Matrix, block: Block, donor: Matrix) -> Matrix:
    """Give rows in which one column has the values of other rows (n_rows or 1, n_encoded)."""
    moved = features.copy()
    places = list(block.places)
    moved[..., places] = donor[..., places]
    return moved


def rank_agreement(one: Sequence[float] | Floats, other: Sequence[float] | Floats) -> float | None:
    """Give Spearman's rank correlation, at least 0; None where one of them has no order."""
    import numpy as np
    from scipy.stats import rankdata

    first, second = rankdata(one), rankdata(other)
    if len(first) < 2 or first.std() == 0 or second.std() == 0:
        return None
    return max(0.0, float(np.corrcoef(first, second)[0, 1]))


def mean_agreement(many: Sequence[Floats]) -> float | None:
    """Give the mean rank correlation of all pairs; None where there is none."""
    import numpy as np

    pairs = [
        rank_agreement(one, other) for place, one in enumerate(many) for other in many[place + 1 :]
    ]
    known = [value for value in pairs if value is not None]
    return float(np.mean(known)) if known else None


def rounded(values: Any) -> Any:
    """Give numbers as JSON holds them, with six digits that count; what is no number is None."""
    import numpy as np

    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 0:
        return float(f"{float(array):.{_DIGITS}g}") if np.isfinite(array) else None
    return [rounded(value) for value in array]


def plain(value: Any) -> Any:
    """Give one value of a table as JSON holds it and people read it; what is missing is None."""
    if is_missing(value):
        return None
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return rounded(value)
    # A day is written without its midnight.
    return _MIDNIGHT.sub("", str(value))[:_MOST_LETTERS]
