"""Training a model again without some of its columns: same rows, values and chance otherwise."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning import chain
from armillary.learning.algorithms import get_algorithm
from armillary.learning.contract import Machine, Predictor, Table
from armillary.learning.encodings import encoding_of
from armillary.learning.linking import link_at_once
from armillary.learning.prepare import Prepared

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.model import FittedModel

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Retraining:
    """How a model came to be: its rows as they were split, its algorithm and its values."""

    prepared: Prepared
    algorithm_id: str
    params: Mapping[str, Any]
    first: Sequence[chain.Step]
    seed: int
    machine: Machine

    @staticmethod
    def of(model: FittedModel, prepared: Prepared, machine: Machine) -> Retraining:
        """Take it from a model and the rows that it learned from."""
        steps = [chain.Step(**step) for step in model.first]
        return Retraining(prepared, model.algorithm, model.params, steps, model.seed, machine)

    def losses(self, without: Collection[str], repeat: int) -> Generator[None, None, Floats]:
        """Train without some columns; give what each row of the test part loses (n_rows,).

        Yields whenever the training shows itself. Another ``repeat`` is another chance; without a
        column that chance is the same as with it. Raises `AppError` where nothing can be learned.
        """
        import numpy as np

        prepared = self.prepared
        kept = [name for name in prepared.frame.columns if name not in without]
        texts = prepared.task.texts
        task = replace(
            prepared.task,
            features=tuple(kept),
            texts=None if texts is None else tuple(name for name in texts if name in kept),
        )
        prepared = replace(prepared, frame=prepared.frame[kept], task=task)
        algorithm = get_algorithm(self.algorithm_id)
        encoding = encoding_of(algorithm, self.params)
        preprocess = prepared.learn_preprocess(chain.first_encoding(self.first, encoding))
        first_rng, rng = np.random.default_rng([self.seed, repeat]).spawn(2)
        table = prepared.table(preprocess)
        linked = link_at_once(self.first, table, algorithm.encoding, first_rng, self.machine)
        trained = yield from self._train(linked.table, rng)
        trained = chain.chained(linked.links, trained, algorithm.encoding)
        features, truth = prepared.test_part(preprocess)
        return _losses(trained.predict(features), truth, prepared.task.classes is not None)

    def weights_of_half(self, half: int) -> Generator[None, None, Floats | None]:
        """Train on one half of the training rows; give the weights of its columns (n_encoded,).

        The columns are encoded as those of the model. The halves 0 and 1 share rows only of
        classes that have too few.
        """
        import numpy as np

        algorithm = get_algorithm(self.algorithm_id)
        encoding = encoding_of(algorithm, self.params)
        table = self.prepared.table(self.prepared.learn_preprocess(encoding))
        rows = _half(table, half, np.random.default_rng([self.seed, 2]))
        own = replace(
            table,
            features=table.features[rows],
            target=table.target[rows],
            weights=None if table.weights is None else table.weights[rows],
        )
        trained = yield from self._train(own, np.random.default_rng([self.seed, 3, half]))
        weights = trained.importance()
        return None if weights is None else np.asarray(weights, dtype=np.float64)

    def _train(self, table: Table, rng: np.random.Generator) -> Generator[None, None, Predictor]:
        """Train to the end, yielding whenever the training shows itself."""
        training = get_algorithm(self.algorithm_id).train(
            table, self.params, rng, machine=self.machine
        )
        try:
            for last in training:
                predictor = last.predictor
                yield
        finally:
            training.close()
        return predictor()


def _half(table: Table, half: int, chance: np.random.Generator) -> npt.NDArray[np.int64]:
    """Draw every second row of each class, or of all, and a row of each class that lacks one."""
    import numpy as np

    shuffled = chance.permutation(len(table.target))
    if table.n_classes == 0:
        return np.sort(shuffled[half::2])
    by_class = shuffled[np.argsort(table.target[shuffled], kind="stable")]
    drawn = by_class[half::2]
    lacking = np.setdiff1d(table.target, table.target[drawn])
    added = by_class[np.isin(table.target[by_class], lacking)]
    return np.sort(np.concatenate([drawn, added]))


def _losses(output: Any, truth: Any, is_classes: bool) -> Floats:
    import numpy as np

    if not is_classes:
        squared: Floats = np.square(np.asarray(output, dtype=np.float64).reshape(-1) - truth)
        return squared
    of_truth = output[np.arange(len(truth)), truth] / output.sum(axis=1)
    found: Floats = -np.log(np.clip(of_truth, np.finfo(np.float64).eps, 1.0))
    return found
