"""How much of a disk a training may take, whatever the algorithm."""

from armillary.learning.contract import State
from armillary.learning.fit_snapshot import FitSnapshot

# The tables of the laws have some hundred rows: this is a thousand times what they take.
MOST_BYTES = 8 * 2**20


def taken_by(look: FitSnapshot) -> dict[str, int]:
    """Give the bytes of the model that a training leaves, and of the state to go on from."""
    model = look.model().predictor.to_state().for_predicting()
    return {"model": _size(model), "state": _size(look.state())}


def _size(state: State) -> int:
    return sum(len(data) for data in state.files.values())
