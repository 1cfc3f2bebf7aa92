"""Support vectors in use: a kernel, a weighted sum, no library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from armillary.learning.contract import State
from armillary.learning.linear import LinearPredictor
from armillary.learning.pack import (
    pack_arrays,
    pack_json,
    reading_weights,
    require_sound,
    unpack_arrays,
    unpack_json,
)

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ARRAYS, _SETTINGS = "support_vectors.safetensors", "machine.json"
_CELLS = 4_000_000  # of a table of similarities at once: 32 MB


@dataclass(frozen=True)
class Kernel:
    """How similar two rows are."""

    name: Literal["linear", "poly", "rbf", "sigmoid"]
    gamma: float
    degree: int
    coef0: float

    def similarities(self, rows: Floats, vectors: Floats) -> Floats:
        """Give the similarity of each row to each support vector (n_rows, n_vectors)."""
        import numpy as np

        products = rows @ vectors.T
        if self.name == "linear":
            return products
        if self.name == "rbf":
            lengths = (rows**2).sum(axis=1)[:, None] + (vectors**2).sum(axis=1)[None, :]
            distances = np.maximum(lengths - 2 * products, 0.0)
            return np.asarray(np.exp(-self.gamma * distances))
        scaled = self.gamma * products + self.coef0
        return np.asarray(scaled**self.degree if self.name == "poly" else np.tanh(scaled))

    def in_parts(self, rows: Floats, vectors: Floats) -> Iterator[tuple[slice, Floats]]:
        """Give the similarities of as many rows at a time as memory should hold."""
        size = max(1, _CELLS // max(1, len(vectors)))
        for start in range(0, len(rows), size):
            part = slice(start, start + size)
            yield part, self.similarities(rows[part], vectors)


@dataclass(frozen=True)
class Margins:
    """One border between each two classes, as libsvm keeps them.

    ``vectors`` (n_vectors, n_columns) in the order of their classes, ``counts`` (n_classes,) of
    each; ``weights`` (n_classes - 1, n_vectors); ``intercepts`` (n_pairs,).
    """

    kernel: Kernel
    vectors: Floats
    weights: Floats
    intercepts: Floats
    counts: npt.NDArray[np.int64]

    def of_classes(self, rows: npt.NDArray[Any]) -> Floats:
        """Give each class's mean margin against the others (n_rows, n_classes)."""
        import numpy as np

        require_sound(rows.shape[1] == self.vectors.shape[1], "they are for another table")
        pairs = self.of_pairs()  # (n_vectors, n_pairs)
        margins = np.zeros((len(rows), len(self.counts)))
        for part, similarities in self.kernel.in_parts(rows, self.vectors):
            between = similarities @ pairs + self.intercepts
            for number, (one, other) in enumerate(self._matches()):
                margins[part, one] += between[:, number]
                margins[part, other] -= between[:, number]
        return margins / (len(self.counts) - 1)

    def is_sound(self) -> bool:
        """Tell whether the tables fit together."""
        n_classes, n_vectors = len(self.counts), len(self.vectors)
        return (
            n_classes > 1
            and bool((self.counts >= 0).all())
            and int(self.counts.sum()) == n_vectors
            and self.weights.shape == (n_classes - 1, n_vectors)
            and self.intercepts.shape == (n_classes * (n_classes - 1) // 2,)
        )

    def _matches(self) -> list[tuple[int, int]]:
        n_classes = len(self.counts)
        return [(one, other) for one in range(n_classes) for other in range(one + 1, n_classes)]

    def by_class(self) -> Floats:
        """Give what the margin between two adds to the mean of each class (n_pairs, n_classes)."""
        import numpy as np

        found = np.zeros((len(self.intercepts), len(self.counts)))
        for number, (one, other) in enumerate(self._matches()):
            found[number, one], found[number, other] = 1.0, -1.0
        return found / (len(self.counts) - 1)

    def of_pairs(self) -> Floats:
        """Unfold libsvm's table: the weight of each support vector in each border."""
        import numpy as np

        ends = np.cumsum(self.counts)
        of_class = [slice(end - count, end) for end, count in zip(ends, self.counts, strict=True)]
        pairs = np.zeros((len(self.vectors), len(self.intercepts)))
        for number, (one, other) in enumerate(self._matches()):
            pairs[of_class[one], number] = self.weights[other - 1, of_class[one]]
            pairs[of_class[other], number] = self.weights[one, of_class[other]]
        return pairs


@dataclass(frozen=True)
class ClassMachine:
    """Margins, and what they mean in probabilities."""

    margins: Margins
    meaning: LinearPredictor

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give probabilities (n_rows, n_classes)."""
        return self.meaning.predict(self.margins.of_classes(features))

    def importance(self) -> None:
        """Columns have no weights of their own where a kernel bends the space."""

    def to_state(self) -> State:
        """Give the support vectors and the meaning of their margins."""
        arrays = {
            name: getattr(self.margins, name)
            for name in ("vectors", "weights", "intercepts", "counts")
        }
        files = {
            _ARRAYS: pack_arrays(arrays),
            _SETTINGS: pack_json({"kind": "classes", "kernel": asdict(self.margins.kernel)}),
        }
        return State(files | dict(self.meaning.to_state().files))


@dataclass(frozen=True)
class NumberMachine:
    """A weighted sum of similarities: ``weights`` (1, n_vectors)."""

    kernel: Kernel
    vectors: Floats
    weights: Floats
    intercept: float

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give values (n_rows,)."""
        import numpy as np

        require_sound(features.shape[1] == self.vectors.shape[1], "they are for another table")
        values = np.full(len(features), self.intercept)
        for part, similarities in self.kernel.in_parts(features, self.vectors):
            values[part] += similarities @ self.weights[0]
        return values

    def importance(self) -> None:
        """Columns have no weights of their own where a kernel bends the space."""

    def to_state(self) -> State:
        """Give the support vectors."""
        arrays = {"vectors": self.vectors, "weights": self.weights}
        kernel = asdict(self.kernel)
        settings = {"kind": "numbers", "kernel": kernel, "intercept": self.intercept}
        return State({_ARRAYS: pack_arrays(arrays), _SETTINGS: pack_json(settings)})


def read_machine(state: State) -> ClassMachine | NumberMachine:
    """Rebuild what `to_state` of either gave."""
    with reading_weights():
        arrays, settings = unpack_arrays(state, _ARRAYS), unpack_json(state, _SETTINGS)
        kernel = Kernel(**settings["kernel"])
        if settings["kind"] == "numbers":
            machine = NumberMachine(kernel, **arrays, intercept=float(settings["intercept"]))
            is_sound = machine.vectors.ndim == 2
            is_sound = is_sound and machine.weights.shape == (1, len(machine.vectors))
            require_sound(is_sound, "its tables do not fit together")
            return machine
        margins = Margins(kernel, **arrays)
        require_sound(margins.is_sound(), "its tables do not fit together")
        return ClassMachine(margins, LinearPredictor.from_state("classification", state))
