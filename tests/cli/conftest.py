"""The command as a shell runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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
    """Run the command in an empty folder, with settings of the test alone."""

    def run(*arguments: object, **variables: str) -> Answer:
        names = {name: value for name, value in os.environ.items() if "ARMILLARY" not in name}
        # As wide as documents are, and without colours.
        names |= {"COLUMNS": "120", "NO_COLOR": "1", "TERM": "dumb", **variables}
        done = subprocess.run(
            [sys.executable, "-m", "armillary", *map(str, arguments)],
            cwd=tmp_path,
            env=names,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return run
