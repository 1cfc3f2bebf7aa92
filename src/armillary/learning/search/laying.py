"""Rows of a search as one kind of algorithm learns them, with what goes before it."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.passing import at_once
from armillary.learning.algorithms import get_algorithm
from armillary.learning.chain import Link, Step, chained, first_encoding, transform
from armillary.learning.contract import ONE_THREAD, Encoding, Machine, Predictor, State, Training
from armillary.learning.linking import Linked, link
from armillary.learning.several import train_all

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.contract import Table
    from armillary.learning.prepare import Prepared
    from armillary.learning.preprocess import Preprocess


@dataclass(frozen=True)
class Laid:
    """A split table ready for one kind of algorithm; ``table`` is what comes out of the links.

    ``fit_s`` are the seconds that fitting what goes first took.
    """

    prepared: Prepared
    preprocess: Preprocess
    links: tuple[Link, ...]
    table: Table
    encoding: Encoding
    fit_s: float = 0.0

    @property
    def size_bytes(self) -> int:
        """How much memory the numbers take."""
        arrays = (self.table.features, self.table.validation_features)
        return sum(int(array.nbytes) for array in arrays)

    def train(
        self,
        algorithm_id: str,
        values: Mapping[str, Any],
        rng: np.random.Generator,
        machine: Machine,
        resume: State | None = None,
    ) -> Training:
        """Learn these rows, each target where there are several."""
        algorithm = get_algorithm(algorithm_id)
        return train_all(
            algorithm, self.prepared, self.table, values, rng, machine=machine, resume=resume
        )

    def whole(self, last: Predictor) -> Predictor:
        """Give what was learned with what goes before it: it takes rows as they are encoded."""
        return chained(self.links, last, self.encoding)

    def transform(self, features: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Give encoded rows as the learner gets them."""
        return transform(self.links, features, self.encoding) if self.links else features


Laying = Generator[float, None, Laid]
"""Tells how much of what goes first is fitted, 0 to 1, and stands still until asked for more."""


def laying(
    prepared: Prepared, encoding: Encoding, steps: Sequence[Step], rng: np.random.Generator
) -> Laying:
    """Encode the rows that are learned from, and fit what goes first on them; close it to stop."""
    clock, spent = ONE_THREAD.clock, 0.0
    preprocess = prepared.learn_preprocess(first_encoding(steps, encoding))
    fitting = link(steps, prepared.table(preprocess), encoding, rng, ONE_THREAD)
    try:
        while True:
            begin = clock()
            look = next(fitting)
            spent += clock() - begin
            yield look.fraction
    except StopIteration as end:
        spent += clock() - begin
        linked: Linked = end.value
    finally:
        fitting.close()
    fit_s = spent if steps else 0.0
    return Laid(prepared, preprocess, linked.links, linked.table, encoding, fit_s)


def lay(
    prepared: Prepared, encoding: Encoding, steps: Sequence[Step], rng: np.random.Generator
) -> Laid:
    """Do the same without standing still."""
    return at_once(laying(prepared, encoding, steps, rng))
