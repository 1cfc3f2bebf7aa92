"""Walking through a pickle in which every name is a stand-in: nothing is called or imported."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from armillary.base.errors import AppError
from armillary.learning.brought.pickles.stream import PickleStream
from armillary.learning.brought.problems import refuse

_WRAPPER = "joblib.numpy_pickle.NumpyArrayWrapper"


class StandIn:
    """What stands for an object: by which name it would be made, of what, with what state."""

    path = ""
    is_array_wrapper = False

    def __init__(self, *arguments: Any) -> None:
        self.arguments = arguments
        self.state: Any = None
        self.items: list[Any] = []

    def __new__(cls, *_arguments: Any, **_named: Any) -> StandIn:
        """Make one, also where the pickle calls for it without its beginning."""
        made = object.__new__(cls)
        made.arguments, made.state, made.items = _arguments, None, []
        return made

    def __setstate__(self, state: Any) -> None:
        self.state = state
        if self.is_array_wrapper and isinstance(state, dict):
            for name in ("shape", "order", "dtype", "numpy_array_alignment_bytes"):
                setattr(self, name, state.get(name))

    def __setitem__(self, key: Any, value: Any) -> None:
        self.items.append((key, value))

    def append(self, item: Any) -> None:
        """Take an item as a list would."""
        self.items.append(item)

    def extend(self, items: Iterable[Any]) -> None:
        """Take items as a list would."""
        self.items.extend(items)

    def add(self, item: Any) -> None:
        """Take an item as a set would."""
        self.items.append(item)


@dataclass
class Walked:
    """What a pickle asks for by name, in order, and the stand-in that it makes."""

    names: dict[str, None] = field(default_factory=dict)
    made: Any = None


def walk(data: bytes, persistent: Callable[[Any], Any] | None = None) -> Walked:
    """Walk through a pickle; raises `AppError` where it is damaged."""
    walked = Walked()
    kinds: dict[str, type[StandIn]] = {}

    def find(module: str, name: str) -> type[StandIn]:
        path = f"{module}.{name}"
        walked.names[path] = None
        if path not in kinds:
            facts = {"path": path, "is_array_wrapper": path == _WRAPPER}
            kinds[path] = type("StandIn", (StandIn,), facts)
        return kinds[path]

    try:
        walked.made = PickleStream(io.BytesIO(data), find, persistent).load()
    except (AppError, MemoryError):
        raise
    except Exception as error:
        raise refuse(
            f"The file is no sound pickle ({type(error).__name__}: {str(error)[:200]})."
        ) from error
    return walked
