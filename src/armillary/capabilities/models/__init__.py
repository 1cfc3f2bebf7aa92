"""Models: what training leaves, kept, asked and downloaded."""

from armillary.capabilities.models.asking import describe, draw_plane, predict
from armillary.capabilities.models.bringing import bring_in
from armillary.capabilities.models.bundles import (
    StoredBundle,
    export_bundle,
    gather_bundle,
    keep_only,
    load_bundle,
    read_manifest,
    write_bundle,
    zip_bundle,
)
from armillary.capabilities.models.explained import find_latest as find_latest_explanation
from armillary.capabilities.models.registry.aliases import remove_alias, set_alias
from armillary.capabilities.models.registry.comparing import compare
from armillary.capabilities.models.registry.depending import list_dependents
from armillary.capabilities.models.registry.lineage import lineage_of
from armillary.capabilities.models.registry.missing import model_id_of
from armillary.capabilities.models.registry.names import list_names
from armillary.capabilities.models.registry.names import read as read_name
from armillary.capabilities.models.registry.schemas import (
    AliasRequest,
    ArchiveRequest,
    RegisterRequest,
    StageRequest,
    TagsRequest,
)
from armillary.capabilities.models.registry.standing import archive, restore, set_tags
from armillary.capabilities.models.registry.versions import move as move_to_stage
from armillary.capabilities.models.registry.versions import register as register_version
from armillary.capabilities.models.registry.versions import withdraw as withdraw_version
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
    "AliasRequest",
    "ArchiveRequest",
    "Lineage",
    "RegisterRequest",
    "StageRequest",
    "StoredBundle",
    "TagsRequest",
    "archive",
    "bring_in",
    "compare",
    "delete_model",
    "describe",
    "draw_plane",
    "export_bundle",
    "find_latest_explanation",
    "find_model",
    "gather_bundle",
    "get_model",
    "keep_only",
    "lineage_of",
    "list_dependents",
    "list_models",
    "list_names",
    "load_bundle",
    "model_id_of",
    "move_to_stage",
    "predict",
    "read_manifest",
    "read_name",
    "register",
    "register_version",
    "remove_alias",
    "restore",
    "set_alias",
    "set_tags",
    "to_wire",
    "withdraw_version",
    "write_bundle",
    "zip_bundle",
]
