"""Networks are trained in torch and used in numpy: both must say the same."""

import numpy as np
import pytest
import torch

from armillary.base.errors import Invalid
from armillary.learning.algorithms import all_algorithms
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Machine, State, Table
from armillary.learning.nets.architecture import Sizes
from armillary.learning.nets.learner import NetworkLearner
from armillary.learning.nets.net import Net
from armillary.learning.nets.operations import ACTIVATIONS, Numpy, Torch
from armillary.learning.nets.predictor import NetworkPredictor
from armillary.learning.pack import pack_arrays, unpack_arrays

NETWORKS = {
    name: found
    for name, found in all_algorithms().items()
    if isinstance(found, NetworkLearner) and "classification" in found.tasks
}
VARIANTS = [
    ("feedforward_nn", {"hidden_layers": [7, 5], "activation": "tanh"}),
    ("convolutional_nn", {"channels": [4, 6], "kernel_size": 4}),
    ("convolutional_nn", {"channels": [3], "kernel_size": 31, "pooling": False}),
    ("recurrent_nn", {"cell": "gru", "n_layers": 2, "memory_size": 5}),
    ("recurrent_nn", {"cell": "lstm", "memory_size": 6}),
    ("transformer_nn", {"n_heads": 3, "head_size": 4, "activation": "elu"}),
]


@pytest.mark.skipif(torch.cuda.is_available(), reason="torch finds a graphics card here")
def test_a_card_that_torch_does_not_know_stops_no_training() -> None:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(600, 4)).astype(np.float32)
    target = (features[:, 0] > 0).astype(np.int64)
    table = Table("classification", features, target, features[:99], target[:99], 2, tuple("abcd"))
    values = get_entry("feedforward_nn").defaults() | {
        "hidden_layers": [512, 512], "batch_size": 512, "epochs": 1,
    }  # fmt: skip

    training = NETWORKS["feedforward_nn"].train(
        table, values, np.random.default_rng(0), machine=Machine(device="cuda")
    )
    *_, last = training

    assert last.step == 1


def _follow(resume=None, epochs=4):
    """Train on a card, or what is taken for one, in one batch an epoch; give all looks."""
    rng = np.random.default_rng(0)
    features = rng.normal(size=(400, 4)).astype(np.float32)
    target = (features[:, 0] > 0).astype(np.int64)
    table = Table("classification", features, target, features[:99], target[:99], 2, tuple("abcd"))
    values = get_entry("feedforward_nn").defaults() | {"batch_size": 400, "epochs": epochs}
    learner, seeded = NETWORKS["feedforward_nn"], np.random.default_rng(0)
    machine = Machine(device="cuda")
    return list(learner.train(table, values, seeded, machine=machine, resume=resume))


def _break_once(monkeypatch, call, problem):
    """Let the network's n-th forward pass fail, and no other."""
    calls, forward = iter(range(10_000)), Net.forward

    def failing(self, *given):
        if next(calls) == call:
            raise problem
        return forward(self, *given)

    monkeypatch.setattr(Net, "forward", failing)


@pytest.mark.parametrize("call", range(4))
@pytest.mark.parametrize(
    "problem",
    [torch.OutOfMemoryError("CUDA out of memory."), RuntimeError("CUDA error: out of memory")],
)
def test_a_full_card_is_left_and_nothing_is_lost(monkeypatch, call, problem):
    begun = _follow(epochs=2)[-1].state()
    undisturbed = _follow(begun)[-1].predictor().arrays
    _break_once(monkeypatch, call, problem)

    looks = _follow(begun)

    assert [look.step for look in looks if look.metrics] == [3, 4]
    assert "graphics card had no memory left" in looks[-1].warnings[0]
    for name, array in looks[-1].predictor().arrays.items():
        np.testing.assert_array_equal(array, undisturbed[name])


def test_other_failures_are_not_taken_for_a_full_card(monkeypatch):
    _break_once(monkeypatch, 1, RuntimeError("shapes cannot be multiplied"))

    with pytest.raises(RuntimeError, match="multiplied"):
        _follow()


def _net(algorithm_id: str, params: dict[str, object], sizes: Sizes) -> Net:
    values = get_entry(algorithm_id).defaults() | params
    return Net.fresh(NETWORKS[algorithm_id].architecture, sizes, values, 3, torch.device("cpu"))


def _predictor(net: Net, sizes: Sizes) -> NetworkPredictor:
    arrays = {name: tensor.detach().numpy() for name, tensor in net.named.items()}
    return NetworkPredictor(net.architecture, "classification", sizes, net.params, arrays)


def test_every_network_is_tried_here():
    assert {name for name, _ in VARIANTS} == set(NETWORKS)


@pytest.mark.parametrize(("algorithm_id", "params"), VARIANTS)
@pytest.mark.parametrize("n_columns", [1, 9])
def test_numpy_predicts_what_torch_does(algorithm_id, params, n_columns):
    sizes = Sizes(n_columns, 3)
    net = _net(algorithm_id, params, sizes)
    rows = torch.randn(40, n_columns, generator=torch.Generator().manual_seed(0)) * 3

    expected = net.forward(rows).softmax(dim=1).detach().numpy()

    found = _predictor(net, sizes).predict(rows.numpy())
    assert np.allclose(found, expected, atol=1e-5)


def test_memories_are_those_of_torch():
    rows = torch.randn(6, 4, 2)
    for cell, module in (("gru", torch.nn.GRU), ("lstm", torch.nn.LSTM)):
        peer = module(2, 5, batch_first=True)
        weights = [tensor.detach() for tensor in peer.parameters()]

        found = Numpy().recur(cell, rows.numpy(), [tensor.numpy() for tensor in weights])

        assert np.allclose(found, peer(rows)[0].detach().numpy(), atol=1e-6)
        assert torch.allclose(Torch().recur(cell, rows, weights), peer(rows)[0], atol=1e-6)


@pytest.mark.parametrize("width", [1, 2, 3, 6])
def test_patterns_are_a_convolution(width):
    rows = torch.randn(5, 8, 3)
    weight, bias = torch.randn(4, 3 * width), torch.randn(4)

    found = Torch().linear(Torch().windows(rows, width), weight, bias)

    before = (width - 1) // 2
    padded = torch.nn.functional.pad(rows.swapaxes(1, 2), (before, width - 1 - before))
    expected = torch.nn.functional.conv1d(padded, weight.reshape(4, 3, width), bias)
    assert torch.allclose(found, expected.swapaxes(1, 2), atol=1e-5)
    assert np.allclose(Numpy().windows(rows.numpy(), width), Torch().windows(rows, width))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_both_bend_alike(activation):
    values = torch.linspace(-30, 30, 101)

    found = Numpy().bend(activation, values.numpy())

    assert np.allclose(found, Torch().bend(activation, values).numpy(), atol=1e-6)


@pytest.mark.parametrize(("algorithm_id", "params"), VARIANTS)
def test_layers_of_another_shape_are_refused(algorithm_id, params):
    sizes = Sizes(4, 2)
    state = _predictor(_net(algorithm_id, params, sizes), sizes).to_state()
    arrays = unpack_arrays(state, "network.safetensors")
    name = next(iter(arrays))
    arrays[name] = arrays[name][:-1]
    damaged = State({**state.files, "network.safetensors": pack_arrays(arrays)})

    with pytest.raises(Invalid) as caught:
        NETWORKS[algorithm_id].load(damaged)
    assert caught.value.code == "broken_model"


def test_a_transformer_refuses_more_columns_than_memory_holds():
    rows = np.zeros((10, 300), dtype="float32")
    target = np.arange(10) % 2
    columns = tuple(f"c{place}" for place in range(300))
    table = Table("classification", rows, target, rows, target, 2, columns)
    training = NETWORKS["transformer_nn"].train(
        table,
        get_entry("transformer_nn").defaults(),
        np.random.default_rng(0),
        machine=Machine(),
    )

    with pytest.raises(Invalid, match="at most 256"):
        next(training)
