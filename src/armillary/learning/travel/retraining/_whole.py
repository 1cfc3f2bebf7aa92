"""The plan of what goes first, a learner for each target and their calibration, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from armillary.learning.travel.retraining import Plan, Verbatim, learner, template
from armillary.learning.travel.retraining._links import Before

LOOSE = 1e-5
"""How far numbers may differ where rounding is carried on from step to step."""


def together(
    plans: Sequence[Plan],
    before: Before | None,
    methods: Sequence[str | None],
    dtype: str,
) -> Plan:
    """Give one plan of those of all learners; where they stand alone it is that of the only one.

    ``before`` goes first, ``methods`` calibrate each learner; it takes numbers of type ``dtype``.
    """
    if before is None and len(plans) == 1 and not any(methods):
        return plans[0]
    # The whole is called as a plain learner is; what it is made of stands beside it.
    names = [f"learner_{place + 1}" for place in range(len(plans))]
    kinds = [f"Learner{place + 1}" for place in range(len(plans))]
    imports = [
        f"from {name} import Learner as {kind}" for name, kind in zip(names, kinds, strict=True)
    ]
    held = {f"{name}.py": plan.learner for name, plan in zip(names, plans, strict=True)}
    coders = {} if before is None else before.coders
    if before is not None:
        held["first.py"] = _first(before)
        held |= {f"{name}.py": plan.learner for name, plan in coders.items()}
        imports.insert(0, "from first import First")
    if any(methods):
        held["calibrate.py"] = template("calibrate.py")
    whole = learner(
        "whole.py",
        imports=Verbatim("\n".join(imports)),
        learners=Verbatim(f"[{', '.join(kinds)}]"),
        calibrated=list(methods),
        first=Verbatim("None" if before is None else "First().fit(training, validation)"),
        dtype=dtype,
    )
    every = [*coders.values(), *plans]
    further = {name: text for plan in every for name, text in plan.files.items()}
    packages = {name: None for plan in every for name in plan.packages}
    is_plain = before is None and not any(methods)
    tolerance = max(0.0 if is_plain else LOOSE, *(plan.tolerance for plan in every))
    return replace(
        plans[0],
        learner=whole,
        packages=tuple(packages),
        tolerance=tolerance,
        files={**held, **further},
    )


def _first(before: Before) -> str:
    """Give the text of `first.py`."""
    kinds = {name: name.replace("autoencoder_", "Autoencoder") for name in before.coders}
    imports = [f"from {name} import Learner as {kind}" for name, kind in kinds.items()]
    if imports:
        imports.append("from autoencoder_network import narrow")
    coders = ", ".join(f"{name!r}: ({kind}, narrow)" for name, kind in kinds.items())
    return learner(
        "first.py",
        steps=before.steps,
        imports=Verbatim("\n".join(["", *imports]) if imports else ""),
        coders=Verbatim(f"{{{coders}}}"),
    )
