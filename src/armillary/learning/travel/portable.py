"""What a model is beside its weights, in one manifest, and the model that it is again with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.base.values import from_json, to_json
from armillary.learning import bundle

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


def manifest_of(
    model: FittedModel,
    known: Mapping[str, Any],
    form: str,
    weights: Mapping[str, bytes],
    settings: Mapping[str, bytes],
    parts: Sequence[str] = (),
) -> bytes:
    """Give the manifest that goes with files of weights, sealed by their hashes.

    ``known`` is the manifest of the model's bundle, as far as there is one; ``settings`` are those
    files of its predictor that are JSON, and stand in the manifest themselves; ``parts`` names
    the others, where they come in one file.
    """
    described = {
        **bundle.describe(model, known.get("lineage") or {}),
        **{name: known[name] for name in ("versions", "warnings") if name in known},
        "format": form,
        "parts": sorted(parts),
        "settings": {name: from_json(data) for name, data in settings.items()},
        "documents": {name: from_json(data) for name, data in bundle.documents_of(model).items()},
    }
    return to_json(bundle.sealed(described, weights))


def model_of(
    manifest: Mapping[str, Any], files: Mapping[str, bytes], weights: Mapping[str, bytes]
) -> FittedModel:
    """Give the model of a manifest and what it lists; raises `AppError` where that was changed."""
    bundle.require_unchanged(manifest, files)
    settings = {name: to_json(data) for name, data in manifest["settings"].items()}
    documents = {name: to_json(data) for name, data in manifest["documents"].items()}
    return bundle.model_of(manifest, documents, {**weights, **settings})
