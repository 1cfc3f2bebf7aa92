"""The descent of t-SNE, a few iterations at a time, in the steps that scikit-learn takes.

Affinities and slopes are computed by scikit-learn's own compiled code. It is not part of what
scikit-learn promises to keep: `is_able` tells whether it is there.

**Source:** L. van der Maaten, "Accelerating t-SNE using tree-based algorithms", JMLR 15, 2014.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_EXPLORED, _EXAGGERATION = 250, 12.0
_CHECK_EVERY, _PATIENCE = 50, 300
_LEAST_GAIN, _LEAST_SLOPE, _ANGLE = 0.01, 1e-7, 0.5


@dataclass
class Progress:
    """How far a descent is; while it explores, neighbours are pulled together too hard.

    ``divergence`` is what was measured last; ``best`` and ``best_at`` tell whether it still falls,
    and ``is_stuck`` that it does not.
    """

    iteration: int = 0
    is_exploring: bool = True
    divergence: float | None = None
    best: float | None = None
    best_at: int = 0
    is_stuck: bool = False


def is_able() -> bool:
    """Whether what is computed by scikit-learn is there."""
    return _compiled() is not None


class Descent:
    """Places (n_rows, 2) of rows in a plane, better with every iteration."""

    def __init__(self, rows: Floats, perplexity: float, iterations: int, seed: int) -> None:
        import numpy as np
        from sklearn.neighbors import NearestNeighbors

        neighbours = min(len(rows) - 1, int(3.0 * perplexity + 1))
        known = NearestNeighbors(n_neighbors=neighbours).fit(rows)
        distances = known.kneighbors_graph(mode="distance")
        distances.data **= 2
        affinities, self._diverge = _compiled()
        self._pulled = affinities(distances, perplexity, 0) * _EXAGGERATION
        self._near = self._pulled / _EXAGGERATION
        self._iterations, self.progress = iterations, Progress()
        self._rate = np.maximum(len(rows) / _EXAGGERATION / 4, 50)
        self._places = _first_places(rows, seed).ravel()
        self._update, self._gains = np.zeros_like(self._places), np.ones_like(self._places)

    @property
    def places(self) -> Floats:
        """Where the rows are now (n_rows, 2)."""
        places: Floats = self._places.reshape(-1, 2).astype("float64")
        return places

    @property
    def is_over(self) -> bool:
        """Whether no more iterations are wanted, or they bring nothing."""
        return self.progress.is_stuck or self.progress.iteration >= self._iterations

    def go_on_to_check(self) -> None:
        """Go on until it is looked whether that still brings something."""
        while not self.is_over:
            self._step()
            if self.progress.iteration % _CHECK_EVERY == 0:
                return

    def arrays(self) -> dict[str, Any]:
        """Give what going on takes, beside the progress."""
        arrays = {"places": self._places, "update": self._update, "gains": self._gains}
        return {name: array.copy() for name, array in arrays.items()}

    def described(self) -> dict[str, Any]:
        """Give the progress as plain data."""
        return asdict(self.progress)

    def restore(self, arrays: Mapping[str, Any], described: Mapping[str, Any]) -> None:
        """Go back to where a descent was."""
        self._places, self._update = arrays["places"].copy(), arrays["update"].copy()
        self._gains, self.progress = arrays["gains"].copy(), Progress(**described)

    def _step(self) -> None:
        import numpy as np

        progress, place = self.progress, self.progress.iteration
        last = _EXPLORED if progress.is_exploring else self._iterations
        is_check = (place + 1) % _CHECK_EVERY == 0
        is_measured = is_check or place == last - 1
        error, slope = self._diverge(
            self._places,
            self._pulled if progress.is_exploring else self._near,
            1,
            len(self._places) // 2,
            2,
            angle=_ANGLE,
            compute_error=is_measured,
            num_threads=1,
        )
        is_turned = self._update * slope < 0.0
        self._gains[is_turned] += 0.2
        self._gains[~is_turned] *= 0.8
        np.clip(self._gains, _LEAST_GAIN, np.inf, out=self._gains)
        slope *= self._gains
        momentum = 0.5 if progress.is_exploring else 0.8
        self._update = momentum * self._update - self._rate * slope
        self._places += self._update
        progress.iteration = place + 1
        progress.divergence = float(error) if is_measured else progress.divergence
        is_stuck = is_check and self._is_stuck(float(error), float(np.linalg.norm(slope)), place)
        if not progress.is_exploring:
            progress.is_stuck = is_stuck
        elif is_stuck or progress.iteration == _EXPLORED:
            self._settle()

    def _is_stuck(self, error: float, slope: float, place: int) -> bool:
        """Tell whether the divergence has not fallen for long, or hardly can any more."""
        progress = self.progress
        if progress.best is None or error < progress.best:
            progress.best, progress.best_at = error, place
        elif place - progress.best_at > (_EXPLORED if progress.is_exploring else _PATIENCE):
            return True
        return slope <= _LEAST_SLOPE

    def _settle(self) -> None:
        """Go over from exploring to what neighbours really are."""
        import numpy as np

        progress = self.progress
        progress.is_exploring, progress.best = False, None
        progress.best_at, progress.divergence = progress.iteration, None
        self._update = np.zeros_like(self._places)
        self._gains = np.ones_like(self._places)


def _first_places(rows: Floats, seed: int) -> Any:
    """Give places along the two main directions; random ones where there is one column only."""
    import numpy as np
    from sklearn.decomposition import PCA

    if rows.shape[1] < 2:
        chance = np.random.RandomState(seed)  # the chance that scikit-learn takes
        return 1e-4 * chance.standard_normal(size=(len(rows), 2)).astype(np.float32)
    places = PCA(n_components=2, random_state=seed).fit_transform(rows).astype(np.float32)
    return places / np.std(places[:, 0]) * 1e-4


@cache
def _compiled() -> Any:
    try:
        from sklearn.manifold._t_sne import _joint_probabilities_nn, _kl_divergence_bh
    except ImportError:
        return None
    return _joint_probabilities_nn, _kl_divergence_bh
