"""Going on from a state that was kept: which parameters may differ, and which tell how long."""

from collections.abc import Mapping
from typing import Any

from armillary.base.errors import Invalid
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.params import check

PATIENCE = ("early_stopping_rounds", "early_stopping_epochs")
SCHEDULES = ("learning_rate_schedule",)


def may_differ(spec: Mapping[str, Any]) -> bool:
    """Whether a parameter may have another value than in the training that left a state."""
    return any(spec.get(mark) for mark in ("x-live", "x-rounds", "x-changeable"))


def live_names(entry: CatalogueEntry) -> list[str]:
    """Name the parameters that can be changed while training runs."""
    return [name for name, spec in entry.properties.items() if spec.get("x-live")]


def rounds_name(entry: CatalogueEntry) -> str | None:
    """Name the parameter that says how long a training goes on; None where none does."""
    named = (name for name, spec in entry.properties.items() if spec.get("x-rounds"))
    return next(named, None)


def patience_name(entry: CatalogueEntry) -> str | None:
    """Name the parameter that lets a training stop by itself; None where it has none."""
    return next((name for name in PATIENCE if name in entry.properties), None)


def why_not_resumable(entry: CatalogueEntry) -> str | None:
    """Say why a training cannot go on from a state; None where it can."""
    if entry.resumable:
        return None
    return f"{entry.name} is trained in one piece: it has no state to go on from."


def why_not_continuable(entry: CatalogueEntry) -> str | None:
    """Say why a finished training cannot be given more rounds; None where it can."""
    if (reason := why_not_resumable(entry)) is not None:
        return reason
    if rounds_name(entry) is None:
        return f"{entry.name} runs until it has converged: more rounds would change nothing."
    return None


def note_on_sum(entry: CatalogueEntry, values: Mapping[str, Any]) -> str | None:
    """Say why going on differs from one training of the summed length; None where it does not."""
    name = next((name for name in SCHEDULES if name in entry.properties), None)
    if name is None or values[name] in {"constant", "step", "exponential"}:
        return None
    return (
        f"Its learning rate follows a schedule over all rounds ({values[name]}), so the numbers "
        "are not those of one training of the summed length."
    )


def change(
    entry: CatalogueEntry, values: Mapping[str, Any], changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Give complete values with changes; raises `Invalid` where one may not differ."""
    checked = check(entry, changes, door="strict").require()
    able = [name for name, spec in entry.properties.items() if may_differ(spec)]
    errors = [
        {
            "loc": [name],
            "msg": f"{name} cannot differ from the state to go on from; those that can: "
            f"{', '.join(able) or 'none'}.",
        }
        for name in changes
        if name not in able and checked[name] != values.get(name)
    ]
    if errors:
        told = " ".join(str(error["msg"]) for error in errors)
        raise Invalid(told, code="not_changeable", errors=errors)
    return {**values, **{name: checked[name] for name in changes}}
