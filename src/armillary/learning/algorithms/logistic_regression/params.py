"""What people read and set of logistic regression."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam, Params
from armillary.learning.shared_parameters import CLASS_WEIGHT, MANY_CATEGORIES

ABOUT = About(
    name="Logistic Regression",
    aliases=("logit",),
    category="Traditional ML",
    description="Weighs every column and adds up; the sum becomes a probability.",
    when_to_use="A first, quick and readable answer; strong when effects simply add up.",
    complexity="low",
    training_time="fast",
    documentation_url=(
        "https://scikit-learn.org/stable/modules/linear_model.html#logistic-regression"
    ),
    presets=(
        Preset("fast", "Fast", "A rough answer at once.", {"max_iter": 50, "tolerance": 1e-3}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "Runs to the optimum.",
            {
                "max_iter": 5000,
                "tolerance": 1e-7,
            },
        ),
    ),
)

PARAMS = Params(
    [
        ChoiceParam(
            name="regularization",
            title="Regularization",
            effect=(
                "How weights are kept small: l2 shrinks all, l1 sets many to zero, "
                "elastic_net does half of each, none leaves them free."
            ),
            default="l2",
            options=("none", "l1", "l2", "elastic_net"),
        ),
        FloatParam(
            name="c",
            title="Freedom (C)",
            effect="Higher lets weights grow to fit the data; lower keeps them small.",
            default=1.0,
            minimum=1e-6,
            maximum=1e6,
            log=True,
        ),
        replace(CLASS_WEIGHT, tasks=()),
        IntParam(
            name="max_iter",
            title="Most iterations",
            effect="Stops there even if the weights still move.",
            default=1000,
            minimum=1,
            maximum=100_000,
            unit="iterations",
            advanced=True,
            log=True,
        ),
        FloatParam(
            name="tolerance",
            title="Tolerance",
            effect="Lower goes closer to the optimum and takes longer.",
            default=1e-4,
            minimum=1e-10,
            maximum=0.1,
            advanced=True,
            log=True,
        ),
        MANY_CATEGORIES,
    ]
)
