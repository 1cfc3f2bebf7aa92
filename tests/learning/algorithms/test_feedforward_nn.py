"""The feedforward network, against PyTorch's own modules and by its own laws."""

from itertools import count, islice

import numpy as np
import pandas as pd
import pytest
import torch

from armillary.learning.algorithms.feedforward_nn import Feedforward
from armillary.learning.contract import Machine, SetParam, State, Task
from armillary.learning.fit import fit
from armillary.learning.nets.architecture import Sizes
from armillary.learning.nets.net import Net
from armillary.learning.nets.operations import ACTIVATIONS
from armillary.learning.nets.predictor import NetworkPredictor


def _table(n_rows: int = 300, kind: str = "classification") -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(n_rows, 4)), columns=list("abcd"))
    bent = frame["a"] * frame["b"] + frame["c"]
    frame["y"] = (bent > 0).astype(int) if kind == "classification" else 1000 + 50 * bent
    return frame


def _fit(params, *, n_rows=300, kind="classification", resume=None, machine=None):
    return fit(
        _table(n_rows, kind),
        Task(kind, "y"),
        "feedforward_nn",
        params,
        seed=1,
        resume=resume,
        machine=machine or Machine(),
    )


def _always_due() -> Machine:
    """Give a machine so slow that a sign of life is always due."""
    ticks = count()
    return Machine(clock=lambda: float(next(ticks)))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_numpy_predicts_what_torch_does(activation):
    torch.manual_seed(0)
    bends = {
        "relu": torch.nn.ReLU,
        "tanh": torch.nn.Tanh,
        "sigmoid": torch.nn.Sigmoid,
        "leaky_relu": torch.nn.LeakyReLU,
        "elu": torch.nn.ELU,
    }
    first, second = torch.nn.Linear(5, 8), torch.nn.Linear(8, 3)
    network = torch.nn.Sequential(first, bends[activation](), second, torch.nn.Softmax(dim=1))
    named = {
        "weight_0": first.weight.detach(),
        "bias_0": first.bias.detach(),
        "weight_1": second.weight.detach(),
        "bias_1": second.bias.detach(),
    }
    rows, params = torch.randn(50, 5) * 4, {"activation": activation, "hidden_layers": [8]}

    arrays = {name: tensor.numpy() for name, tensor in named.items()}
    predictor = NetworkPredictor(Feedforward(), "classification", Sizes(5, 3), params, arrays)
    own = Net(Feedforward(), params, named)

    expected = network(rows).detach().numpy()
    assert np.allclose(predictor.predict(rows.numpy()), expected, atol=1e-6)
    assert torch.allclose(own.forward(rows).softmax(dim=1), torch.tensor(expected), atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "slope"), [("l2", lambda w: w), ("l1", torch.sign), ("none", torch.zeros_like)]
)
def test_one_step_follows_the_slope_of_loss_and_penalty(kind, slope):
    """With plain sgd, one batch and one epoch the step can be done by hand."""
    from armillary.learning.catalogue import get_entry
    from armillary.learning.contract import Table
    from armillary.learning.nets.epochs import Epochs

    rng = np.random.default_rng(0)
    rows, target = rng.normal(size=(16, 3)).astype("float32"), rng.integers(0, 2, 16)
    table = Table("classification", rows, target, rows, target, 2, ("a", "b", "c"))
    given = {
        "hidden_layers": [4],
        "optimizer": "sgd",
        "momentum": 0.0,
        "learning_rate": 0.1,
        "batch_size": 16,
        "regularization": kind,
        "regularization_rate": 0.3,
    }
    params = get_entry("feedforward_nn").defaults() | given
    epochs = Epochs(Feedforward(), table, params, 5, Machine())
    before = [tensor.detach().clone().requires_grad_() for tensor in epochs.net.tensors]
    named = dict(zip(epochs.net.named, before, strict=True))
    output = Net(Feedforward(), params, named).forward(torch.from_numpy(rows))
    torch.nn.functional.cross_entropy(output, torch.from_numpy(target)).backward()

    list(epochs.run_one())

    for place, (tensor, old) in enumerate(zip(epochs.net.tensors, before, strict=True)):
        penalty = 0.3 * slope(old) if place % 2 == 0 else 0.0  # weights only, not biases
        expected = old - 0.1 * (old.grad + penalty)
        assert torch.allclose(tensor, expected, atol=1e-6)


@pytest.mark.parametrize("optimizer", ["adam", "sgd", "rmsprop", "adagrad"])
@pytest.mark.parametrize("kind", ["classification", "regression"])
def test_every_optimizer_resumes_exactly(optimizer, kind):
    params = {
        "epochs": 6,
        "optimizer": optimizer,
        "learning_rate": 0.01,
        "dropout_rate": 0.3,
        "learning_rate_schedule": "cosine",
        "regularization": "l1",
    }
    expected = list(_fit(params, kind=kind))

    running = _fit(params, kind=kind)
    looks = list(islice(running, 3))
    state = looks[-1].state()
    running.close()
    looks += list(_fit(params, kind=kind, resume=state))[1:]

    assert [look.metrics for look in looks] == [look.metrics for look in expected]
    assert looks[-1].evaluation == expected[-1].evaluation


@pytest.mark.parametrize("place", [0, 1, 3, 4])
def test_an_epoch_that_was_interrupted_goes_on_in_the_same_order(place):
    params = {"epochs": 2, "batch_size": 512, "dropout_rate": 0.3}
    expected = [look for look in _fit(params, n_rows=40_000) if look.metrics]
    running = _fit(params, n_rows=40_000, machine=_always_due())
    looks = list(islice(running, place + 1))
    state = looks[-1].state()
    running.close()

    looks += _fit(params, n_rows=40_000, machine=_always_due(), resume=State(dict(state.files)))

    assert not looks[0].metrics
    assert 0 < looks[0].fraction < 0.5
    points = [look.metrics for look in looks if look.metrics]
    assert points == [look.metrics for look in expected]
    assert looks[-1].evaluation == expected[-1].evaluation


def test_closing_within_the_first_epoch_still_leaves_a_model():
    running = _fit({"epochs": 2, "batch_size": 512}, n_rows=20_000, machine=_always_due())
    look = next(running)
    running.close()

    assert look.step == 0
    assert look.model().predict(_table()).probabilities.shape == (300, 2)


def test_the_epoch_that_is_best_on_the_validation_part_is_kept():
    *looks, last = _fit({"epochs": 150, "learning_rate": 0.03, "regularization": "none"})

    best = int(np.argmin([look.metrics["val_loss"] for look in looks])) + 1
    assert best < 150
    short = list(_fit({"epochs": best, "learning_rate": 0.03, "regularization": "none"}))
    assert last.evaluation == short[-1].evaluation


def test_patience_stops_it_and_says_why():
    *_, last = _fit({"epochs": 500, "learning_rate": 0.05, "early_stopping_epochs": 4})

    assert last.step == last.total < 500
    assert f"The model is that of epoch {last.step - 4}." in last.warnings[-1]


def test_numbers_far_from_nought_are_learned_in_their_own_units():
    *_, last = _fit({"epochs": 150, "learning_rate": 0.01}, kind="regression")

    assert last.evaluation["overall_metrics"]["r2"] > 0.85
    assert last.metrics["val_rmse"] == pytest.approx(last.metrics["val_loss"] ** 0.5)
    predicted = last.model().predict(_table(kind="regression")).values
    assert abs(predicted.mean() - 1000) < 20


def test_a_wild_learning_rate_ends_in_a_usable_model_all_the_same():
    *_, last = _fit(
        {"epochs": 5, "optimizer": "sgd", "learning_rate": 1.0, "regularization": "none"},
        kind="regression",
    )

    assert np.isfinite(last.model().predict(_table(kind="regression")).values.astype(float)).all()


def test_gradients_are_clipped_and_classes_balanced():
    *_, last = _fit({"epochs": 20, "gradient_clip": 0.5, "balance_classes": True})

    assert last.evaluation["overall_metrics"]["accuracy"] > 0.6


def test_a_steered_learning_rate_survives_an_interruption():
    def steered(resume_after):
        running = _fit({"epochs": 6})
        looks = [next(running), running.send(SetParam("learning_rate", 0.1))]
        if resume_after:
            state = looks[-1].state()
            running.close()
            running = _fit({"epochs": 6}, resume=state)
            next(running)
        return [look.metrics for look in [*looks, *running]]

    assert steered(resume_after=True) == steered(resume_after=False)


def test_training_leaves_torch_s_own_random_numbers_alone():
    torch.manual_seed(7)
    before = torch.get_rng_state()

    list(_fit({"epochs": 2, "dropout_rate": 0.5}))

    assert torch.equal(torch.get_rng_state(), before)
