"""The folds of one training: which there are, how far they are, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid, NotFound
from armillary.base.values import from_json, to_json
from armillary.learning.calibration import Method
from armillary.learning.chain import Step
from armillary.learning.contract import SUPERVISED, Machine
from armillary.learning.prepare import Prepared
from armillary.learning.scores.families import all_families
from armillary.learning.several import require_trained
from armillary.learning.validation.crossing import Crossing, cross, summarise
from armillary.learning.validation.folds import Validation, lay_folds

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.recipe.training import TrainingRecipe


class Folding:
    """Learns the folds behind a training; ``done`` are those that are judged."""

    def __init__(
        self,
        prepared: Prepared,
        validation: Validation,
        frame: pd.DataFrame,
        recipe: TrainingRecipe | None,
        seed: int,
    ) -> None:
        import numpy as np

        self._prepared, self._validation, self._seed = prepared, validation, seed
        self._recipe = recipe
        self.done: list[dict[str, Any]] = []
        self.splits = []
        if validation.kind == "holdout":
            return
        _require_able(prepared, validation)
        ground = prepared.unprepared or prepared
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(3,)))
        self.splits = lay_folds(ground, validation, rng, _order(ground, validation, frame))
        for split in self.splits if prepared.others else ():
            targets = (prepared.target, *prepared.others)
            require_trained(targets, split.train, prepared.task.targets or ())

    def follow(
        self,
        algorithm_id: str,
        params: Mapping[str, Any],
        first: Sequence[Step],
        machine: Machine,
        calibration: Method = "none",
    ) -> Iterator[float]:
        """Learn what is not done yet; gives how much of all is."""
        crossing = Crossing(
            self._prepared,
            algorithm_id,
            params,
            first,
            machine,
            self._seed,
            calibration,
            self._recipe,
            self._validation.trials,
        )
        return cross(crossing, self.splits, self.done)

    def fraction_before(self, done: float) -> float:
        """Give how much of everything is done while the kept model learns."""
        return done / (1 + len(self.splits))

    def fraction(self, done: float) -> float:
        """Give how much of everything is done while folds are learned."""
        count = len(self.splits)
        return (1 + done * count) / (1 + count)

    def told(self) -> str:
        """Say which fold is learned."""
        count = len(self.splits)
        nested = f", {self._validation.trials} settings each" if self._validation.trials else ""
        return f"Fold {min(len(self.done) + 1, count)} of {count}{nested}"

    def outcome(self) -> dict[str, Any]:
        """Give ``cross_validation`` once all folds are judged."""
        if not self.splits or len(self.done) < len(self.splits):
            return {}
        kind = self._prepared.task.kind
        families = [family for family in all_families().values() if family.kind == kind]
        scores = [score for family in families for score in family.scores]
        known = [score for score in scores if score.id in self.done[0]["scores"]]
        return {"cross_validation": summarise(self._validation, self.done, known)}

    def identity(self) -> dict[str, Any]:
        """Say which folds a state belongs to."""
        if not self.splits:
            return {}
        said = asdict(self._validation)
        if not said["trials"]:
            # States older than nested folds do not speak of them.
            del said["trials"]
        return {"validation": said}

    def to_json(self) -> bytes:
        """Write what is done."""
        return to_json(self.done)

    def take(self, data: bytes) -> None:
        """Go on with what was done before an interruption."""
        self.done = list(from_json(data))[: len(self.splits)]


def _require_able(prepared: Prepared, validation: Validation) -> None:
    if prepared.task.kind not in SUPERVISED:
        raise Invalid(
            f"Cross-validation judges what is predicted, and {prepared.task.kind} predicts "
            "nothing. Leave it out.",
            code="no_cross_validation",
        )
    if validation.trials and prepared.others:
        raise Invalid(
            "Nested folds search the parameters of one target; leave validation.trials out.",
            code="no_cross_validation",
        )


def _order(
    prepared: Prepared, validation: Validation, frame: pd.DataFrame
) -> npt.NDArray[Any] | None:
    """Give the place of each row in time (n_rows,), rows without a time first."""
    if validation.column is None:
        return None
    names = [str(name) for name in frame.columns]
    if validation.column not in names:
        raise NotFound(f"The table has no column {validation.column!r} to order rows by.")
    moments = frame.iloc[prepared.target.rows, names.index(validation.column)]
    order: npt.NDArray[Any] = moments.rank(method="first", na_option="top").to_numpy()
    return order
