"""How the records of a JSON document lie in it, of the many ways that programs write them."""

from dataclasses import dataclass
from typing import Literal

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.nested.outline import (
    ListOutline,
    ObjectOutline,
    Outline,
    Path,
)
from armillary.capabilities.datasets.words import listed

Way = Literal["list", "lines", "split", "columns", "columns by row", "rows by name", "one record"]

_SAID: dict[Way, str] = {
    "list": "a list of records",
    "lines": "one record after the other",
    "split": "names of columns, and rows of values (pandas: split)",
    "columns": "a list of values for each column",
    "columns by row": "an object of values for each column (pandas: columns)",
    "rows by name": "an object of named records (pandas: index); the names are the column `key`",
    "one record": "one record",
}


@dataclass(frozen=True)
class Layout:
    """Where the records are and how they are written."""

    way: Way
    path: Path = ()
    rows: ListOutline | None = None
    """The list of the records, where they lie in one."""
    warnings: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, str]:
        """What a person should know of it."""
        facts = {"layout": _SAID[self.way]}
        return {**facts, "path": ".".join(self.path)} if self.path else facts


def lay_out(found: Outline, part: str | None) -> Layout:
    """Find the records; ``part`` names a list by its path. Raises `Unreadable` for no table."""
    if part:
        return _at(found, part)
    if found.top.total() == 0:
        raise Unreadable("The JSON holds no value. Choose one that holds a table.")
    if found.top.total() > 1:
        return Layout("lines")
    if found.root is None and not found.lists:
        shape = next(iter(found.top))
        raise Unreadable(
            f"The JSON is a single {shape}, not a table. A list of objects would be one."
        )
    if found.root is None:
        return _as_list(found.lists[0])
    return _of_object(found, found.root)


def tables(found: Outline) -> list[ListOutline]:
    """Give the lists that can be read as tables, the first the one that is by itself."""
    return [each for each in found.lists if each.is_table and each.path]


def _at(found: Outline, part: str) -> Layout:
    for each in found.lists:
        if each.name == part:
            return _as_list(each)
    known = listed([repr(each.name) for each in found.lists if each.path]) or "none"
    raise Unreadable(f"There is no list at {part!r} in the JSON; the lists are {known}.")


def _as_list(rows: ListOutline) -> Layout:
    where = f"The list at {rows.name!r}" if rows.path else "The list"
    if rows.count == 0 or set(rows.kinds) == {"null"}:
        raise Unreadable(f"{where} is empty. Choose a file that holds data.")
    kinds = set(rows.kinds) - {"null"}
    if len(kinds) > 1 and kinds & {"object", "list"}:
        told = ", ".join(f"{count:,} × {kind}" for kind, count in rows.kinds.most_common())
        raise Unreadable(f"{where} holds values of several kinds ({told}); records are of one.")
    return Layout("list", rows.path, rows)


def _of_object(found: Outline, root: ObjectOutline) -> Layout:
    if root.count == 0:
        raise Unreadable("The JSON is an empty object. Choose one that holds a table.")
    top = {each.path[0]: each for each in found.lists if len(each.path) == 1}
    if {"columns", "data"} <= set(top) and set(top["data"].kinds) <= {"list"}:
        return Layout("split", ("data",), top["data"])
    if set(root.names) == {"schema", "data"} and set(top) == {"data"}:
        return _as_list(top["data"])  # pandas: table
    are_columns = set(root.kinds) == {"list"} and len({each.count for each in top.values()}) == 1
    if are_columns and not any(each.kinds["object"] for each in top.values()):
        return Layout("columns")
    if candidates := tables(found):
        return _wrapped(root, candidates)
    if set(root.kinds) == {"object"}:
        return _of_objects(root)
    return Layout("one record")


def _wrapped(root: ObjectOutline, candidates: list[ListOutline]) -> Layout:
    chosen = max(candidates, key=lambda each: each.count)
    layout = _as_list(chosen)
    others = [repr(each.name) for each in candidates if each is not chosen]
    beside = [repr(name) for name in root.names if name != chosen.path[0]]
    told = f"The list at {chosen.name!r} was read"
    if others:
        told += f"; there is a table at {listed(others)} too"
    if beside:
        told += f"; what stands beside it was left out ({listed(beside)})"
    is_alone = not others and not beside and len(chosen.path) == 1
    return Layout("list", layout.path, chosen, () if is_alone else (f"{told}.",))


def _of_objects(root: ObjectOutline) -> Layout:
    """Tell columns from rows where all there is are objects in an object."""
    names = [set(each.names) for each in root.objects]
    scalars = {"text", "number", "truth", "null"}
    are_flat = all(set(each.kinds) <= scalars for each in root.objects)
    if are_flat and all(each and all(name.isdecimal() for name in each) for each in names):
        return Layout("columns by row")
    common = set.intersection(*names)
    if len(names) > 1 and common and 2 * len(common) >= max(map(len, names)):
        return Layout("rows by name")
    return Layout("one record")
