"""A model that no algorithm of ours stands for, in use: an engine and what its answers mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from armillary.learning.contract import State
from armillary.learning.pack import pack_json, reading_weights, require_sound, unpack_json

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

BROUGHT = "brought_in"
"""What stands for an algorithm in the manifest of such a model."""
BROUGHT_NAME = "Brought in"
_FILE = "brought.json"
_MOST_COLUMNS = 100_000


class Engine(Protocol):
    """Computes answers; one file in `engines` is one."""

    name: str

    def predict(self, features: Matrix) -> Matrix:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        ...

    def importance(self) -> Matrix | None:
        """Give each column's weight (n_columns,), or None."""
        ...

    def to_state(self) -> State:
        """Give the files from which it is built again."""
        ...


@dataclass(frozen=True)
class BroughtPredictor:
    """An engine, for ``n_columns`` columns, which tells ``n_classes`` apart (0: gives numbers)."""

    engine: Engine
    n_columns: int
    n_classes: int

    def predict(self, features: Matrix) -> Matrix:
        """Give probabilities (n_rows, n_classes), or values (n_rows,)."""
        import numpy as np

        require_sound(features.shape[1] == self.n_columns, "they are for another table")
        answers = np.asarray(self.engine.predict(np.ascontiguousarray(features)))
        wanted = (len(features), self.n_classes) if self.n_classes else (len(features),)
        require_sound(answers.shape == wanted, "they answer in another shape")
        return answers

    def importance(self) -> Matrix | None:
        """Give what the engine gives."""
        return self.engine.importance()

    def to_state(self) -> State:
        """Give the engine's files, and which it is."""
        facts = {
            "engine": self.engine.name,
            "n_columns": self.n_columns,
            "n_classes": self.n_classes,
        }
        return State({**self.engine.to_state().files, _FILE: pack_json(facts)})


def load_brought(state: State) -> BroughtPredictor:
    """Give the predictor that a state describes; raises `AppError` where it is not sound."""
    with reading_weights():
        facts: Mapping[str, Any] = unpack_json(state, _FILE)
        n_columns, n_classes = int(facts["n_columns"]), int(facts["n_classes"])
        is_sound = 0 < n_columns <= _MOST_COLUMNS and (n_classes == 0 or n_classes >= 2)
        require_sound(is_sound, "they have no columns")
        load = _loaders()[facts["engine"]]
        engine = load(state, n_columns=n_columns, n_outputs=n_classes)
    return BroughtPredictor(engine, n_columns, n_classes)


def _loaders() -> Mapping[str, Callable[..., Engine]]:
    from armillary.learning.brought.engines.estimator import Estimator
    from armillary.learning.brought.engines.layers import Layers
    from armillary.learning.brought.engines.onnx import OnnxGraph

    return {
        "estimator": Estimator.from_state,
        "layers": Layers.from_state,
        "onnx": OnnxGraph.from_state,
    }
