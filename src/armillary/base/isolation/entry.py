"""What runs inside: import our own code, close the doors, then look at the stranger's file.

Called as ``python -I -m armillary.base.isolation.entry`` with one argument, a `Task` as JSON. The
answer goes to the output: its length and a JSON head, then the bytes of the files.
"""

import importlib
import json
import os
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from armillary.base.errors import AppError
from armillary.base.isolation import landlock, seccomp
from armillary.base.isolation.contract import Answer
from armillary.base.isolation.kernel import die_with_parent, require_one_thread

_LOG_BYTES = 1 << 20
_OPEN_FILES = 256


def main() -> None:
    """Do one task and end."""
    task = json.loads(sys.argv[1])
    die_with_parent()
    answers = _take_output()
    function = _import(task)
    _go_on_alone()
    die_with_parent()
    _close_doors(task)
    try:
        head, files = _answer(function(Path(task["path"]), **task["arguments"]))
    except AppError as error:
        head, files = {"error": error.to_wire()}, {}
    except MemoryError:
        head, files = {"out_of_memory": True}, {}
    except Exception as error:  # noqa: BLE001  # the edge of a process of its own
        head, files = {"failed": f"{type(error).__name__}: {error}"[:2_000]}, {}
    _send(answers, head, files)
    # What a stranger's file has left in memory is not tidied up.
    os._exit(0)


def _take_output() -> BinaryIO:
    """Keep the output for the answer; whatever a library prints goes to the log."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(kept, "wb")


def _go_on_alone() -> None:
    """Go on in a child that has one thread; this process waits, and ends as that one did.

    Libraries start threads when they are imported, and a restriction binds one thread only.
    """
    child = os.fork()
    if child == 0:
        return
    _, status = os.waitpid(child, 0)
    os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def _import(task: dict[str, Any]) -> Any:
    for name in task["preload"]:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    module, _, name = task["function"].partition(":")
    return getattr(importlib.import_module(module), name)


def _close_doors(task: dict[str, Any]) -> None:
    limits = {
        resource.RLIMIT_AS: task["memory_bytes"],
        resource.RLIMIT_CPU: task["cpu_s"],
        resource.RLIMIT_FSIZE: _LOG_BYTES,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    require_one_thread()
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    if task["restricts_itself"]:
        landlock.restrict([Path(place) for place in task["readable"]])
    seccomp.restrict()


def _answer(given: Answer) -> tuple[dict[str, Any], dict[str, bytes]]:
    files = dict(given.files)
    sizes = [[name, len(data)] for name, data in files.items()]
    return {"value": given.value, "files": sizes}, files


def _send(out: BinaryIO, head: dict[str, Any], files: dict[str, bytes]) -> None:
    text = json.dumps(head).encode()
    out.write(struct.pack("<Q", len(text)) + text)
    for data in files.values():
        out.write(data)
    out.flush()


if __name__ == "__main__":
    main()
