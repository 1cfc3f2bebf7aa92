"""Networks on a graphics card, where there is one."""

import numpy as np
import pytest
import torch

from armillary.learning.algorithms import all_algorithms
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Machine, Table
from armillary.learning.nets.learner import NetworkLearner

pytestmark = pytest.mark.skipif(
    not torch.cuda.is_available(), reason="no graphics card: what runs on one was not tested"
)
NETWORKS = sorted(
    name
    for name, found in all_algorithms().items()
    if isinstance(found, NetworkLearner) and "classification" in found.tasks
)
GPU, CPU = Machine(threads=2, device="cuda"), Machine(threads=1)
ROWS = 2_000


def _table() -> Table:
    rng = np.random.default_rng(5)
    features = rng.normal(size=(ROWS, 12)).astype(np.float32)
    target = (features[:, 0] * features[:, 1] + features[:, 2] > 0).astype(np.int64)
    held = ROWS // 5
    names = tuple(f"c{place}" for place in range(12))
    return Table("classification", features[held:], target[held:], features[:held], target[:held],
                 2, names)  # fmt: skip


def _values(algorithm_id: str, epochs: int = 2) -> dict[str, object]:
    # With as many rows a batch the steps are heavy enough for a card.
    wide = {"hidden_layers": [512, 512]} if algorithm_id == "feedforward_nn" else {}
    return get_entry(algorithm_id).defaults() | {"epochs": epochs, "batch_size": 512} | wide


def _train(algorithm_id: str, machine: Machine, epochs: int = 2, resume=None):
    values = _values(algorithm_id, epochs)
    rng = np.random.default_rng(1)
    training = all_algorithms()[algorithm_id].train(
        _table(), values, rng, machine=machine, resume=resume
    )
    *_, last = training
    return last


def _said(snapshot) -> np.ndarray:
    return np.asarray(snapshot.predictor().predict(_table().validation_features))


@pytest.mark.parametrize("algorithm_id", NETWORKS)
def test_the_same_seed_gives_the_same_network_and_about_that_of_the_processor(algorithm_id):
    torch.cuda.reset_peak_memory_stats()
    once, again = (_said(_train(algorithm_id, GPU)) for _ in range(2))

    assert torch.cuda.max_memory_allocated() > 0
    np.testing.assert_array_equal(once, again)
    # Sums are added in another order there.
    np.testing.assert_allclose(once, _said(_train(algorithm_id, CPU)), atol=0.02)


@pytest.mark.parametrize("algorithm_id", NETWORKS)
def test_a_training_goes_on_where_there_is_no_card_and_back(algorithm_id):
    begun = _train(algorithm_id, GPU, epochs=1).state()

    below = _train(algorithm_id, CPU, epochs=2, resume=begun)
    back = _train(algorithm_id, GPU, epochs=3, resume=below.state())

    assert (below.step, back.step) == (2, 3)
    assert np.isfinite(_said(back)).all()


def test_a_card_without_memory_is_left():
    undisturbed = _train("feedforward_nn", CPU)
    torch.cuda.empty_cache()
    torch.cuda.set_per_process_memory_fraction(1e-6)
    try:
        last = _train("feedforward_nn", GPU)
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)

    assert "graphics card had no memory left" in last.warnings[0]
    assert last.step == 2
    np.testing.assert_allclose(_said(last), _said(undisturbed), atol=0.02)
