"""Networks of PyTorch and Keras: read as data, saying what the originals say."""

import io
import json
from typing import Any

import numpy as np
import pytest

from armillary.base.errors import AppError
from armillary.learning.brought.assembling import assemble
from armillary.learning.brought.finding import to_answer
from armillary.learning.brought.forms import find, get_form
from armillary.learning.model import FittedModel

ROWS = np.random.default_rng(5).normal(size=(20, 4)).astype(np.float32)


def _bring(form: str, data: bytes) -> FittedModel:
    return assemble(to_answer(find(get_form(form), data)))[0]


def test_a_network_of_pytorch_says_the_same() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch comes with an extra")
    nn = torch.nn
    torch.manual_seed(0)
    net = nn.Sequential(
        nn.Linear(4, 8),
        nn.BatchNorm1d(8),
        nn.LeakyReLU(0.2),
        nn.Dropout(),
        nn.Sequential(nn.Linear(8, 5), nn.GELU(), nn.LayerNorm(5)),
        nn.Linear(5, 3, bias=False),
    )
    net(torch.tensor(ROWS))
    net.eval()
    out = io.BytesIO()
    torch.save({"model": net}, out)

    model = _bring("torch", out.getvalue())

    expected = torch.softmax(net(torch.tensor(ROWS)), 1).detach().numpy()
    assert np.allclose(model.predictor.predict(ROWS), expected, atol=1e-6)
    assert model.classes == (0, 1, 2)


def test_weights_alone_are_refused_with_what_to_save() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch comes with an extra")
    out = io.BytesIO()
    torch.save(torch.nn.Linear(2, 1).state_dict(), out)

    with pytest.raises(AppError, match=r"state_dict.*torch\.save\(model") as refused:
        _bring("torch", out.getvalue())

    assert refused.value.code == "only_weights"


def test_a_network_of_keras_says_the_same_as_by_hand() -> None:
    h5py = pytest.importorskip("h5py", reason="HDF5 comes with an extra")
    rng = np.random.default_rng(1)
    kernels = [rng.normal(size=(4, 6)), rng.normal(size=(6, 1))]
    layers: list[dict[str, Any]] = [
        {"class_name": "InputLayer", "config": {"name": "in"}},
        {"class_name": "Dense", "config": {"name": "d1", "activation": "tanh"}},
        {"class_name": "Dropout", "config": {"name": "drop"}},
        {"class_name": "Dense", "config": {"name": "d2", "activation": "sigmoid"}},
    ]
    out = io.BytesIO()
    with h5py.File(out, "w") as file:
        config = {"class_name": "Sequential", "config": {"layers": layers}}
        file.attrs["model_config"] = json.dumps(config)
        for name, kernel in zip(("d1", "d2"), kernels, strict=True):
            file[f"model_weights/{name}/sequential/{name}/kernel"] = kernel.astype(np.float32)
            file[f"model_weights/{name}/sequential/{name}/bias"] = np.full(
                kernel.shape[1], 0.5, dtype=np.float32
            )

    model = _bring("keras", out.getvalue())

    hidden = np.tanh(ROWS @ kernels[0] + 0.5)
    share = 1 / (1 + np.exp(-(hidden @ kernels[1] + 0.5)[:, 0]))
    assert np.allclose(model.predictor.predict(ROWS)[:, 1], share, atol=1e-6)
    assert model.classes == (0, 1)
