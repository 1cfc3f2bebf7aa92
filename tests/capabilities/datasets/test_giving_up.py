"""What computes long hears soon that nobody waits for it any more, and lets the processor go."""

import threading
import time
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from armillary.base.errors import Unavailable
from armillary.base.storage import LocalStorage
from armillary.capabilities.datasets.calls.correlations import Correlations
from armillary.capabilities.datasets.calls.missingness import Missingness
from armillary.capabilities.datasets.calls.statistics import Statistics
from armillary.jobs.calls import CallContext, SingleCall
from armillary.jobs.calls.contract import Cache, Cancellation
from armillary.settings import Settings
from tests.capabilities.datasets.asked import KEY, columns_of, write

ROWS = 4_000_000
LONGEST_S = 0.3
VIEW = {"columns": None, "sort": [], "search": "", "filter": None}


class Asked(CallContext):
    """A context that notes the processor time between two looks at whether anybody waits.

    From the ``most``-th look on nobody does.
    """

    def __init__(self, folder: Path, most: int = 10**9) -> None:
        storage = LocalStorage(folder / "storage")
        super().__init__(Settings(data_dir=folder), storage, Cache(), Cancellation())
        self.longest_s, self.looks = 0.0, 0
        self._most = most
        self._last: dict[int, float] = {}

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits any more; takes the time since this thread asked before."""
        now, thread = time.thread_time(), threading.get_ident()
        self.longest_s = max(self.longest_s, now - self._last.get(thread, now))
        self._last[thread] = now
        self.looks += 1
        return self.looks >= self._most


@pytest.fixture(scope="module")
def table() -> pa.Table:
    """A table whose columns each take longer than anybody who has gone should be computed for."""
    random = np.random.default_rng(3)
    gaps = random.random(ROWS) < 0.2
    return pa.table(
        {
            "number": random.normal(size=ROWS),
            "count": pa.array(random.integers(0, 10**9, ROWS), mask=gaps),
            "word": pa.array(np.array(["a", "bb", "ccc"])[random.integers(0, 3, ROWS)]),
        }
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, table: pa.Table) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write(folder, table, 250_000)
    return folder


@pytest.fixture(scope="module")
def payload(table: pa.Table) -> dict[str, Any]:
    return {
        "key": KEY,
        "columns": [astuple(column) for column in columns_of(table)],
        "meanings": ["numeric", "numeric", "categorical"],
        "view": VIEW,
        "exact": True,
        "method": "auto",
    }


@pytest.mark.parametrize("call", [Statistics(), Correlations(), Missingness()])
def test_long_questions_look_often_whether_anybody_waits(
    call: SingleCall, folder: Path, payload: dict[str, Any]
) -> None:
    asked = Asked(folder)

    call.run_one(payload, asked)

    assert asked.looks > 1
    assert asked.longest_s < LONGEST_S


def test_a_question_that_nobody_waits_for_ends_at_the_next_look(
    folder: Path, payload: dict[str, Any]
) -> None:
    filtered = {**VIEW, "filter": {"column": "number", "operator": "gt", "values": [-9]}}
    asked = Asked(folder, most=6)

    with pytest.raises(Unavailable, match="Nobody waits"):
        Statistics().run_one({**payload, "view": filtered}, asked)

    # The other thread's next look, and those of the columns that had not begun.
    assert asked.looks <= 6 + 3
