"""L-BFGS one iteration at a time: the compiled steps behind scipy's `minimize`, asked one by one.

`minimize` runs to the end and keeps what it has learned of the slope to itself, so that a run that
is begun anew learns it again: 1.7 times the work where weights are looked at on the way. Here all
that it knows lies in arrays, which are stored with the weights.

**Source:** R. H. Byrd, P. Lu, J. Nocedal and C. Zhu, "A limited memory algorithm for bound
constrained optimization", SIAM Journal on Scientific Computing 16, 1995.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Slope = Callable[[Floats], tuple[float, Floats]]

_REMEMBERED = 10
# As scikit-learn has it, whose numbers these are to be.
_STEPS_OF_A_SEARCH = 50
_LEAST_GAIN = 64.0
_HAS_STEPPED, _ASKS, _HAS_CONVERGED = 1, 3, 4
_STORED = ("x", "g", "wa", "iwa", "task", "ln_task", "lsave", "isave", "dsave")


class Descent:
    """Weights (n,) on their way down a slope, until no part of it is steeper than ``tolerance``.

    ``slope`` gives the height at weights and how steep it is there (n,).
    """

    def __init__(self, slope: Slope, start: Floats, tolerance: float) -> None:
        import numpy as np

        n, m = len(start), _REMEMBERED
        self._slope, self._tolerance = slope, tolerance
        self._arrays: dict[str, Any] = {
            "x": np.array(start, dtype=np.float64),
            "g": np.zeros(n),
            "wa": np.zeros(2 * m * n + 5 * n + 11 * m * m + 8 * m),
            "iwa": np.zeros(3 * n, dtype=np.int32),
            "task": np.zeros(2, dtype=np.int32),
            "ln_task": np.zeros(2, dtype=np.int32),
            "lsave": np.zeros(4, dtype=np.int32),
            "isave": np.zeros(44, dtype=np.int32),
            "dsave": np.zeros(29),
        }
        self._height = 0.0
        self._free = np.zeros(n), np.zeros(n), np.zeros(n, dtype=np.int32)
        self.weights = self._arrays["x"].copy()
        self.steepness = 0.0
        """The length of the slope at the weights."""
        self._step()

    def is_over(self) -> bool:
        """Tell whether the slope is flat enough, or rounding leaves no way down."""
        return bool(self._arrays["task"][0] != _ASKS)

    def is_at_rest(self) -> bool:
        """Tell whether it is over because the slope is flat enough."""
        return bool(self._arrays["task"][0] == _HAS_CONVERGED)

    def advance(self) -> None:
        """Go on to the end of the next iteration; only where it is not over."""
        import numpy as np

        arrays = self._arrays
        while arrays["task"][0] == _ASKS:
            self._height, slope = self._slope(arrays["x"])
            arrays["g"][:] = slope
            self._step()
        self.weights = arrays["x"].copy()
        self.steepness = float(np.linalg.norm(arrays["g"]))
        if arrays["task"][0] == _HAS_STEPPED:
            self._step()  # which says whether more is to come

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Give all that it goes on from."""
        import numpy as np

        own = {name: self._arrays[name] for name in _STORED}
        numbers = np.array([self._height, self.steepness])
        return {name: array.copy() for name, array in own.items()} | {
            "weights": self.weights.copy(),
            "numbers": numbers,
        }

    def restore(self, stored: Mapping[str, npt.NDArray[Any]]) -> None:
        """Go on from what `to_arrays` gave of a descent of as many weights."""
        for name in _STORED:
            self._arrays[name][:] = stored[name]
        self.weights = stored["weights"].copy()
        self._height, self.steepness = (float(number) for number in stored["numbers"])

    def _step(self) -> None:
        """Let the solver act on the slope that it asked for: it asks again, or has stepped."""
        from scipy.optimize import _lbfgsb

        low, high, bounds = self._free
        of = self._arrays
        _lbfgsb.setulb(
            *(_REMEMBERED, of["x"], low, high, bounds, self._height, of["g"], _LEAST_GAIN),
            *(self._tolerance, of["wa"], of["iwa"], of["task"], of["lsave"], of["isave"]),
            *(of["dsave"], _STEPS_OF_A_SEARCH, of["ln_task"]),
        )
