"""LightGBM boosters in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State
from armillary.learning.linear import both_shares, softmax, two_classes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BEST_FILE = "model.lightgbm.txt"
# LightGBM takes each row through all trees. Many trees do not fit into a processor's nearest
# memory, few do: many rows through ten trees at a time were 1.6 times faster (900 trees).
_TREES_AT_A_TIME = 10
_MANY_TREES, _MANY_ROWS = 100, 1_000


@dataclass(frozen=True)
class LinearBoosterPredictor:
    """A booster, used up to its best round, and the text that it was read from if that is held.

    Its leaves may hold linear functions, of which LightGBM does not say what each column adds.
    """

    booster: Any
    text: bytes | None = None

    def predict(self, features: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        booster = self.booster
        if len(features) >= _MANY_ROWS and booster.current_iteration() >= _MANY_TREES:
            finish = _finish_of(booster)
            if finish is not None:
                return finish(_raw_scores(booster, features))
        output = np.asarray(booster.predict(features, num_threads=1))
        return both_shares(output) if _objective(booster) == "binary" else output

    def importance(self) -> npt.NDArray[np.float64]:
        """Give what the splits on each column gained in all (n_columns,)."""
        gains: npt.NDArray[np.float64] = self.booster.feature_importance("gain")
        return gains

    def to_state(self) -> State:
        """Give the booster as LightGBM's own text."""
        text = self.text or self.booster.model_to_string().encode()
        return State({BEST_FILE: text})


class BoosterPredictor(LinearBoosterPredictor):
    """A booster whose leaves hold numbers."""

    def contributions(self, features: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
        """Give what columns add, and the base at the end (n_rows, n_columns + 1, n_outputs)."""
        import numpy as np

        # One class after another lies side by side in what LightGBM gives.
        given = np.asarray(self.booster.predict(features, pred_contrib=True, num_threads=1))
        n_rows, width = len(features), features.shape[1] + 1
        return given.reshape(n_rows, -1, width).transpose(0, 2, 1)


def predictor_of(text: bytes) -> LinearBoosterPredictor:
    """Read a booster's text as what predicts with it; the text is held."""
    has_lines = b"\nis_linear=1" in text
    kind = LinearBoosterPredictor if has_lines else BoosterPredictor
    return kind(read_booster(text), text)


_FINISHES: dict[str, Callable[[npt.NDArray[Any]], npt.NDArray[Any]]] = {
    "binary": two_classes,
    "multiclass": softmax,
    "regression": lambda raw: raw,
    "regression_l1": lambda raw: raw,
}
"""How the sum over the trees becomes what each of our objectives predicts."""


def _objective(booster: Any) -> str:
    return str(booster.params.get("objective"))


def _finish_of(booster: Any) -> Callable[[npt.NDArray[Any]], npt.NDArray[Any]] | None:
    """Say how a sum over trees is finished; None where it is not a plain sum of ours."""
    settings = booster.params
    is_ours = settings.get("boosting") == "gbdt" and settings.get("sigmoid") == 1
    return _FINISHES.get(_objective(booster)) if is_ours else None


def _raw_scores(booster: Any, features: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Add up what the trees say: (n_rows,), or (n_rows, n_classes) for several classes."""
    parts = (
        booster.predict(
            features,
            start_iteration=begin,
            num_iteration=_TREES_AT_A_TIME,
            raw_score=True,
            num_threads=1,
        )
        for begin in range(0, booster.current_iteration(), _TREES_AT_A_TIME)
    )
    scores: npt.NDArray[np.float64] = sum(parts)
    return scores


def read_booster(text: bytes) -> Any:
    """Read a booster from its text."""
    import lightgbm

    return lightgbm.Booster(model_str=text.decode())
