"""Gaussian mixture: groups that are clouds, each with its own size, shape and share.

**Source:** A. Dempster, N. Laird and D. Rubin, "Maximum likelihood from incomplete data via the EM
algorithm", Journal of the Royal Statistical Society B 39, 1977; each iteration is scikit-learn's.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> *_, last = fit(table, Task("clustering", "target"), "gaussian_mixture", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["adjusted_rand"] > 0.5
    True

"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import (
    ONE_THREAD,
    About,
    Encoding,
    Machine,
    Preset,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.linear import softmax
from armillary.learning.metrics import points
from armillary.learning.pack import pack_arrays, reading_weights, require_sound, unpack_arrays
from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam, Params
from armillary.learning.spreading import spread
from armillary.learning.unsupervised.params import CLUSTERS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE = "clouds.safetensors"
_RESUME = "resume.safetensors"
_NEEDED = ("weights_", "means_", "covariances_", "precisions_cholesky_")
_MEASURED_ROWS = 5_000


@dataclass(frozen=True)
class Clouds:
    """Normal distributions with shares of all rows.

    ``weights`` (n_clusters,), ``means`` (n_clusters, n_columns) and ``whitenings`` (n_clusters,
    n_columns, n_columns), which turn each cloud into a round one of size 1.
    """

    weights: Floats
    means: Floats
    whitenings: Floats

    columns = ("cluster", "probability")
    places_new = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give each row's likeliest cluster and how likely it is (n_rows, 2)."""
        import numpy as np

        shares = softmax(self.log_densities(features))
        return np.column_stack([shares.argmax(axis=1).astype(np.float64), shares.max(axis=1)])

    def log_densities(self, features: npt.NDArray[Any]) -> Floats:
        """Give the log of each cloud's density at each row, times its share (n, n_clusters)."""
        import numpy as np

        width = self.means.shape[1]
        require_sound(features.shape[1] == width, "they are for another table")
        said = np.empty((len(features), len(self.weights)))
        for place, (mean, whitening) in enumerate(zip(self.means, self.whitenings, strict=True)):
            round_ = (features - mean) @ whitening  # (n, n_columns)
            size = np.log(np.diagonal(whitening)).sum()
            said[:, place] = size - 0.5 * (width * np.log(2 * np.pi) + (round_**2).sum(axis=1))
        return said + np.log(np.maximum(self.weights, 1e-300))

    def loss(self, features: npt.NDArray[Any]) -> float:
        """Give the mean negative log-likelihood of rows."""
        import numpy as np

        said = self.log_densities(features)
        highest = said.max(axis=1, keepdims=True)
        return -float((np.log(np.exp(said - highest).sum(axis=1)) + highest[:, 0]).mean())

    def importance(self) -> Floats:
        """Give how far the clouds' middles lie apart in each column (n_columns,)."""
        import numpy as np

        return np.asarray(self.means.std(axis=0))

    def to_state(self) -> State:
        """Give the clouds as a safetensors file."""
        return State({_FILE: pack_arrays(vars(self))})

    @staticmethod
    def from_state(state: State) -> Clouds:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            found = Clouds(**unpack_arrays(state, _FILE))
        count, width = found.means.shape
        is_sound = found.weights.shape == (count,)
        is_sound = is_sound and found.whitenings.shape == (count, width, width)
        require_sound(is_sound, "its tables do not fit together")
        return found


class GaussianMixture:
    """Clouds that share the rows out among them, iteration by iteration."""

    id = "gaussian_mixture"
    about = About(
        name="Gaussian Mixture",
        aliases=("gmm",),
        category="Traditional ML",
        description="Finds groups as clouds of any width and slant, with a probability for each.",
        when_to_use="Groups that overlap or are long and thin, and to know how sure each row is.",
        complexity="medium",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/mixture.html",
        presets=(
            Preset("fast", "Fast", "Clouds along the columns.", {"covariance_type": "diag"}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset("thorough", "Thorough", "Until nothing moves.",
                   {"max_iter": 1000, "tolerance": 1e-6}),
        ),
    )  # fmt: skip
    tasks: tuple[TaskKind, ...] = ("clustering",)
    encoding = Encoding(scale=True)
    resumable = True
    params = Params(
        [
            CLUSTERS,
            ChoiceParam(
                name="covariance_type",
                title="Shape of the clouds",
                effect=(
                    "Full lets each slant as it likes; tied gives all one shape; diag keeps them "
                    "along the columns; spherical makes them round. Simpler needs fewer rows."
                ),
                default="full",
                options=("full", "tied", "diag", "spherical"),
            ),
            FloatParam(
                name="reg_covar",
                title="Least width",
                effect="Higher keeps clouds from shrinking onto single rows.",
                default=1e-3,
                minimum=1e-9,
                maximum=1.0,
                advanced=True,
                log=True,
            ),
            IntParam(
                name="max_iter",
                title="Most iterations",
                effect="Stops there even if the clouds still move.",
                default=200,
                minimum=1,
                maximum=10_000,
                unit="iterations",
                advanced=True,
                log=True,
            ),
            FloatParam(
                name="tolerance",
                title="Tolerance",
                effect="Lower goes on until the likelihood hardly grows.",
                default=1e-3,
                minimum=1e-9,
                maximum=0.1,
                advanced=True,
                log=True,
            ),
        ]
    )

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Share out the rows, then fit the clouds to their shares, again and again."""
        rows, total = data.features.astype("float64"), params["max_iter"]
        model = _begin(len(rows), params, int(rng.integers(2**31)))
        parts = (rows, data.validation_features)
        measured = [part[spread(len(part), _MEASURED_ROWS)] for part in parts]
        before, is_over, step = float("-inf"), False, 0
        if resume is not None:
            before, is_over, step = _restore(model, resume)
            is_over = is_over or step >= total
            yield _snapshot(model, before, is_over, step, total, {})
        while not is_over:
            _iterate(model, rows)
            step += 1
            gained, before = model.lower_bound_ - before, model.lower_bound_
            is_over = step >= total or abs(gained) < params["tolerance"]
            clouds = _clouds(model)
            losses = [clouds.loss(part) for part in measured]
            curve = points({"loss": losses[0]}, {"loss": losses[1]})
            yield _snapshot(model, before, is_over, step, total, curve)

    def load(self, state: State) -> Clouds:
        """Give the stored clouds."""
        return Clouds.from_state(state)


def _begin(n_rows: int, params: Mapping[str, Any], seed: int) -> Any:
    from sklearn import mixture

    return mixture.GaussianMixture(
        min(params["n_clusters"], n_rows),
        covariance_type=params["covariance_type"],
        reg_covar=params["reg_covar"],
        max_iter=1,
        warm_start=True,
        random_state=seed,
    )


def _snapshot(
    model: Any, bound: float, is_over: bool, step: int, total: int, metrics: Mapping[str, float]
) -> Snapshot:
    """Give a look at the clouds as they are now: later iterations make new arrays."""
    clouds = _clouds(model)
    kept = {name: getattr(model, name) for name in _NEEDED}

    def state() -> State:
        import numpy as np

        progress = np.array([bound, float(is_over), float(step)])
        resumable = {_RESUME: pack_arrays({**kept, "progress": progress})}
        return State({**clouds.to_state().files, **resumable}, frozenset(resumable))

    return Snapshot(
        step=step,
        total=step if is_over else total,
        unit="iteration",
        metrics=metrics,
        state=state,
        predictor=lambda: clouds,
    )


def _restore(model: Any, state: State) -> tuple[float, bool, int]:
    """Put a model back to where the state was taken; give bound, whether it is over, and step."""
    with reading_weights():
        kept = unpack_arrays(state, _RESUME)
        bound, is_over, step = kept.pop("progress").tolist()
        for name in _NEEDED:
            setattr(model, name, kept[name])
    # By these scikit-learn knows that it is to go on and not to begin.
    model.converged_, model.lower_bound_, model.n_iter_ = False, bound, int(step)
    return bound, bool(is_over), int(step)


def _iterate(model: Any, rows: Floats) -> None:
    """Do one iteration; scikit-learn's own begins it, and its two steps go on from there."""
    from sklearn.exceptions import ConvergenceWarning

    if hasattr(model, "converged_"):
        # What `fit` does in an iteration, without the sharing out that it ends with each time.
        likelihood, shares = model._e_step(rows)
        model._m_step(rows, shares)
        model.lower_bound_ = model._compute_lower_bound(shares, likelihood)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows)


def _clouds(model: Any) -> Clouds:
    """Take the clouds out of scikit-learn's model, whatever shape it keeps them in."""
    import numpy as np

    means, kept = model.means_.copy(), model.precisions_cholesky_
    count, width = means.shape
    if model.covariance_type == "full":
        whitenings = kept.copy()
    elif model.covariance_type == "tied":
        whitenings = np.repeat(kept[None], count, axis=0)
    elif model.covariance_type == "diag":
        whitenings = np.stack([np.diag(row) for row in kept])
    else:
        whitenings = np.stack([np.eye(width) * value for value in kept])
    return Clouds(model.weights_.copy(), means, whitenings)


algorithm = GaussianMixture()
