"""A model made of several: the weighted sum of what its members predict.

It is no algorithm that somebody could choose; a search makes it of its best trials. Its columns
are those of its members, one member's beside the other's, so that one encoding serves them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.brought.predictor import BROUGHT, BROUGHT_NAME, load_brought
from armillary.learning.calibration.predictor import CalibratedPredictor, read_calibration
from armillary.learning.catalogue import get_entry
from armillary.learning.chain import load_chained
from armillary.learning.contract import Predictor, State
from armillary.learning.pack import pack_json, require_sound, unpack_json

if TYPE_CHECKING:
    import numpy.typing as npt

STACK = "stack"
"""What stands for an algorithm in the manifest of such a model."""
_NAME = "Stack of the best"
_MEMBERS = "stack.json"


def algorithm_name(algorithm_id: str) -> str:
    """Give the name of an algorithm, or of what stands for one in a model."""
    names = {STACK: _NAME, BROUGHT: BROUGHT_NAME}
    return names.get(algorithm_id) or get_entry(algorithm_id).name


@dataclass(frozen=True)
class Member:
    """One member: which encoded columns are its own, and how much it weighs.

    ``first`` names what its rows go through before, {algorithm_id, hyperparameters}; ``learned``
    is what it takes to learn it again, `armillary.learning.search.origins`, None in models from
    before that was kept.
    """

    algorithm_id: str
    weight: float
    first_column: int
    end_column: int
    dtype: str
    first: Sequence[Mapping[str, Any]] = ()
    learned: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class StackedPredictor:
    """Predicts with every member, and adds up."""

    members: Sequence[Member]
    predictors: Sequence[Predictor]

    def predict(self, features: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Give the weighted sum of the members' predictions."""
        import numpy as np

        total: Any = 0.0
        for member, predictor in zip(self.members, self.predictors, strict=True):
            own = features[:, member.first_column : member.end_column]
            own = np.ascontiguousarray(own, dtype=member.dtype)
            total = total + member.weight * predictor.predict(own)
        summed: npt.NDArray[Any] = np.asarray(total)
        return summed

    def importance(self) -> None:
        """It has no weights of its own by column; they are found by permuting."""
        return

    def to_state(self) -> State:
        """Give the files of every member, each under a number."""
        files = {_MEMBERS: pack_json([asdict(member) for member in self.members])}
        for place, predictor in enumerate(self.predictors):
            for name, data in predictor.to_state().files.items():
                files[f"m{place}.{name}"] = data
        return State(files)


def load_predictor(algorithm_id: str, state: State) -> Predictor:
    """Give the predictor that a state describes; raises `AppError` where it is not sound."""
    own, calibration = read_calibration(state)
    predictor = _load(algorithm_id, own)
    return predictor if calibration is None else CalibratedPredictor(predictor, calibration)


def _load(algorithm_id: str, state: State) -> Predictor:
    if algorithm_id == BROUGHT:
        return load_brought(state)
    if algorithm_id != STACK:
        return get_algorithm(algorithm_id).load(state)
    require_sound(_MEMBERS in state.files, f"{_MEMBERS} is missing")
    members = [Member(**member) for member in unpack_json(state, _MEMBERS)]
    require_sound(bool(members), "it has no members")
    predictors = []
    for place, member in enumerate(members):
        prefix = f"m{place}."
        own = {
            name.removeprefix(prefix): data
            for name, data in state.files.items()
            if name.startswith(prefix)
        }
        require_sound(bool(own), f"member {place} has no files")
        predictors.append(_load_member(member, own))
    return StackedPredictor(members, predictors)


def _load_member(member: Member, files: Mapping[str, bytes]) -> Predictor:
    def load_last(own: Mapping[str, bytes]) -> Predictor:
        return get_algorithm(member.algorithm_id).load(State(own))

    return load_chained(member.algorithm_id, member.first, files, load_last)
