"""What a run went on against, in the words that stand beside its scores from then on."""

from collections.abc import Mapping, Sequence
from typing import Any


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
