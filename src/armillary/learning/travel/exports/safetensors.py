"""Weights as one safetensors file, and a manifest that says what each is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.base.values import from_json, to_json
from armillary.learning.pack import pack_arrays, unpack_arrays
from armillary.learning.travel.zipped import zipped

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_README = """`model.safetensors` holds all numbers of the model; `manifest.json` says what it is,
what its columns are and how they are prepared. Arrays are named after the file of the model's
bundle that they come from and their name there, such as `linear/coefficients`.
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
        if other or model.algorithm in ("lightgbm", "xgboost"):
            named = other[0] if other else next(iter(files))
            return f"Its weights are no arrays: {named} is a format of its own. Take that instead."
        return None

    def write(self, model: FittedModel, manifest: Mapping[str, Any]) -> bytes:
        """Give the arrays of all files in one, and the rest in the manifest."""
        state = model.predictor.to_state().for_predicting()
        arrays: dict[str, Any] = {}
        documents: dict[str, Any] = {}
        for name, data in state.files.items():
            if name.endswith(".json"):
                documents[name] = from_json(data)
                continue
            stem = name.removesuffix(".safetensors")
            own = unpack_arrays(state, name)
            arrays |= {f"{stem}/{key}": array for key, array in own.items()}
        described = {
            **{key: manifest.get(key) for key in ("algorithm", "params", "task", "metrics")},
            **{key: manifest.get(key) for key in ("features", "recipe", "first", "versions")},
            "format": "armillary-safetensors-1",
            "documents": documents,
            "preprocess": from_json(model.preprocess.to_json()),
            "proof": {
                "rows": list(model.proof_rows),
                "output": model.predictor.predict(model.encode_rows(model.proof_rows)).tolist(),
            },
        }
        return zipped(
            {
                "model.safetensors": pack_arrays(arrays),
                "manifest.json": to_json(described),
                "README.md": _README.encode(),
            }
        )


export = Safetensors()
