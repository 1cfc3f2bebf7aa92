"""Reading bytes in a process of their own, so that what a library does to it is seen."""

import multiprocessing
import resource
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

_LONGEST_S = 30.0
_MEMORY_BYTES = 6 << 30


@dataclass(frozen=True)
class Verdict:
    """What became of some bytes: table, refused, raised, crashed or hung; and what was said."""

    kind: str
    said: str = ""

    @property
    def is_well(self) -> bool:
        """Whether that may be."""
        return self.kind in ("table", "refused")


class ReadingProcess:
    """A process that reads one file after the other; started anew where one has ended it."""

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    def read(self, data: bytes, filename: str) -> Verdict:
        """Read a file in the other process."""
        try:
            self._connection.send((data, filename))
            if self._connection.poll(_LONGEST_S):
                return Verdict(*self._connection.recv())
        except (EOFError, OSError):
            self._process.join()
            code = self._process.exitcode
            self._start()
            return Verdict("crashed", f"exit code {code}")
        self._stop()
        self._start()
        return Verdict("hung", f"{_LONGEST_S:.0f} s")

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def _stop(self) -> None:
        self._connection.close()
        self._process.kill()
        self._process.join()


def _serve(connection: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    while True:
        try:
            data, filename = connection.recv()
        except EOFError:
            return
        connection.send(_read(data, filename))


def _read(data: bytes, filename: str) -> tuple[str, str]:
    from armillary.capabilities.datasets.errors import Unreadable
    from armillary.capabilities.datasets.formats import ReadLimits, ReadOptions
    from armillary.capabilities.datasets.opening import open_table

    limits = ReadLimits(rows=100_000, columns=2000, unpacked_bytes=64 << 20, sheet_cells=1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        source = work / "original"
        source.write_bytes(data)
        steps = open_table(source, filename, work, limits, ReadOptions())
        try:
            while True:
                next(steps)
        except StopIteration as end:
            return "table", f"{len(end.value.names)} columns"
        except Unreadable as error:
            return "refused", error.message
        except Exception as error:  # noqa: BLE001  # what must not be is what is looked for
            return "raised", f"{type(error).__name__}: {error}"
