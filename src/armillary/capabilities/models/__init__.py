"""Models: what training leaves, kept, asked and downloaded."""

from armillary.capabilities.models.bundles import (
    StoredBundle,
    load_bundle,
    write_bundle,
    zip_bundle,
)
from armillary.capabilities.models.service import (
    Lineage,
    delete_model,
    find_path,
    list_models,
    register,
)

__all__ = [
    "Lineage",
    "StoredBundle",
    "delete_model",
    "find_path",
    "list_models",
    "load_bundle",
    "register",
    "write_bundle",
    "zip_bundle",
]
