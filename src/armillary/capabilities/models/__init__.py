"""Models: what training leaves, kept, asked and downloaded."""

from armillary.capabilities.models.asking import describe, predict
from armillary.capabilities.models.bringing import bring_in
from armillary.capabilities.models.bundles import (
    StoredBundle,
    export_bundle,
    keep_only,
    load_bundle,
    read_manifest,
    write_bundle,
    zip_bundle,
)
from armillary.capabilities.models.explained import find_latest as find_latest_explanation
from armillary.capabilities.models.registry.lineage import lineage_of
from armillary.capabilities.models.service import (
    Lineage,
    delete_model,
    find_model,
    get_model,
    list_models,
    register,
)
from armillary.capabilities.models.wire import to_wire

__all__ = [
    "Lineage",
    "StoredBundle",
    "bring_in",
    "delete_model",
    "describe",
    "export_bundle",
    "find_latest_explanation",
    "find_model",
    "get_model",
    "keep_only",
    "lineage_of",
    "list_models",
    "load_bundle",
    "predict",
    "read_manifest",
    "register",
    "to_wire",
    "write_bundle",
    "zip_bundle",
]
