"""Which training a state belongs to: resuming another one's would give a muddle."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from armillary.base.errors import Conflict, Invalid
from armillary.base.values import from_json, to_json
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.contract import State, Task
from armillary.learning.going_on import may_differ

IDENTITY_FILE = "fit.json"


def step_of(state: State) -> int:
    """Give the step at which a state of a training was taken."""
    step: int = from_json(state.files[IDENTITY_FILE]).get("step", 0)
    return step


def best_step_of(state: State) -> int | None:
    """Give the step of the best model when a state was taken; older states do not know it."""
    step: int | None = from_json(state.files[IDENTITY_FILE]).get("best_step")
    return step


def task_to_json(task: Task) -> dict[str, Any]:
    """Give what a task says; states older than a word leave it out."""
    return _said(asdict(task))


def require_same(state: State, identity: Mapping[str, Any], entry: CatalogueEntry) -> None:
    """Refuse a state of another training than the one of an identity.

    Parameters that may differ do not count.

    Raises
    ------
    `Invalid` where it is no state of a training, `Conflict` where it is one of another.

    """
    if IDENTITY_FILE not in state.files:
        raise Invalid(
            f"This is no state of a training: it lacks {IDENTITY_FILE}.", code="not_a_state"
        )
    before = from_json(state.files[IDENTITY_FILE])
    # Parameters younger than the state were as they are where nobody sets them.
    before["params"] = entry.defaults() | before.get("params", {})
    before["task"] = _said(before.get("task") or {})
    now = from_json(to_json(identity))
    now["params"] = before["params"] | {
        name: value
        for name, value in now["params"].items()
        if not may_differ(entry.properties[name])
    }
    other = [name for name, value in now.items() if before.get(name) != value]
    if other:
        raise Conflict(
            f"The training cannot go on from this state: {', '.join(other)} differ from when "
            "it was interrupted. Start anew.",
            code="state_of_another_training",
        )


def _said(task: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in task.items() if value is not None}
