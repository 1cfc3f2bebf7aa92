"""Weights as one safetensors file, and a manifest that says what each is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.pack import pack_arrays, unpack_arrays
from armillary.learning.travel.exports import native
from armillary.learning.travel.portable import manifest_of, model_of
from armillary.learning.travel.zipped import zipped

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

FORMAT, WEIGHTS = "armillary-safetensors-2", "model.safetensors"
_SUFFIX = ".safetensors"
_README = """`model.safetensors` holds all numbers of the model; `manifest.json` says what it is,
what its columns are and how they are prepared. Arrays are named after the file of the model's
bundle that they come from and their name there, such as `linear/coefficients`. Armillary takes
this zip back as the same model: *Bring a model*, or `armillary models import`.
"""


class Safetensors:
    """Arrays that any language reads, and a manifest."""

    id = "safetensors"
    title = "Safetensors with manifest"
    description = "All weights as plain arrays, with a JSON description."
    suffix = ".zip"
    media_type = "application/zip"

    def why_not(self, model: FittedModel) -> str | None:
        """Whatever is made of arrays can be written so."""
        files = model.predictor.to_state().for_predicting().files
        other = sorted(name for name in files if not name.endswith((".safetensors", ".json")))
        if other or model.algorithm in native.ALGORITHMS:
            named = other[0] if other else next(iter(files))
            return f"Its weights are no arrays: {named} is a format of its own. Take that instead."
        return None

    def write(self, model: FittedModel, manifest: Mapping[str, Any]) -> bytes:
        """Give the arrays of all files in one, and the rest in the manifest."""
        state = model.predictor.to_state().for_predicting()
        arrays: dict[str, Any] = {}
        settings = {name: data for name, data in state.files.items() if name.endswith(".json")}
        parts = state.files.keys() - settings
        for name in parts:
            own = unpack_arrays(state, name)
            arrays |= {f"{name.removesuffix(_SUFFIX)}/{key}": array for key, array in own.items()}
        weights = {WEIGHTS: pack_arrays(arrays)}
        described = manifest_of(model, manifest, FORMAT, weights, settings, list(parts))
        return zipped({**weights, "manifest.json": described, "README.md": _README.encode()})


def read(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> FittedModel:
    """Give the model that a zip of this form holds; raises `AppError` where it was changed."""
    from safetensors.numpy import load

    # A part without any array is a part all the same.
    by_file: dict[str, dict[str, Any]] = {
        str(name).removesuffix(_SUFFIX): {} for name in manifest["parts"]
    }
    for name, array in load(files[WEIGHTS]).items():
        stem, _, own = name.partition("/")
        by_file.setdefault(stem, {})[own] = array
    weights = {f"{stem}{_SUFFIX}": pack_arrays(own) for stem, own in by_file.items()}
    return model_of(manifest, files, weights)


export = Safetensors()
