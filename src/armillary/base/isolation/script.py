"""Running a Python file that is itself the stranger's."""

from pathlib import Path
from typing import Any

from armillary.base.isolation.contract import Answer


def call_in_file(path: Path, *, name: str, arguments: dict[str, Any]) -> Answer:
    """Run a file and call one of its functions; what that gives is plain data."""
    names: dict[str, Any] = {"__name__": "isolated"}
    exec(compile(path.read_bytes(), path.name, "exec"), names)
    return Answer(names[name](**arguments))
