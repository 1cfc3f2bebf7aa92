"""PyTorch's own files: whole models of known layers, read without PyTorch and without running."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from armillary.learning.brought.engines.layers import Layer, LayerKind
from armillary.learning.brought.finding import Finding
from armillary.learning.brought.nets import find_in_layers
from armillary.learning.brought.pickles.allowed import modern
from armillary.learning.brought.pickles.walk import StandIn, walk
from armillary.learning.brought.problems import Refused, refuse
from armillary.learning.brought.zips import read_zip

_NN = "torch.nn.modules."
_STORAGES: Mapping[str, str] = {
    "torch.FloatStorage": "float32",
    "torch.DoubleStorage": "float64",
    "torch.HalfStorage": "float16",
    "torch.LongStorage": "int64",
    "torch.IntStorage": "int32",
    "torch.BoolStorage": "bool",
}
_DATA = {
    "collections.OrderedDict",
    "torch._utils._rebuild_tensor_v2",
    "torch._utils._rebuild_parameter",
    "builtins.set",
    "torch.device",
}
_BENDS: Mapping[str, LayerKind] = {
    "activation.ReLU": "relu",
    "activation.Sigmoid": "sigmoid",
    "activation.Tanh": "tanh",
    "activation.Softmax": "softmax",
    "activation.LogSoftmax": "softmax",
    "activation.LeakyReLU": "leaky_relu",
    "activation.ELU": "elu",
    "activation.SELU": "selu",
    "activation.GELU": "gelu",
    "activation.SiLU": "silu",
    "activation.Softplus": "softplus",
}
_NOTHING = {"dropout.Dropout", "linear.Identity", "flatten.Flatten"}
_KNOWN = {
    *(_NN + name for name in (*_BENDS, *_NOTHING)),
    *(_NN + name for name in ("container.Sequential", "linear.Linear")),
    *(_NN + name for name in ("batchnorm.BatchNorm1d", "normalization.LayerNorm")),
}
_EXPORT = (
    "Export it where you trust it: `torch.onnx.export(model, example_rows, 'model.onnx')`, and "
    "bring that."
)
_DEEPEST = 20


class Torch:
    """A `Sequential` of layers for tables, saved whole by ``torch.save(model, …)``."""

    id = "torch"
    suffixes = (".pt", ".pth")
    title = "PyTorch model of linear layers, saved whole"
    preload = ("numpy", "armillary.learning.brought.nets", "scipy.special", "safetensors.numpy")
    instead = _EXPORT

    def find(self, data: bytes) -> Finding:
        """Read what the file says of each layer; nothing of it is called."""
        if not data.startswith(b"PK"):
            raise Refused(
                "The file is of PyTorch's old form, or of none of its. Save it again with PyTorch "
                "1.6 or newer."
            )
        files = read_zip(data)
        folder = _folder(files)
        if any(name.startswith(f"{folder}code/") for name in files):
            raise Refused(f"The file is a TorchScript program, and code is not run. {_EXPORT}")
        walked = walk(files[f"{folder}data.pkl"], lambda pid: _stored(pid, files, folder))
        _require_known(walked.names)
        module = _unwrapped(walked.made)
        layers = list(_layers(module, 0))
        return find_in_layers("pytorch", layers, "Sequential")


form = Torch()


def _folder(files: Mapping[str, bytes]) -> str:
    found = [name for name in files if name.endswith("data.pkl") and name.count("/") <= 1]
    if len(found) != 1:
        raise Refused("The zip holds no data.pkl as PyTorch writes it.")
    return found[0].removesuffix("data.pkl")


def _require_known(names: Iterable[str]) -> None:
    strangers = [name for name in names if modern(name) not in _KNOWN | _DATA | set(_STORAGES)]
    if not strangers:
        return
    shown = ", ".join(strangers[:5])
    layers = all(name.startswith(_NN) for name in strangers)
    what = "has layers that are not converted" if layers else "asks for"
    raise Refused(
        f"The file {what}: {shown}. Nothing of it was run. {_EXPORT}", code="forbidden_in_model"
    )


def _stored(pid: Any, files: Mapping[str, bytes], folder: str) -> Any:
    """Give the numbers of a storage that the pickle points to."""
    import numpy as np

    is_sound = isinstance(pid, tuple) and len(pid) == 5 and pid[0] == "storage"
    kind = getattr(pid[1], "path", "") if is_sound else ""
    data = files.get(f"{folder}data/{pid[2]}") if is_sound else None
    if kind not in _STORAGES or data is None:
        raise refuse("The file points to numbers that it does not hold.")
    return np.frombuffer(data, dtype=_STORAGES[kind])


def _unwrapped(made: Any) -> StandIn:
    if isinstance(made, dict):
        made = made.get("model", made)
    if isinstance(made, dict) or getattr(made, "path", "") == "collections.OrderedDict":
        raise Refused(
            "The file holds the weights alone (a state_dict), and not which layers they belong to. "
            f"Save the whole model with `torch.save(model, …)`, or export it. {_EXPORT}",
            code="only_weights",
        )
    if not isinstance(made, StandIn) or not made.path.startswith(_NN):
        raise Refused(f"The file holds a {type(made).__name__}, which is no network.")
    return made


def _layers(module: Any, depth: int) -> Iterable[Layer]:
    kind = getattr(module, "path", "").removeprefix(_NN)
    if depth > _DEEPEST or not isinstance(getattr(module, "state", None), dict):
        raise refuse("A layer of the network is not sound.")
    if kind == "container.Sequential":
        for inner in _named(module.state.get("_modules")).values():
            yield from _layers(inner, depth + 1)
    elif kind not in _NOTHING:
        yield _layer(kind, module.state)


def _layer(kind: str, state: Mapping[str, Any]) -> Layer:
    if kind == "linear.Linear":
        return _dense(state)
    if kind == "batchnorm.BatchNorm1d":
        return _batch_norm(state)
    if kind == "normalization.LayerNorm":
        weights, bias = _weights(state)
        return Layer("normalize", float(state.get("eps", 1e-5)), {"weights": weights, "bias": bias})
    if kind not in _BENDS:
        raise Refused(f"The layer {kind.rpartition('.')[2]} is not converted. {_EXPORT}")
    if kind == "activation.GELU" and state.get("approximate") == "tanh":
        return Layer("gelu_tanh")
    numbers: Mapping[str, Callable[[], Any]] = {
        "activation.LeakyReLU": lambda: state.get("negative_slope", 0.01),
        "activation.ELU": lambda: state.get("alpha", 1.0),
    }
    return Layer(_BENDS[kind], float(numbers.get(kind, lambda: 0.0)()))


def _dense(state: Mapping[str, Any]) -> Layer:
    import numpy as np

    weights, bias = _weights(state)
    if weights is None or weights.ndim != 2:
        raise refuse("A linear layer has no weights.")
    bias = np.zeros(len(weights)) if bias is None else bias
    return Layer("dense", arrays={"weights": np.ascontiguousarray(weights.T), "bias": bias})


def _batch_norm(state: Mapping[str, Any]) -> Layer:
    """Give what it does once it has learned: it moves and stretches each column."""
    import numpy as np

    buffers = {name: _numbers(item) for name, item in _named(state.get("_buffers")).items()}
    mean, variance = buffers.get("running_mean"), buffers.get("running_var")
    if mean is None or variance is None:
        raise Refused(f"A BatchNorm1d keeps no running statistics. {_EXPORT}")
    weights, bias = _weights(state)
    stretch = 1.0 / np.sqrt(variance + float(state.get("eps", 1e-5)))
    stretch = stretch if weights is None else stretch * weights
    moved = (0.0 if bias is None else bias) - mean * stretch
    return Layer("scale", arrays={"weights": stretch, "bias": moved})


def _weights(state: Mapping[str, Any]) -> tuple[Any, Any]:
    found = {name: _numbers(item) for name, item in _named(state.get("_parameters")).items()}
    return found.get("weight"), found.get("bias")


def _named(thing: Any) -> dict[str, Any]:
    """Give what a dictionary, or what stands for an ordered one, holds."""
    if isinstance(thing, dict):
        return thing
    return dict(thing.items) if isinstance(thing, StandIn) else {}


def _numbers(thing: Any) -> Any:
    """Give the numbers of a tensor that is described, as float64; None where there are none."""
    import numpy as np

    if thing is None:
        return None
    if getattr(thing, "path", "") == "torch._utils._rebuild_parameter":
        thing = thing.arguments[0]
    if getattr(thing, "path", "") != "torch._utils._rebuild_tensor_v2":
        raise refuse("A weight of the network is no tensor.")
    storage, offset, shape, strides = thing.arguments[:4]
    size = storage.itemsize
    reach = offset + sum((n - 1) * step for n, step in zip(shape, strides, strict=True)) + 1
    is_inside = offset >= 0 and min((*shape, *strides, 0)) >= 0 and reach <= len(storage)
    if not is_inside or len(shape) > 4:
        raise refuse("A weight of the network lies outside the numbers of the file.")
    view = np.lib.stride_tricks.as_strided(
        storage[offset:], tuple(shape), tuple(step * size for step in strides), writeable=False
    )
    return np.array(view, dtype=np.float64)
