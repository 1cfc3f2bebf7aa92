"""What a call is: a question short enough to wait for, answered by a warm process."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, Protocol, TypeVar, cast

from armillary.base.errors import AppError
from armillary.base.storage import Storage
from armillary.settings import Settings

HostName = Literal["tables", "analyses", "models"]
"""The warm processes there are: one pages through tables, one answers long questions about them,
which must not keep the pages waiting, and one asks models."""

T = TypeVar("T")


class CallKind(Protocol):
    """One kind of question, one file: ``capabilities/*/calls/*.py`` offering it as ``call``.

    Payloads and results are JSON values; a result may be an ``orjson.Fragment`` where the JSON is
    already written. Waiting payloads of one kind and key are answered together.
    """

    id: str
    host: HostName
    batch_limit: int
    idempotent: bool

    def key(self, payload: Any) -> str:
        """Say which payloads may share a batch: those with an equal key."""

    def warm(self) -> None:
        """Import what every call needs; runs once, before the host takes its first call."""

    def run(self, payloads: Sequence[Any], context: "CallContext") -> Sequence[Any]:
        """Answer a batch in order; an `AppError` in the list fails that payload alone.

        An `AppError` raised fails the whole batch. Must be safe to run in several threads.
        """


class SingleCall:
    """A call kind that answers one payload at a time: subclasses write `run_one`."""

    id: str
    host: HostName
    batch_limit = 1
    idempotent = True

    def key(self, payload: Any) -> str:
        """Give one key to all: nothing is batched anyway."""
        return ""

    def warm(self) -> None:
        """Import nothing ahead."""

    def run_one(self, payload: Any, context: "CallContext") -> Any:
        """Answer one payload."""
        raise NotImplementedError

    def run(self, payloads: Sequence[Any], context: "CallContext") -> Sequence[Any]:
        """Answer each payload by itself, so that one failure spares the others."""
        return [self._answer(payload, context) for payload in payloads]

    def _answer(self, payload: Any, context: "CallContext") -> Any:
        try:
            return self.run_one(payload, context)
        except AppError as error:
            return error


class Cache:
    """What a host keeps loaded between calls: least recently used goes first.

    Bounded in entries and in bytes, as far as those who load say how many; safe for threads, and a
    key is loaded by one thread while the others that want it wait.
    """

    def __init__(self, max_entries: int = 32, max_bytes: int = 1 << 30) -> None:
        self._max_entries = max_entries
        self._max_bytes = max_bytes
        self._held: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._loading: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get_or_load(self, key: str, load: Callable[[], T], *, size_bytes: int = 0) -> T:
        """Give what is held under a key, loading it first where it is not."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return cast(T, self._held[key][0])
            turn = self._loading.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._held:
                    return cast(T, self._held[key][0])
            thing = load()
            with self._lock:
                self._held[key] = (thing, size_bytes)
                self._loading.pop(key, None)
                self._shrink(key)
            return thing

    def drop(self, key: str) -> None:
        """Forget what is held under a key."""
        with self._lock:
            self._held.pop(key, None)

    def __len__(self) -> int:
        return len(self._held)

    def _shrink(self, newest: str) -> None:
        total = sum(size for _, size in self._held.values())
        for key in list(self._held):
            if len(self._held) <= self._max_entries and total <= self._max_bytes:
                return
            if key != newest:
                total -= self._held.pop(key)[1]


class Cancellation:
    """Whether anybody still waits for a batch, and what to interrupt when nobody does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._interrupts: list[Callable[[], object]] = []
        self.is_cancelled = False

    def cancel(self) -> None:
        """Interrupt what runs now; what starts later finds ``is_cancelled`` true."""
        with self._lock:
            if self.is_cancelled:
                return
            self.is_cancelled = True
            interrupts = list(self._interrupts)
        for interrupt in interrupts:
            interrupt()

    @contextmanager
    def interruptible(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """Call ``interrupt`` from another thread if nobody waits any more while the block runs."""
        with self._lock:
            self._interrupts.append(interrupt)
            late = self.is_cancelled
        if late:
            interrupt()
        try:
            yield
        finally:
            with self._lock:
                self._interrupts.remove(interrupt)


class Loading:
    """Whether a batch is still loading what it asks; entered by the thread that answers it."""

    def __init__(self) -> None:
        self._is_under_way = False

    def __bool__(self) -> bool:
        return self._is_under_way

    def __enter__(self) -> None:
        self._is_under_way = True

    def __exit__(self, *_: object) -> None:
        self._is_under_way = False


class CallContext:
    """What a batch works with: settings, stored files, the host's cache, and cancellation."""

    def __init__(
        self,
        settings: Settings,
        storage: Storage,
        cache: Cache,
        cancellation: Cancellation,
        loading: "Loading | None" = None,
    ) -> None:
        self.settings = settings
        self.storage = storage
        self.cache = cache
        self._cancellation = cancellation
        self._loading = Loading() if loading is None else loading

    def load(self, key: str, load: Callable[[], T], *, size_bytes: int = 0) -> T:
        """Give what the host keeps under a key, loading it first; that time counts for nobody."""
        with self._loading:
            return self.cache.get_or_load(key, load, size_bytes=size_bytes)

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits for this batch any more."""
        return self._cancellation.is_cancelled

    @contextmanager
    def interruptible(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """Have ``interrupt`` (say ``connection.interrupt``) called when nobody waits any more."""
        with self._cancellation.interruptible(interrupt):
            yield
