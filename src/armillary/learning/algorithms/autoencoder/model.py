"""The autoencoder's layers, and the network in use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import State, TaskKind
from armillary.learning.nets.architecture import Layers, Sizes, Values, dense, through
from armillary.learning.nets.operations import Numpy, Operations
from armillary.learning.nets.predictor import NetworkPredictor
from armillary.learning.pack import pack_json, reading_weights, require_sound, unpack_json
from armillary.learning.unsupervised.directions import name_components
from armillary.learning.unsupervised.flags import FLAG_COLUMNS, find_threshold, with_flags

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE = "autoencoder.json"


class Hourglass:
    """Dense layers that grow narrow, down to the code, and wide again in reverse."""

    def layers(self, sizes: Sizes, params: Mapping[str, Any]) -> Layers:
        """Give weights and biases between all widths."""
        found: Layers = {}
        for place, (n_in, n_out) in enumerate(pairwise(self._widths(sizes, params))):
            found = {**found, **dense(str(place), n_in, n_out)}
        return found

    def answer(
        self,
        on: Operations,
        tensors: Mapping[str, Values],
        rows: Values,
        params: Mapping[str, Any],
        drop: Callable[[Values], Values],
    ) -> Values:
        """Give the rows back."""
        code = self.narrow(on, tensors, rows, params, drop)
        return self.widen(on, tensors, code, params, drop)

    def narrow(
        self,
        on: Operations,
        tensors: Mapping[str, Values],
        rows: Values,
        params: Mapping[str, Any],
        drop: Callable[[Values], Values],
    ) -> Values:
        """Give the code (n_rows, n_components), which is not bent."""
        depth, values = len(params["hidden_layers"]), rows
        for place in range(depth):
            values = drop(on.bend(params["activation"], through(on, tensors, place, values)))
        return through(on, tensors, depth, values)

    def widen(
        self,
        on: Operations,
        tensors: Mapping[str, Values],
        code: Values,
        params: Mapping[str, Any],
        drop: Callable[[Values], Values],
    ) -> Values:
        """Give rows (n_rows, n_columns) from their codes."""
        depth, values = len(params["hidden_layers"]), code
        for place in range(depth + 1, 2 * depth + 1):
            values = drop(on.bend(params["activation"], through(on, tensors, place, values)))
        return through(on, tensors, 2 * depth + 1, values)

    def cells(self, sizes: Sizes, params: Mapping[str, Any]) -> int:
        """Count the widest layer, before and after it is bent."""
        return int(2 * max(self._widths(sizes, params)))

    def _widths(self, sizes: Sizes, params: Mapping[str, Any]) -> list[int]:
        hidden = list(params["hidden_layers"])
        narrow = params["n_components"]
        return [sizes.n_columns, *hidden, narrow, *reversed(hidden), sizes.n_columns]


@dataclass(frozen=True)
class Autoencoded:
    """A network that describes rows: by their code, or by how badly it gives them back."""

    network: NetworkPredictor
    kind: TaskKind
    threshold: float
    places_new: bool = True

    @staticmethod
    def of(
        network: NetworkPredictor, kind: TaskKind, rows: npt.NDArray[Any], contamination: float
    ) -> Autoencoded:
        """Find the threshold that so many of the training rows lie beyond."""
        if kind != "anomaly_detection":
            return Autoencoded(network, kind, 0.0)
        return Autoencoded(network, kind, find_threshold(_errors(network, rows), contamination))

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the numbers of the code, or score and flag."""
        if self.kind == "anomaly_detection":
            return FLAG_COLUMNS
        return name_components("code", self.network.params["n_components"])

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give codes (n_rows, n_components), or scores and flags (n_rows, 2)."""
        if self.kind == "anomaly_detection":
            return with_flags(_errors(self.network, features), self.threshold)
        network, shape = self.network, Hourglass()
        return network.in_parts(
            features,
            lambda rows: shape.narrow(Numpy(), network.arrays, rows, network.params, _keep),
        )

    def restore(self, described: npt.NDArray[Any]) -> Floats:
        """Give rows (n_rows, n_columns) back from their codes."""
        import numpy as np

        network, shape = self.network, Hourglass()
        code = described.astype(np.float32)
        rows = shape.widen(Numpy(), network.arrays, code, network.params, _keep)
        return np.asarray(rows, dtype=np.float64)

    def importance(self) -> Floats | None:
        """Give the mean absolute weight from each column."""
        return self.network.importance()

    def to_state(self) -> State:
        """Give the network's files, and what it is used for."""
        use = {"kind": self.kind, "threshold": self.threshold}
        return State({**self.network.to_state().files, _FILE: pack_json(use)})

    @staticmethod
    def from_state(architecture: Hourglass, state: State) -> Autoencoded:
        """Rebuild what `to_state` gave."""
        network = NetworkPredictor.from_state(architecture, state)
        with reading_weights():
            use = unpack_json(state, _FILE)
            require_sound(isinstance(use["threshold"], float), "the threshold is no number")
            return Autoencoded(network, use["kind"], use["threshold"])


def _errors(network: NetworkPredictor, rows: npt.NDArray[Any]) -> Floats:
    """Give the mean squared difference between each row and what is given back (n_rows,)."""
    import numpy as np

    return np.asarray(np.square(network.outputs(rows) - rows).mean(axis=1))


def _keep(values: Values) -> Values:
    return values
