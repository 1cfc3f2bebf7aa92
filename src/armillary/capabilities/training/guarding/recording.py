"""What a run is trained against: found in the very rows that it learns from, and kept with it.

The look before a start is for people who may change their mind; this one is for whoever reads a
score later, however the run was started.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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


def serious(guard: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """Give the serious findings of what was kept."""
    found: Sequence[Mapping[str, Any]] = (guard or {}).get("findings") or ()
    return [one for one in found if one["severity"] == "serious"]


def sum_up(guard: Mapping[str, Any] | None) -> str | None:
    """Say in one sentence how much a run is trained against; None where that is nothing."""
    found = serious(guard)
    if not found:
        return None
    columns = list(dict.fromkeys(name for one in found for name in one["columns"]))
    named = ", ".join(columns[:10]) + (" …" if len(columns) > 10 else "")
    many = "a serious finding" if len(found) == 1 else f"{len(found)} serious findings"
    about = f" ({named})" if named else ""
    return f"Trained against {many} of the guard{about}: the scores are likely too good."


def sentences(guard: Mapping[str, Any] | None) -> list[str]:
    """Say what scores of a run were had against, one sentence each."""
    return [f"Trained against a finding of the guard: {one['why']}" for one in serious(guard)]
