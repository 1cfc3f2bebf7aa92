"""What a run is trained against: found in the very rows that it learns from, and kept with it.

The look before a start is for people who may change their mind; this one is for whoever reads a
score later, however the run was started.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import SUPERVISED, Task

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.guard.looking import Rows

_KEPT = ("serious", "warning")
_MOST = 50


def look_at_start(
    frame: pd.DataFrame, task: Task, accepted: Collection[str], rows: Rows | None = None
) -> dict[str, Any] | None:
    """Give what is to be printed beside every score; None for a task that predicts no column.

    Findings whose ids are ``accepted`` were seen by whoever started the run. ``rows`` gives those
    looked at where the frame has only what splitting a table needs.
    """
    if task.kind not in SUPERVISED or task.target is None:
        return None
    from armillary.learning.guard.looking import look_over

    looked = look_over(frame, task, with_step=False, rows=rows)
    findings = [
        {**one.to_json(), "accepted": one.id in accepted}
        for one in looked.findings
        if one.severity in _KEPT
    ]
    return {"findings": findings[:_MOST], "rows": looked.rows, "of_rows": looked.of_rows}
