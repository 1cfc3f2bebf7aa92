"""What both solvers show and store of the weights on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from armillary.learning.contract import Snapshot, State
from armillary.learning.linear import LinearPredictor
from armillary.learning.metrics import Curve
from armillary.learning.pack import pack_json, unpack_json

_PROGRESS_FILE = "progress.json"
_NOT_CONVERGED = (
    "The weights still moved after {most} iterations. Allow more iterations, or a lower C."
)


@dataclass(frozen=True)
class Progress:
    """How far a solver is: its iterations, and the stretches of them where it runs in such."""

    iterations: int = 0
    stretches: int = 0
    has_converged: bool = False

    def is_over(self, most: int) -> bool:
        """Tell whether no iteration is to follow, of ``most`` in all."""
        return self.has_converged or self.iterations >= most


def look(
    linear: LinearPredictor,
    curve: Curve,
    progress: Progress,
    most: int,
    *,
    state: Callable[[], State],
    vitals: Mapping[str, float] | None = None,
) -> Snapshot:
    """Give a look at the weights, of which ``state`` says all that the solver goes on from."""
    is_unfinished = progress.is_over(most) and not progress.has_converged
    return Snapshot(
        step=progress.iterations,
        total=progress.iterations if progress.has_converged else most,
        unit="iteration",
        metrics=curve.measure(linear.predict),
        state=state,
        predictor=lambda: linear,
        warnings=(_NOT_CONVERGED.format(most=most),) if is_unfinished else (),
        vitals=vitals or {},
    )


def to_state(
    linear: LinearPredictor, progress: Progress, more: Mapping[str, bytes] | None = None
) -> State:
    """Write the weights, how far they are, and ``more`` files that only the solver needs."""
    own = {_PROGRESS_FILE: pack_json(asdict(progress)), **(more or {})}
    return State({**linear.to_state().files, **own}, frozenset(own))


def read_progress(state: State) -> Progress:
    """Read how far a solver was."""
    found: Mapping[str, Any] = unpack_json(state, _PROGRESS_FILE)
    return Progress(**found)
