"""A fitted estimator of scikit-learn, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.contract import State
from armillary.learning.derived.packing import pack
from armillary.learning.derived.predictor import shares_of
from armillary.learning.derived.unpacking import unpack
from armillary.learning.pack import reading_weights, require_sound

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimator:
    """Asks an estimator for probabilities, or numbers."""

    estimator: Any
    is_classifier: bool

    name = "estimator"

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes) in the estimator's own order, or (n_rows,)."""
        import numpy as np

        if np.isnan(features).any() and not takes_gaps(self.estimator):
            raise Invalid(
                "The model takes no gaps, and a row has one. Give a number for every column.",
                code="gap_in_row",
            )
        with reading_weights():
            if self.is_classifier:
                return shares_of(self.estimator, features)
            return np.asarray(self.estimator.predict(features), dtype=np.float64).reshape(-1)

    def importance(self) -> Floats | None:
        """Give each column's weight or decrease in impurity (n_columns,), where there is one."""
        import numpy as np

        for name in ("feature_importances_", "coef_"):
            weights = getattr(self.estimator, name, None)
            if isinstance(weights, np.ndarray):
                mean: Floats = np.abs(np.atleast_2d(weights)).mean(axis=0)
                return mean if len(mean) == self.estimator.n_features_in_ else None
        return None

    def to_state(self) -> State:
        """Give the estimator as data."""
        return pack(self.estimator)

    @staticmethod
    def from_state(state: State, *, n_columns: int, n_outputs: int) -> Estimator:
        """Rebuild what `to_state` gave; ``n_outputs`` is the number of classes, or 0."""
        estimator = unpack(state)
        is_whole = hasattr(estimator, "predict") and estimator.n_features_in_ == n_columns
        require_sound(bool(is_whole), "they are for another table")
        if n_outputs:
            require_sound(len(estimator.classes_) == n_outputs, "their classes are others")
        return Estimator(estimator, is_classifier=n_outputs > 0)


def takes_gaps(estimator: Any) -> bool:
    """Tell whether an estimator has an answer for rows with missing values."""
    from sklearn.utils import get_tags

    try:
        return bool(get_tags(estimator).input_tags.allow_nan)
    except (AttributeError, TypeError):
        return False
