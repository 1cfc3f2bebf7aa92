"""Feedforward network: layers of neurons trained by stochastic gradient descent.

**Source:** D. Rumelhart, G. Hinton and R. Williams, "Learning representations by back-propagating
errors", Nature 323, 1986; computed by PyTorch.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "feedforward_nn", {"epochs": 50, "learning_rate": 0.01}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.9
    True

"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from armillary.learning.algorithms.feedforward_nn.params import ABOUT, PARAMS
from armillary.learning.nets.architecture import Layers, Sizes, Values, dense, through
from armillary.learning.nets.learner import NetworkLearner
from armillary.learning.nets.operations import Operations


class Feedforward:
    """Dense layers one after another, each but the last bent by an activation."""

    def layers(self, sizes: Sizes, params: Mapping[str, Any]) -> Layers:
        """Give weights and biases between the columns, the hidden layers and the outputs."""
        widths = [sizes.n_columns, *params["hidden_layers"], sizes.n_outputs]
        found: Layers = {}
        for place, (n_in, n_out) in enumerate(pairwise(widths)):
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
        """Pass the rows through the layers."""
        last, values = len(params["hidden_layers"]), rows
        for place in range(last):
            bent = on.bend(params["activation"], through(on, tensors, place, values))
            values = drop(bent)
        return through(on, tensors, last, values)

    def cells(self, sizes: Sizes, params: Mapping[str, Any]) -> int:
        """Count the widest layer, before and after it is bent."""
        return int(2 * max(sizes.n_columns, *params["hidden_layers"]))


class FeedforwardNetwork(NetworkLearner):
    """A network of dense layers."""

    id = "feedforward_nn"
    about = ABOUT
    params = PARAMS
    architecture = Feedforward()


algorithm = FeedforwardNetwork()
