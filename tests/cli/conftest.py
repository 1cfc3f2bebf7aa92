"""The command as a shell runs it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from tests.support.workers import start_command

TIMEOUT_S = 100.0


@dataclass(frozen=True)
class Answer:
    """What one command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document that it printed."""
        return json.loads(self.out)


Armillary = Callable[..., Answer]


@pytest.fixture
def armillary(tmp_path: Path) -> Armillary:
    """Run the command in an empty folder, with settings of the test alone.

    It finds its libraries loaded, which takes most of the time of a short command otherwise.
    """

    def run(*arguments: object, **variables: str) -> Answer:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            outputs = out.fileno(), err.fileno()
            process = start_command(
                [str(one) for one in arguments], tmp_path, variables_of(variables), outputs
            )
            try:
                code = process.wait(TIMEOUT_S)
            finally:
                process.kill()
            return Answer(code, _text(out), _text(err))

    return run


@pytest.fixture
def armillary_of_a_shell(tmp_path: Path) -> Armillary:
    """Run the command as a shell does, with a Python of its own."""

    def run(*arguments: object, **variables: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "armillary", *map(str, arguments)],
            cwd=tmp_path,
            env=variables_of(variables),
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return run


def variables_of(variables: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of a command: as wide as documents are, and without colours."""
    names = {name: value for name, value in os.environ.items() if "ARMILLARY" not in name}
    return names | {"COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb", **variables}


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()
