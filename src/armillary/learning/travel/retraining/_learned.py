"""One learner of a model: what trains it again needs to know no more of the model than this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning import several
from armillary.learning.algorithms import get_algorithm
from armillary.learning.calibration import CalibratedPredictor, innermost
from armillary.learning.chain import Chained
from armillary.learning.contract import ClassLabel, Predictor, Table, TaskKind
from armillary.learning.course import Course

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.model import FittedModel


@dataclass(frozen=True)
class Learned:
    """A learner as it was trained: a whole model's, that of one of its targets, or one of a sum.

    ``predictor`` is its own, without what goes first and before it was calibrated; ``rows`` it
    learned from, in ``columns`` that hold numbers of type ``dtype``. What it drew began with
    ``SeedSequence(entropy, spawn_key=spawn_key)``.
    """

    algorithm: str
    params: Mapping[str, Any]
    kind: TaskKind
    classes: Sequence[ClassLabel] | None
    predictor: Predictor
    rows: int
    columns: tuple[str, ...]
    categorical: tuple[int, ...]
    dtype: str
    entropy: int | tuple[int, ...]
    spawn_key: tuple[int, ...]
    course: Course | None = None

    def values_of(self, steps: int) -> list[tuple[int, Mapping[str, Any]]]:
        """Give all values by how many steps were done before they held, of so many steps."""
        if self.course is None:
            return [(0, self.params)]
        return list(self.course.values_of(self.params, steps))

    def chance(self) -> np.random.Generator:
        """Give the chance that the training of this learner began with."""
        import numpy as np

        seeds = np.random.SeedSequence(self.entropy, spawn_key=self.spawn_key)
        return np.random.default_rng(seeds)

    def seed_of(self, below: int) -> int:
        """Give the first number that the algorithm drew, with which its library was seeded."""
        return int(self.chance().integers(below))

    def blank_table(self) -> Table:
        """Give a table of the learner's shape that holds nothing, for settings that ask no more."""
        import numpy as np

        nothing = np.broadcast_to(np.zeros(1, self.dtype), (self.rows, len(self.columns)))
        is_classes = self.kind == "classification"
        target = np.broadcast_to(np.zeros(1, np.int64 if is_classes else np.float64), self.rows)
        return Table(
            kind=self.kind,
            features=nothing,
            target=target,
            validation_features=nothing[:0],
            validation_target=target[:0],
            n_classes=len(self.classes or ()),
            columns=self.columns,
            categorical=self.categorical,
        )


def learners_of(model: FittedModel) -> list[Learned]:
    """Give the learner of each target, or the only one."""
    predictor, preprocess = model.predictor, model.preprocess
    columns: tuple[str, ...] = tuple(preprocess.output_names())
    categorical = tuple(preprocess.categorical())
    if isinstance(predictor, Chained):
        columns, categorical = predictor.links[-1].fitted.columns, ()
    last = innermost(predictor)
    each = last.predictors if isinstance(last, several.Several) else (last,)
    return [
        Learned(
            algorithm=model.algorithm,
            params=model.params,
            kind=model.task.kind,
            classes=classes,
            predictor=one.base if isinstance(one, CalibratedPredictor) else one,
            rows=model.evaluation["split"]["train"],
            columns=columns,
            categorical=categorical,
            dtype=get_algorithm(model.algorithm).encoding.dtype,
            entropy=model.seed,
            spawn_key=(1, place) if len(each) > 1 else (1,),
            course=model.course,
        )
        for place, (one, classes) in enumerate(
            zip(each, several.classes_each(model.task), strict=True)
        )
    ]


def methods_of(model: FittedModel) -> list[str | None]:
    """Say how the probabilities of each target are calibrated; None where they are not."""
    last = innermost(model.predictor)
    each = last.predictors if isinstance(last, several.Several) else (last,)
    return [
        one.calibration.method if isinstance(one, CalibratedPredictor) else None for one in each
    ]
