"""Explanations of models: one file, one ``explanation``, found by the registry."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from armillary.base.errors import Invalid
from armillary.base.registry import discover
from armillary.learning.explaining import Explanation, Subject

__all__ = ["all_explanations", "check_methods", "explain", "is_by_default", "why_unexplained"]

_EXPLAINED = ("classification", "regression", "clustering", "anomaly_detection")


@cache
def all_explanations() -> dict[str, Explanation]:
    """Give every explanation by id, in the order in which they are shown."""
    found = discover(__name__, "explanation")
    each = [cast(Explanation, item.thing) for item in found.values()]
    return {one.id: one for one in sorted(each, key=lambda one: one.order)}


def check_methods(wanted: Sequence[str] | None) -> list[str]:
    """Give the ids in the order in which they are shown; those had by default where none are named.

    Raises `Invalid` for one that is not known.
    """
    known = all_explanations()
    unknown = [name for name in wanted or () if name not in known]
    if unknown:
        raise Invalid(
            f"methods must be among {', '.join(known)}; got {unknown[0]!r}.",
            code="unknown_explanation",
        )
    if wanted is None:
        return [name for name, one in known.items() if is_by_default(one)]
    return [name for name in known if name in wanted]


def is_by_default(one: Explanation) -> bool:
    """Tell whether an explanation is had where none is asked for by name."""
    return bool(getattr(one, "by_default", True))


def why_unexplained(task: str) -> str | None:
    """Say why models of a task are not explained; None where they are."""
    if task in _EXPLAINED:
        return None
    return (
        f"A model of {task.replace('_', ' ')} gives rows other numbers, none of which is an answer "
        "that could be explained. Explain the model that learns from them."
    )


def explain(
    subject: Subject, methods: Sequence[str], *, seed: int
) -> Generator[tuple[str, float], None, dict[str, dict[str, Any]]]:
    """Explain in several ways, yielding which is at work and the share done of all.

    Each gets an equal part of the budget. Of one that cannot be had, ``why_not`` is given.
    """
    import numpy as np

    known = all_explanations()
    found: dict[str, dict[str, Any]] = {}
    for place, name in enumerate(methods):
        one, part = known[name], subject.budget.part(len(methods))
        yield one.name, place / len(methods)
        why = one.why_not(subject)
        if why is not None:
            found[name] = {"why_not": why}
            continue
        # Each has its own chance, so that it gives the same whatever is explained beside it.
        chance = np.random.default_rng([seed, one.order])
        running = one.explain(replace(subject, budget=part), chance)
        while True:
            try:
                share = next(running)
            except StopIteration as end:
                found[name] = {**end.value, "predictions": part.spent}
                break
            yield one.name, (place + share) / len(methods)
    return found
