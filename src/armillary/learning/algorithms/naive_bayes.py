"""Naive Bayes: each column speaks for the classes by itself, and what they say is multiplied.

Numbers are taken as normal in each class, categories as counted; a gap says nothing.

**Source:** D. J. Hand and K. Yu, "Idiot's Bayes: not so stupid after all?", International
Statistical Review 69, 2001. scikit-learn's own versions take either numbers or categories, and no
gaps, hence this one.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "naive_bayes", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from armillary.learning.metrics import Curve
from armillary.learning.pack import (
    pack_arrays,
    reading_weights,
    require_sound,
    unpack_arrays,
)
from armillary.learning.parameters import FloatParam, Params
from armillary.learning.shared_parameters import PRIOR
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE = "naive_bayes.safetensors"
_NEARLY_ALL, _WIDE = 0.99, 1e30


@dataclass(frozen=True)
class NaiveBayesPredictor:
    """What each column says of each class.

    ``log_prior`` has shape (n_classes,); ``means`` and ``variances`` of the columns of numbers
    (n_numbers, n_classes); ``log_shares`` of the codes of all columns of categories, one after
    another (n_codes, n_classes), of which column number i has ``n_codes[i]``. ``numbers`` and
    ``categories`` are the places of the columns.
    """

    log_prior: Floats
    numbers: npt.NDArray[np.int64]
    means: Floats
    variances: Floats
    categories: npt.NDArray[np.int64]
    n_codes: npt.NDArray[np.int64]
    log_shares: Floats

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes)."""
        import numpy as np

        # Added up in the order of the columns' kinds, as it has always been, to the last digit.
        scores = np.tile(self.log_prior, (len(features), 1))
        for _, said in self._columns(features):
            scores += said
        return softmax(scores)

    def said_by_columns(self, features: npt.NDArray[Any]) -> Floats:
        """Give what columns say of classes, and what is there anyway (n_rows, n_columns + 1, n)."""
        import numpy as np

        n_columns, n_classes = features.shape[1], len(self.log_prior)
        found = np.zeros((len(features), n_columns + 1, n_classes))
        for place, said in self._columns(features):
            found[:, place] = said
        found[:, -1] = self.log_prior
        return found

    def _columns(self, features: npt.NDArray[Any]) -> Iterator[tuple[int, Floats]]:
        """Give each column's place and what it says of the classes (n_rows, n_classes)."""
        import numpy as np

        n_columns = len(self.numbers) + len(self.categories)
        require_sound(features.shape[1] == n_columns, "they are for another table")
        for place, mean, variance in zip(self.numbers, self.means, self.variances, strict=True):
            values = features[:, place, None]
            said = -0.5 * (np.log(2 * np.pi * variance) + (values - mean) ** 2 / variance)
            yield int(place), np.where(np.isnan(values), 0.0, said)
        starts = np.cumsum(self.n_codes) - self.n_codes
        for place, start, count in zip(self.categories, starts, self.n_codes, strict=True):
            codes = features[:, place]
            known = codes < count  # False for gaps
            said = np.zeros((len(features), len(self.log_prior)))
            said[known] = self.log_shares[start + codes[known].astype(np.int64)]
            yield int(place), said

    def importance(self) -> None:
        """Columns have no weights of their own."""

    def to_state(self) -> State:
        """Give the arrays as a safetensors file."""
        return State({_FILE: pack_arrays(vars(self))})

    @staticmethod
    def from_state(state: State) -> NaiveBayesPredictor:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            found = NaiveBayesPredictor(**unpack_arrays(state, _FILE))
        found.require_sound()
        return found

    def require_sound(self) -> None:
        """Refuse tables that do not fit together."""
        import numpy as np

        n_classes = self.log_prior.shape[0]
        by_number = (len(self.numbers), n_classes)
        places = sorted([*self.numbers.tolist(), *self.categories.tolist()])
        is_sound = (
            self.means.shape == self.variances.shape == by_number
            and self.n_codes.shape == self.categories.shape
            and bool((self.n_codes >= 0).all() and (self.variances > 0).all())
            and self.log_shares.shape == (int(np.sum(self.n_codes)), n_classes)
            and places == list(range(len(places)))
        )
        require_sound(is_sound, "its tables do not fit together")


class NaiveBayes:
    """Classification by counting and averaging; one step."""

    id = "naive_bayes"
    about = About(
        name="Naive Bayes",
        aliases=("gaussian_nb",),
        category="Traditional ML",
        description="Asks each column by itself which class it speaks for, and adds that up.",
        when_to_use="Few rows, many columns, or an answer at once; hard to overfit.",
        complexity="low",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/naive_bayes.html",
        presets=(
            Preset("fast", "Fast", "Counts as they are.", {"alpha": 0.0}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Cautious",
                "Smooths more, for few rows.",
                {"alpha": 5.0, "var_smoothing": 0.1},
            ),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("classification",)
    params = Params(
        [
            FloatParam(
                name="alpha",
                title="Smoothing of categories",
                effect="Each category counts as seen that many times more in every class.",
                default=1.0,
                minimum=0.0,
                maximum=1000.0,
            ),
            PRIOR,
            FloatParam(
                name="var_smoothing",
                title="Smoothing of spread",
                effect="Widens each class by this share of the column's whole variance.",
                default=0.01,
                minimum=1e-12,
                maximum=1.0,
                advanced=True,
                log=True,
            ),
        ]
    )
    encoding = Encoding(missing="keep", categories="codes")
    resumable = False
    weighs = True

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Count and average once."""
        predictor = _learn(data, params)
        metrics = Curve(data).measure(predictor.predict)
        yield Snapshot(1, 1, "fit", metrics, predictor.to_state, lambda: predictor)

    def load(self, state: State) -> NaiveBayesPredictor:
        """Give the predictor of stored tables."""
        return NaiveBayesPredictor.from_state(state)


def _learn(data: Table, params: Mapping[str, Any]) -> NaiveBayesPredictor:
    import numpy as np

    n_columns = data.features.shape[1]
    numbers = [place for place in range(n_columns) if place not in set(data.categorical)]
    means, variances = _normals(data, numbers, params["var_smoothing"])
    counts = [_counts(data, place) for place in data.categorical]
    shares = [_log_shares(count, params["alpha"]) for count in counts]
    rows = np.bincount(data.target, _weights_of(data), minlength=data.n_classes)
    is_equal = params["prior"] == "equal"
    prior = np.ones(data.n_classes) if is_equal else rows.astype(np.float64)
    return NaiveBayesPredictor(
        log_prior=np.log(np.maximum(prior, np.finfo(float).tiny) / prior.sum()),
        numbers=np.array(numbers, dtype=np.int64),
        means=means,
        variances=variances,
        categories=np.array(data.categorical, dtype=np.int64),
        n_codes=np.array([len(count) for count in counts], dtype=np.int64),
        log_shares=np.concatenate([np.empty((0, data.n_classes)), *shares]),
    )


def _normals(data: Table, numbers: list[int], smoothing: float) -> tuple[Floats, Floats]:
    """Give mean and variance of each column of numbers in each class (n_numbers, n_classes).

    A class in which a column is wholly missing takes those of all classes, and so says nothing.
    """
    import numpy as np

    values, weights = data.features[:, numbers], _weights_of(data)[:, None]
    overall = _moments(values, weights)
    in_class = [data.target == label for label in range(data.n_classes)]
    found = [_moments(values[rows], weights[rows]) for rows in in_class]
    empty = [np.isnan(mean) for mean, _ in found]
    means = [np.where(gap, overall[0], mean) for gap, (mean, _) in zip(empty, found, strict=True)]
    spreads = [np.where(gap, overall[1], var) for gap, (_, var) in zip(empty, found, strict=True)]
    widened = np.stack(spreads, axis=1) + smoothing * overall[1][:, None]
    flat = np.array([_is_flat(column) for column in values.T], dtype=bool)[:, None]
    return np.where(flat, 0.0, np.stack(means, axis=1)), np.where(flat, _WIDE, widened)


def _is_flat(column: Floats) -> bool:
    """Tell whether nearly all rows have the same value: a normal curve makes too much of others."""
    import numpy as np

    known = column[~np.isnan(column)]
    _, counts = np.unique(known, return_counts=True)
    return bool(counts.max(initial=0) >= _NEARLY_ALL * len(known))


def _weights_of(data: Table) -> Floats:
    """Give how much each training row counts (n_rows,)."""
    import numpy as np

    weights = fitting_weights(data)
    return np.ones(len(data.target)) if weights is None else weights


def _moments(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Give mean and variance of each column, gaps left out; NaN where there are gaps only."""
    import numpy as np

    known = ~np.isnan(values)
    counts = (known * weights).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (np.where(known, values, 0.0) * weights).sum(axis=0) / counts
        variance = (np.where(known, values - mean, 0.0) ** 2 * weights).sum(axis=0) / counts
    return mean, variance


def _counts(data: Table, place: int) -> Floats:
    """Count each code of a column in each class (n_codes, n_classes)."""
    import numpy as np

    codes = data.features[:, place]
    known = ~np.isnan(codes)
    n_codes = int(codes[known].max(initial=-1)) + 1
    counts = np.zeros((n_codes, data.n_classes))
    weights = _weights_of(data)[known]
    np.add.at(counts, (codes[known].astype(np.int64), data.target[known]), weights)
    return counts


def _log_shares(counts: Floats, alpha: float) -> Floats:
    """Turn counts into the log share of each code in its class, never quite zero."""
    import numpy as np

    smoothed = np.maximum(counts + alpha, 1e-10)
    shares: Floats = np.log(smoothed / smoothed.sum(axis=0, keepdims=True))
    return shares


algorithm = NaiveBayes()
