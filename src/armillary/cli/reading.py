"""Reading ``--read name=value``: what somebody says at the terminal of how a file is read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid

if TYPE_CHECKING:
    from armillary.capabilities.datasets.reading_options import ImportOptions

_TYPES = "types."
_MARKS = {"tab": "\t", "\\t": "\t", "space": " ", "none": ""}


def parse_reading(texts: Iterable[str] | None) -> ImportOptions:
    """Give the options by which a file is imported; raises `Invalid` and `BadRequest`."""
    from armillary.capabilities.datasets.reading_options import ImportOptions, parse_options

    values: dict[str, Any] = {"types": {}}
    for text in texts or ():
        name, equals, given = text.partition("=")
        name = name.strip()
        if not equals:
            raise Invalid(f"--read takes NAME=VALUE, such as delimiter=tab; got {text!r}.")
        if name.startswith(_TYPES):
            values["types"][name.removeprefix(_TYPES)] = given
        elif name == "types" or name not in ImportOptions.model_fields:
            known = sorted({*ImportOptions.model_fields, f"{_TYPES}COLUMN"} - {"types"})
            raise Invalid(f"--read knows no {name!r}; it takes {', '.join(known)}.")
        else:
            values[name] = _MARKS.get(given, given) if name in ("delimiter", "quote") else given
    return parse_options(json.dumps(values))
