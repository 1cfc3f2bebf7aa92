"""The forms that models are taken along in: one file is one form, offering it as ``export``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from armillary.base.errors import BadRequest
from armillary.base.registry import discover

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


class ModelExport(Protocol):
    """One form: ``write`` gives its file, and ``why_not`` says why a model has none, if it has."""

    id: str
    title: str
    description: str
    suffix: str
    media_type: str

    def why_not(self, model: FittedModel) -> str | None:
        """Say why a model cannot be taken along so; None where it can."""
        ...

    def write(self, model: FittedModel, manifest: Mapping[str, Any]) -> bytes:
        """Give the file; raises `AppError` where it does not say what the model says."""
        ...


@cache
def all_exports() -> dict[str, ModelExport]:
    """Give every form by its id."""
    found = discover(__name__, "export")
    return {name: cast(ModelExport, item.thing) for name, item in found.items()}


def get_export(name: str) -> ModelExport:
    """Give a form by its id; raises `BadRequest` for another one."""
    found = all_exports()
    if name not in found:
        raise BadRequest(
            f"format must be one of bundle, {', '.join(found)}; got {name[:60]!r}.",
            code="unknown_format",
        )
    return found[name]
