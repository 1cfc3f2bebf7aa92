"""A fork server of a worker that is no process of its own, such as that of a command."""

from pathlib import Path

import psutil
import pytest

from armillary.jobs.processes import ForkServer
from tests.support.waiting import until

KIND = """
from pydantic import BaseModel

from armillary.jobs.contract import SingleJobKind


class Waiting(SingleJobKind):
    id = "test.waiting"
    params = BaseModel
    preload = ("never_loaded",)


kind = Waiting()
"""
NEVER_LOADED = """
import threading
from pathlib import Path

Path({begun!r}).touch()
threading.Event().wait()
"""


def test_one_that_is_loading_a_library_ends_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    package = tmp_path / "slow_work" / "all" / "jobs"
    package.mkdir(parents=True)
    for folder in (package, package.parent, package.parent.parent):
        (folder / "__init__.py").touch()
    (package / "waiting.py").write_text(KIND)
    (tmp_path / "never_loaded.py").write_text(NEVER_LOADED.format(begun=str(begun)))
    monkeypatch.syspath_prepend(tmp_path)
    server = ForkServer("slow_work")
    until(begun.exists)

    server.close()

    left = [child for child in psutil.Process().children() if "slow_work" in child.cmdline()]
    assert left == []
