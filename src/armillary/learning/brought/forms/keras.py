"""Keras' HDF5 files: dense networks, read as data."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from armillary.base.errors import Unavailable
from armillary.learning.brought.engines.layers import Layer, LayerKind
from armillary.learning.brought.finding import Finding
from armillary.learning.brought.nets import find_in_layers
from armillary.learning.brought.problems import Refused, refuse

_BENDS: Mapping[str, LayerKind] = {
    "relu": "relu",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "softmax": "softmax",
    "elu": "elu",
    "selu": "selu",
    "softplus": "softplus",
    "leaky_relu": "leaky_relu",
    "swish": "silu",
    "silu": "silu",
}
_NOTHING = {"InputLayer", "Dropout", "Flatten", "GaussianNoise", "ActivityRegularization"}
_CODE = {"Lambda", "TFOpLambda", "SlicingOpLambda"}
_EXPORT = "Convert the model to ONNX where you trust it (`tf2onnx`), and bring that."
_MOST_VALUES = 50_000_000


class Keras:
    """A network of dense layers in a row, saved whole as ``.h5``."""

    id = "keras"
    suffixes = (".h5", ".hdf5")
    title = "Keras model of dense layers, saved as HDF5"
    preload = (
        *("h5py", "numpy", "scipy.special", "safetensors.numpy"),
        "armillary.learning.brought.nets",
    )
    instead = _EXPORT

    def find(self, data: bytes) -> Finding:
        """Read which layers there are, and the weights of each."""
        try:
            import h5py
        except ImportError as error:
            message = "HDF5 is not installed here: `pip install 'armillary[formats]'`."
            raise Unavailable(message, code="needs_extra") from error
        if not data.startswith(b"\x89HDF\r\n\x1a\n"):
            raise Refused("The file is no HDF5 file, as its name says.")
        try:
            with h5py.File(io.BytesIO(data), "r") as file:
                return _find(file)
        except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:
            raise refuse(f"The HDF5 file is damaged ({str(error)[:200]}).") from error


form = Keras()


def _find(file: Any) -> Finding:
    described = file.attrs.get("model_config")
    if described is None:
        raise Refused(
            "The file holds the weights alone, and not which layers they belong to. Save the whole "
            "model with `model.save('model.h5')`.",
            code="only_weights",
        )
    text = described.decode() if isinstance(described, bytes) else str(described)
    config = json.loads(text)
    weights = _weights(file)
    layers = [layer for described in _in_a_row(config) for layer in _layers(described, weights)]
    return find_in_layers("keras", layers, str(config.get("class_name", "network"))[:40])


def _in_a_row(config: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the layers; raises where they are not one after another."""
    layers = list(config["config"]["layers"])
    code = sorted({layer["class_name"] for layer in layers} & _CODE)
    if code:
        raise Refused(
            f"The network has a {code[0]} layer, which is code of its own, and code is not run. "
            f"Nothing of it was. {_EXPORT}",
            code="forbidden_in_model",
        )
    if config["class_name"] == "Sequential":
        return layers
    if config["class_name"] not in ("Functional", "Model"):
        name = str(config["class_name"])[:60]
        raise Refused(f"The file holds a {name}, which is not converted. {_EXPORT}")
    for before, layer in pairwise(layers):
        named = json.dumps(layer.get("inbound_nodes"))
        if json.dumps(before["config"]["name"]) not in named:
            raise Refused(f"The network's layers do not stand in one row. {_EXPORT}")
    return layers


def _layers(described: Mapping[str, Any], weights: Mapping[str, Any]) -> Iterator[Layer]:
    kind, config = str(described["class_name"]), described["config"]
    own = weights.get(str(config.get("name")), {})
    if kind in _NOTHING:
        return
    if kind == "Dense":
        yield _dense(config, own)
        yield from _bend(config.get("activation", "linear"), config)
    elif kind == "BatchNormalization":
        yield _batch_norm(config, own)
    elif kind == "Activation":
        yield from _bend(config["activation"], config)
    elif kind in ("ReLU", "LeakyReLU", "ELU", "Softmax"):
        _require_plain(kind, config)
        names = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax"}
        yield from _bend(names[kind], config)
    else:
        raise Refused(f"The layer {kind[:60]} is not converted. {_EXPORT}")


def _require_plain(kind: str, config: Mapping[str, Any]) -> None:
    """Refuse a rectifier that does more than its name says."""
    if kind == "ReLU" and any(config.get(name) for name in ("max_value", "negative_slope",
                                                           "threshold")):  # fmt: skip
        raise Refused(f"The layer ReLU has bounds of its own and is not converted. {_EXPORT}")


def _bend(name: Any, config: Mapping[str, Any]) -> Iterator[Layer]:
    if name in (None, "linear"):
        return
    if name not in _BENDS:
        raise Refused(f"The activation {str(name)[:60]!r} is not converted. {_EXPORT}")
    slopes = [config.get(key) for key in ("negative_slope", "alpha")]
    given = next((float(slope) for slope in slopes if isinstance(slope, int | float)), None)
    usual = {"leaky_relu": 0.3 if "alpha" in config or "negative_slope" in config else 0.2}
    yield Layer(_BENDS[name], usual.get(name, 1.0) if given is None else given)


def _dense(config: Mapping[str, Any], own: Mapping[str, Any]) -> Layer:
    import numpy as np

    kernel = own["kernel"]
    bias = own["bias"] if config.get("use_bias", True) else np.zeros(kernel.shape[1])
    return Layer("dense", arrays={"weights": kernel, "bias": bias})


def _batch_norm(config: Mapping[str, Any], own: Mapping[str, Any]) -> Layer:
    import numpy as np

    spread = np.sqrt(own["moving_variance"] + float(config.get("epsilon", 1e-3)))
    stretch = own.get("gamma", 1.0) / spread
    return Layer(
        "scale",
        arrays={"weights": stretch, "bias": own.get("beta", 0.0) - own["moving_mean"] * stretch},
    )


def _weights(file: Any) -> dict[str, dict[str, Any]]:
    """Give the weights of each layer by their short name; nothing outside the file is followed."""
    import h5py
    import numpy as np

    found: dict[str, dict[str, Any]] = {}
    left = _MOST_VALUES

    def walk(group: Any, layer: str | None, depth: int) -> None:
        nonlocal left
        if depth > 12:
            raise refuse("The HDF5 file is nested too deeply.")
        for name in group:
            if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                raise refuse("The HDF5 file points outside itself.")
            item = group[name]
            own = name if layer is None else layer
            if isinstance(item, h5py.Group):
                walk(item, own, depth + 1)
                continue
            if item.external or item.is_virtual:
                raise refuse("The HDF5 file points outside itself.")
            left -= int(item.size)
            if left < 0 or item.dtype.kind != "f":
                raise refuse("The weights are too many, or no numbers.")
            found.setdefault(own, {})[name.partition(":")[0]] = np.array(item, dtype=np.float64)

    walk(file["model_weights"], None, 0)
    return found
