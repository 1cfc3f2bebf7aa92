"""What a warm process keeps of questions about tables, bounded in bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

MAX_BYTES = 256 << 20

T = TypeVar("T")


class Kept:
    """Answers by their questions; least recently used go first. Safe for threads.

    A question begins with the key of its table, which is another one after each import, so that
    nothing kept is ever stale.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._held: OrderedDict[tuple[Any, ...], tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def find(self, question: tuple[Any, ...], kind: type[T]) -> T | None:
        """Give the answer to a question, or None where it is not kept."""
        with self._lock:
            held = self._held.get(question)
            if held is None:
                return None
            self._held.move_to_end(question)
        answer = held[0]
        return answer if isinstance(answer, kind) else None

    def keep(self, question: tuple[Any, ...], answer: Any, size_bytes: int) -> None:
        """Keep an answer of so many bytes; one too large for all the room is not kept."""
        with self._lock:
            self._drop(question)
            if size_bytes > self._max_bytes:
                return
            self._held[question] = (answer, size_bytes)
            self._bytes += size_bytes
            while self._bytes > self._max_bytes:
                self._drop(next(iter(self._held)))

    def find_or_make(
        self, question: tuple[Any, ...], kind: type[T], make: Callable[[], tuple[T, int]]
    ) -> T:
        """Give the answer to a question, making it, with its bytes, where it is not kept."""
        found = self.find(question, kind)
        if found is None:
            found, size_bytes = make()
            self.keep(question, found, size_bytes)
        return found

    def _drop(self, question: tuple[Any, ...]) -> None:
        held = self._held.pop(question, None)
        if held is not None:
            self._bytes -= held[1]
