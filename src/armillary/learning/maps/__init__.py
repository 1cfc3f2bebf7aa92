"""The projections of tables onto a plane: one file, one ``projection``, found by the registry."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any, cast

from armillary.base.errors import BadRequest, Invalid
from armillary.base.registry import discover
from armillary.learning.mapping import Projection
from armillary.learning.params import check

_MODULES = {"maps": "umap"}


@cache
def all_projections() -> dict[str, Projection]:
    """Give every projection by id; loads no library that computes."""
    found = discover(__name__, "projection")
    return {identity: cast(Projection, item.thing) for identity, item in found.items()}


def get_projection(method: str) -> Projection:
    """Give one projection; raises `Invalid` naming those there are."""
    known = all_projections()
    if method not in known:
        raise Invalid(f"method must be one of {', '.join(known)}; got {method!r}.")
    return known[method]


def is_available(projection: Projection) -> bool:
    """Whether what the projection needs is installed here; imports nothing."""
    extra = projection.needs_extra
    return extra is None or find_spec(_MODULES[extra]) is not None


def require_available(projection: Projection) -> None:
    """Raise `BadRequest` saying what to install where something is missing."""
    if not is_available(projection):
        raise BadRequest(
            f"{projection.name} needs a part that is not installed on this server: "
            f"pip install 'armillary[{projection.needs_extra}]'. PCA and t-SNE need nothing more.",
            code="extra_missing",
        )


def check_map_params(projection: Projection, given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the complete parameters of a projection; raises `Invalid`."""
    return check(_Declared(projection), given, door="strict").require()


@dataclass(frozen=True)
class _Declared:
    """A projection as the checks of parameters see it."""

    projection: Projection

    @property
    def name(self) -> str:
        return self.projection.name

    @property
    def properties(self) -> Mapping[str, Mapping[str, Any]]:
        properties: Mapping[str, Mapping[str, Any]] = self.projection.params.schema()["properties"]
        return properties

    def defaults(self) -> dict[str, Any]:
        return self.projection.params.defaults()
