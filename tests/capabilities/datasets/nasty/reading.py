"""Reading files in processes that may die: run as a program, it reads the paths it is given.

It prints one JSON object a file. What it was at when it died is the file it had announced last.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_S = 60.0


@dataclass(frozen=True)
class Outcome:
    """What became of one file: a table with its shape, a refusal, or something that must not be."""

    file: str
    kind: str
    """table, refused, raised, crashed or hung."""
    said: str = ""
    difference: str | None = None
    """Where the table is not what the reference reader makes of the file."""
    has_reference: bool = False


def read_files(root: Path, files: Sequence[str]) -> Iterator[Outcome]:
    """Read every file in a process of its own kind, starting a new one when it dies."""
    left = list(files)
    while left:
        for outcome in _read_until_death(root, left):
            yield outcome
            left.remove(outcome.file)


def _read_until_death(root: Path, files: Sequence[str]) -> Iterator[Outcome]:
    command = [sys.executable, "-m", "tests.capabilities.datasets.nasty.reading", str(root)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    watch = _Watch(process)
    current = files[0]
    with process:
        process.stdin.write("\n".join(files))
        process.stdin.close()
        for line in process.stdout:
            found = json.loads(line)
            if "begins" in found:
                current = found["begins"]
                watch.begin()
            elif "read" in found:
                watch.end()
            else:
                yield Outcome(**found)
                current = ""
    watch.end()
    if current:
        kind = "hung" if watch.has_killed else "crashed"
        yield Outcome(current, kind, f"exit status {process.returncode}")


class _Watch:
    """Kills a process that is at one file for too long."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._timer: threading.Timer | None = None
        self.has_killed = False

    def begin(self) -> None:
        self._timer = threading.Timer(LONGEST_S, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _kill(self) -> None:
        self.has_killed = True
        self._process.kill()


def main(root: Path) -> None:
    """Read the files named on standard input, below a folder."""
    from tests.capabilities.datasets.nasty import comparing

    for file in sys.stdin.read().split("\n"):
        _tell(begins=file)
        _tell(**_read(root, file, comparing))


def _tell(**message: Any) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _read(root: Path, file: str, comparing: Any) -> dict[str, Any]:
    from armillary.capabilities.datasets.errors import Unreadable
    from armillary.capabilities.datasets.formats import ReadLimits
    from armillary.capabilities.datasets.importing import Machine, import_table
    from tests.capabilities.datasets.importer import LIMITS

    assert isinstance(LIMITS, ReadLimits)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        steps = import_table(root / file, Path(file).name, work, LIMITS, Machine(1, 512 << 20))
        try:
            while True:
                next(steps)
        except StopIteration as end:
            imported = end.value
        except Unreadable as error:
            said = error.message
            _tell(read=file)
            return {
                "file": file,
                "kind": "refused",
                "said": said,
                **comparing.of_refused(root, file),
            }
        except Exception as error:  # noqa: BLE001  # whatever a reader raises
            _tell(read=file)
            return {"file": file, "kind": "raised", "said": f"{type(error).__name__}: {error}"}
        said = f"{imported.rows}x{len(imported.columns)} in {time.monotonic() - began:.1f} s"
        _tell(read=file)
        told = comparing.of_table(root, file, imported)
        return {"file": file, "kind": "table", "said": said, **told}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
