"""The plan of what goes first, a learner for each target and their calibration, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from armillary.learning.travel.retraining import Plan, Verbatim, learner, template

LOOSE = 1e-5
"""How far numbers may differ where rounding is carried on from step to step."""


def together(
    plans: Sequence[Plan],
    steps: Sequence[tuple[str, dict[str, Any], str]],
    methods: Sequence[str | None],
    dtype: str,
) -> Plan:
    """Give one plan of those of all learners; where they stand alone it is that of the only one.

    ``steps`` go first, ``methods`` calibrate each learner, which takes numbers of type ``dtype``.
    """
    if not steps and len(plans) == 1 and not any(methods):
        return plans[0]
    # The whole is called as a plain learner is; what it is made of stands beside it.
    names = [f"learner_{place + 1}" for place in range(len(plans))]
    kinds = [f"Learner{place + 1}" for place in range(len(plans))]
    imports = [
        f"from {name} import Learner as {kind}" for name, kind in zip(names, kinds, strict=True)
    ]
    held = {f"{name}.py": plan.learner for name, plan in zip(names, plans, strict=True)}
    if steps:
        held["first.py"] = learner("first.py", steps=list(steps))
        imports.insert(0, "from first import First")
    if any(methods):
        held["calibrate.py"] = template("calibrate.py")
    whole = learner(
        "whole.py",
        imports=Verbatim("\n".join(imports)),
        learners=Verbatim(f"[{', '.join(kinds)}]"),
        calibrated=list(methods),
        first=Verbatim("First().fit(training)" if steps else "None"),
        dtype=dtype,
    )
    further = {name: text for plan in plans for name, text in plan.files.items()}
    packages = {name: None for plan in plans for name in plan.packages}
    tolerance = max(LOOSE if steps or any(methods) else 0.0, *(plan.tolerance for plan in plans))
    return replace(
        plans[0],
        learner=whole,
        packages=tuple(packages),
        tolerance=tolerance,
        files={**held, **further},
    )
