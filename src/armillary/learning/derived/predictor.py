"""An estimator of scikit-learn in use."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State, TaskKind
from armillary.learning.derived.packing import pack
from armillary.learning.derived.unpacking import unpack
from armillary.learning.linear import both_shares, softmax
from armillary.learning.pack import pack_json, reading_weights, require_sound, unpack_json

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE = "outcome.json"
_LAST = sys.float_info.max
UNCALIBRATED = (
    "This algorithm gives scores, not probabilities. They are shown as shares that sum to 1, but "
    "0.9 does not mean right nine times in ten."
)
ONLY_CLASSES = "This algorithm gives a class, and not how sure it is: its shares are 0 or 1."


@dataclass(frozen=True)
class Outcome:
    """What the estimator's answers mean.

    Of a classification the number of classes; of a regression what the scaled values are
    multiplied with (``spread``) and moved by (``centre``).
    """

    kind: TaskKind
    n_columns: int
    n_classes: int = 0
    centre: float = 0.0
    spread: float = 1.0


@dataclass(frozen=True)
class DerivedPredictor:
    """A fitted estimator and what its answers mean."""

    estimator: Any
    outcome: Outcome

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        require_sound(features.shape[1] == self.outcome.n_columns, "they are for another table")
        with reading_weights(), np.errstate(over="ignore"):
            answers = self._answer(np.ascontiguousarray(features, dtype=np.float64))
            require_sound(bool(np.isfinite(answers).all()), "they lead to no number")
            return answers

    def importance(self) -> Floats | None:
        """Give each column's weight or decrease in impurity (n_columns,), where there is one.

        Of a bag it is the mean over its members, in which a column that one was not given is 0.
        """
        import numpy as np

        if hasattr(self.estimator, "estimators_features_"):
            return self._importance_of_bag()
        for part in (self.estimator, getattr(self.estimator, "estimator_", None)):
            for name in ("feature_importances_", "coef_"):
                weights = getattr(part, name, None)
                if weights is not None and weights.shape[-1:] == (self.outcome.n_columns,):
                    mean: Floats = np.abs(np.atleast_2d(weights)).mean(axis=0)
                    return mean
        return None

    def _importance_of_bag(self) -> Floats | None:
        import numpy as np

        members = list(
            zip(self.estimator.estimators_, self.estimator.estimators_features_, strict=True)
        )
        found = np.zeros((len(members), self.outcome.n_columns))
        for place, (member, columns) in enumerate(members):
            own = getattr(member, "feature_importances_", None)
            if own is None:
                return None
            np.add.at(found[place], columns, own)
        mean: Floats = found.mean(axis=0)
        return mean

    def to_state(self) -> State:
        """Give the estimator and the meaning of its answers."""
        return State({**pack(self.estimator).files, _FILE: pack_json(vars(self.outcome))})

    @staticmethod
    def from_state(state: State) -> DerivedPredictor:
        """Rebuild what `to_state` gave, and ask it once."""
        import numpy as np

        with reading_weights():
            outcome = Outcome(**unpack_json(state, _FILE))
            predictor = DerivedPredictor(unpack(state), outcome)
            is_sound = 0 < outcome.n_columns == predictor.estimator.n_features_in_
            require_sound(is_sound, "they are for another table")
        predictor.predict(np.zeros((1, outcome.n_columns)))
        return predictor

    def _answer(self, features: Floats) -> Floats:
        import numpy as np

        if self.outcome.kind == "regression":
            values = np.asarray(self.estimator.predict(features), dtype=np.float64)
            require_sound(values.shape == (len(features),), "they answer in another shape")
            values = values * self.outcome.spread + self.outcome.centre
            # A row far from all others may lead beyond: it is answered with the last number.
            return np.clip(values, -_LAST, _LAST)
        return self._of_all_classes(shares_of(self.estimator, features))

    def _of_all_classes(self, shares: Floats) -> Floats:
        """Give the classes that no training row had a share of 0."""
        import numpy as np

        classes, n_classes = np.asarray(self.estimator.classes_), self.outcome.n_classes
        is_sound = shares.ndim == 2 and shares.shape[1] == len(classes)
        is_sound = is_sound and bool(((classes >= 0) & (classes < n_classes)).all())
        require_sound(is_sound, "their classes are not those of the table")
        everything = np.zeros((len(shares), n_classes))
        everything[:, classes] = shares
        return everything


def say_what_shares_are(estimator: Any) -> tuple[str, ...]:
    """Say of a fitted classifier that its shares are no probabilities, if they are none."""
    if hasattr(estimator, "predict_proba"):
        return ()
    return (UNCALIBRATED if hasattr(estimator, "decision_function") else ONLY_CLASSES,)


def shares_of(estimator: Any, features: Floats) -> Floats:
    """Give a classifier's probabilities, its scores as shares, or votes (n_rows, n_classes)."""
    import numpy as np

    if hasattr(estimator, "predict_proba"):
        return np.asarray(estimator.predict_proba(features), dtype=np.float64)
    if not hasattr(estimator, "decision_function"):
        said = estimator.predict(features)
        return np.asarray(said[:, None] == estimator.classes_, dtype=np.float64)
    scores = np.asarray(estimator.decision_function(features), dtype=np.float64)
    if scores.ndim == 1:
        scores = np.clip(scores, -700.0, 700.0)  # beyond, the power is no number
        return both_shares(1.0 / (1.0 + np.exp(-scores)))
    return softmax(scores)
