"""A predictor whose probabilities are calibrated: whoever asks it sees no others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning.calibration.calibration import Calibration
from armillary.learning.chain import Chained
from armillary.learning.contract import Predictor, State
from armillary.learning.pack import pack_json, require_sound, unpack_json

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]

FILE = "calibration.json"
"""The file beside the weights of what is calibrated."""


@dataclass(frozen=True)
class CalibratedPredictor:
    """Asks another predictor, and calibrates what it says."""

    base: Predictor
    calibration: Calibration

    def predict(self, features: Matrix) -> Matrix:
        """Give calibrated probabilities (n_rows, n_classes)."""
        return self.calibration.apply(self.base.predict(features))

    def importance(self) -> Matrix | None:
        """Give the weights of what is calibrated; calibrating leaves them as they are."""
        return self.base.importance()

    def to_state(self) -> State:
        """Give the files of what is calibrated, and how."""
        files = dict(self.base.to_state().for_predicting().files)
        return State({**files, FILE: pack_json(self.calibration.to_json())})


def read_calibration(state: State) -> tuple[State, Calibration | None]:
    """Take the calibration off a state, where it has one."""
    if FILE not in state.files:
        return state, None
    described = unpack_json(state, FILE)
    require_sound(isinstance(described, dict), "its calibration is no calibration")
    own = {name: data for name, data in state.files.items() if name != FILE}
    return State(own), Calibration.from_json(described)


def innermost(predictor: Predictor) -> Predictor:
    """Give the predictor at the end of a chain."""
    return predictor.last if isinstance(predictor, Chained) else predictor


def with_innermost(predictor: Predictor, last: Predictor) -> Predictor:
    """Give the same chain with another predictor at its end."""
    return replace(predictor, last=last) if isinstance(predictor, Chained) else last


def calibration_of(predictor: Predictor) -> Calibration | None:
    """Give how the probabilities of a predictor are calibrated; None where they are not."""
    last = innermost(predictor)
    return last.calibration if isinstance(last, CalibratedPredictor) else None


def uncalibrated(predictor: Predictor) -> Predictor:
    """Give the predictor as it was before it was calibrated."""
    last = innermost(predictor)
    return (
        with_innermost(predictor, last.base) if isinstance(last, CalibratedPredictor) else predictor
    )
