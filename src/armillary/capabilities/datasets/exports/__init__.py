"""Formats that tables are given out in: one file is one format, offering it as ``export``."""

from functools import cache
from typing import cast

from armillary.base.errors import BadRequest
from armillary.base.registry import discover
from armillary.capabilities.datasets.export_format import ExportFormat


@cache
def all_exports() -> dict[str, ExportFormat]:
    """Give every format by its name in an address."""
    found = discover(__name__, "export")
    return {name: cast(ExportFormat, item.thing) for name, item in found.items()}


def find_export(name: str) -> ExportFormat:
    """Give the format of a name; raises `BadRequest` for another one."""
    found = all_exports()
    if name not in found:
        raise BadRequest(
            f"format must be one of {', '.join(found)}; got {name!r}.", code="unknown_format"
        )
    return found[name]
