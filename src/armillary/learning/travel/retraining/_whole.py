"""The plan of a whole model: what goes first, a learner for each target, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from armillary.learning.travel.retraining import Plan, Verbatim, learner, template
from armillary.learning.travel.retraining._learned import learners_of, methods_of
from armillary.learning.travel.retraining._links import steps_of

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_LOOSE = 1e-5


def together(model: FittedModel, plans: Sequence[Plan]) -> Plan:
    """Give one plan of those of all learners; a plain model's is that of its only learner."""
    steps, methods = steps_of(model), methods_of(model)
    if not steps and len(plans) == 1 and methods == [None]:
        return plans[0]
    # The whole is called as a plain learner is; what it is made of stands beside it.
    names = [f"learner_{place + 1}" for place in range(len(plans))]
    kinds = [f"Learner{place + 1}" for place in range(len(plans))]
    imports = [
        f"from {name} import Learner as {kind}" for name, kind in zip(names, kinds, strict=True)
    ]
    held = {f"{name}.py": plan.learner for name, plan in zip(names, plans, strict=True)}
    if steps:
        held["first.py"] = learner("first.py", steps=steps)
        imports.insert(0, "from first import First")
    if any(methods):
        held["calibrate.py"] = template("calibrate.py")
    whole = learner(
        "whole.py",
        imports=Verbatim("\n".join(imports)),
        learners=Verbatim(f"[{', '.join(kinds)}]"),
        calibrated=methods,
        first=Verbatim("First().fit(training)" if steps else "None"),
        dtype=learners_of(model)[0].dtype,
    )
    further = {name: text for plan in plans for name, text in plan.files.items()}
    packages = {name: None for plan in plans for name in plan.packages}
    # Rounding is carried on from step to step.
    tolerance = max(_LOOSE if steps or any(methods) else 0.0, *(plan.tolerance for plan in plans))
    return replace(
        plans[0],
        learner=whole,
        packages=tuple(packages),
        tolerance=tolerance,
        files={**held, **further},
    )
