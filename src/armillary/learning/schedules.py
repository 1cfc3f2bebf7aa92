"""How a learning rate changes over a training: one factor for each step, the same for all learners.

Steps and halvings are counted in rounds or epochs, so that a continued training goes on as one of
the summed length; only cosine looks at the end.
"""

import math
from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import ChoiceParam, IntParam, Param

SCHEDULE = ChoiceParam(
    name="learning_rate_schedule",
    title="Learning rate over time",
    effect=(
        "Step halves the learning rate every so often, exponential lets it fall as far but evenly, "
        "cosine lowers it to nearly zero by the end."
    ),
    default="constant",
    options=("constant", "step", "exponential", "cosine"),
    advanced=True,
    changeable=True,
)

HALVING = IntParam(
    name="learning_rate_halving",
    title="Halves after",
    effect="After so many rounds or epochs the learning rate has halved.",
    default=50,
    minimum=1,
    maximum=10_000,
    advanced=True,
    changeable=True,
    log=True,
    when=("learning_rate_schedule", ("step", "exponential")),
)

WARM_UP = IntParam(
    name="warm_up",
    title="Warm-up",
    effect="Over so many rounds or epochs the learning rate rises to its value; 0 begins with it.",
    default=0,
    minimum=0,
    maximum=1_000,
    advanced=True,
    changeable=True,
)

SCHEDULED: tuple[Param, ...] = (SCHEDULE, HALVING, WARM_UP)


def factor(params: Mapping[str, Any], done: int, total: int) -> float:
    """Give what the learning rate is multiplied by after ``done`` of ``total`` steps."""
    warm_up, halving = int(params["warm_up"]), int(params["learning_rate_halving"])
    rise = min(1.0, (done + 1) / (warm_up + 1))
    match params["learning_rate_schedule"]:
        case "step":
            return rise * math.pow(0.5, done // halving)
        case "exponential":
            return rise * math.pow(0.5, done / halving)
        case "cosine":
            return rise * 0.5 * (1.0 + math.cos(math.pi * done / total))
    return rise
