"""The shape of a JSON document: which lists and objects it holds, not their values."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from armillary.capabilities.datasets.nested.scan import JsonText

_DEPTH = 3
_SAMPLE = 100
_MOST_NAMES = 1000
_MOST_LISTS = 100

Shape = Literal["object", "list", "text", "number", "truth", "null"]
Path = tuple[str, ...]


@dataclass
class ListOutline:
    """One list of the document."""

    path: Path
    count: int = 0
    kinds: Counter[Shape] = field(default_factory=Counter)
    longest: int = 0
    """The most values of a list in it."""
    sample: list[Any] = field(default_factory=list)
    """The first lists in it."""

    @property
    def name(self) -> str:
        """How a person names it."""
        return ".".join(self.path)

    @property
    def is_table(self) -> bool:
        """Whether its elements can be rows of several columns."""
        filled = set(self.kinds) - {"null"}
        return filled in ({"object"}, {"list"})


@dataclass
class ObjectOutline:
    """One object of the document; of a large one the first names only."""

    count: int = 0
    kinds: Counter[Shape] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)
    objects: list["ObjectOutline"] = field(default_factory=list)
    """The first objects in it."""


@dataclass
class Outline:
    """What a document holds at its top, and every list in it that lies not too deep."""

    top: Counter[Shape] = field(default_factory=Counter)
    """The values at its top: one, or the first two of several."""
    root: ObjectOutline | None = None
    """The first value, where it is an object."""
    lists: list[ListOutline] = field(default_factory=list)


def outline(text: JsonText) -> Outline:
    """Walk through a document, or the first two values of one that has several at its top.

    Raises `Unreadable` where it is not valid.
    """
    found = Outline()
    while text.peek() and found.top.total() < 2:
        if found.top.total() == 0 and text.peek() == "{":
            found.root = _walk_object(text, found, (), 0)
            found.top["object"] += 1
        elif found.top.total() == 0 and text.peek() == "[":
            found.lists.append(_walk_list(text, ()))
            found.top["list"] += 1
        else:
            found.top[shape_of(text.value())] += 1
    return found


def shape_of(value: Any) -> Shape:
    """Say what a value is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    return "list" if isinstance(value, list) else "object"


def _walk_object(text: JsonText, found: Outline, path: Path, depth: int) -> ObjectOutline:
    here = ObjectOutline()
    for name in text.members():
        here.count += 1
        if len(here.names) < _MOST_NAMES:
            here.names.append(name)
        opening = text.peek() if depth < _DEPTH and here.count <= _MOST_NAMES else ""
        if opening == "{":
            inner = _walk_object(text, found, (*path, name), depth + 1)
            here.kinds["object"] += 1
            if len(here.objects) < _SAMPLE:
                here.objects.append(inner)
        elif opening == "[" and len(found.lists) < _MOST_LISTS:
            found.lists.append(_walk_list(text, (*path, name)))
            here.kinds["list"] += 1
        else:
            here.kinds[shape_of(text.value())] += 1
    return here


def _walk_list(text: JsonText, path: Path) -> ListOutline:
    here = ListOutline(path)
    for _ in text.elements():
        value = text.value()
        here.count += 1
        here.kinds[shape_of(value)] += 1
        if isinstance(value, list):
            here.longest = max(here.longest, len(value))
            if len(here.sample) < _SAMPLE:
                here.sample.append(value)
    return here
