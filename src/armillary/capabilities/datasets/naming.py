"""The columns of a table as a question needs them: by name, and by place."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from armillary.base.errors import BadRequest
from armillary.learning.storage import Storage

_SHOWN = 20


@dataclass(frozen=True)
class Column:
    """One column as a query needs it."""

    name: str
    storage: Storage
    is_long: bool = False
    """Whether some of its whole numbers are beyond what JSON keeps exactly everywhere."""


def place_of(columns: Sequence[Column], name: str) -> int:
    """Give the place of a column; raises `BadRequest` for one there is not."""
    for place, column in enumerate(columns):
        if column.name == name:
            return place
    raise _unknown([column.name for column in columns], name)


def check_names(names: Sequence[str], chosen: Iterable[str]) -> None:
    """Raise `BadRequest` for a name that no column has."""
    known = set(names)
    for name in chosen:
        if name not in known:
            raise _unknown(names, name)


def _unknown(names: Sequence[str], name: str) -> BadRequest:
    near = difflib.get_close_matches(name[:100], names[:1000], n=3, cutoff=0.6)
    if near:
        hint = f"did you mean {' or '.join(repr(each) for each in near)}?"
    else:
        known = ", ".join(repr(each) for each in names[:_SHOWN])
        hint = f"the columns are {known}{' …' if len(names) > _SHOWN else ''}."
    return BadRequest(f"There is no column {name!r}; {hint}", code="unknown_column")
