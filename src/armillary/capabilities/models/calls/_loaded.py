"""The model that a call is about, loaded once."""

from typing import Any

from armillary.capabilities.models.bundles import load_bundle
from armillary.jobs.calls import CallContext


def loaded(context: CallContext, payload: Any) -> Any:
    """Give the model of a payload ``{prefix, size_bytes, …}``."""
    return context.load(
        payload["prefix"],
        lambda: load_bundle(context.storage, payload["prefix"]),
        size_bytes=payload["size_bytes"],
    )
