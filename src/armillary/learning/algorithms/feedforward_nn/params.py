"""What people read and set of the feedforward network."""

from armillary.learning.contract import About, Preset
from armillary.learning.nets.params import ACTIVATION, LEARNING_RATE, TRAINING
from armillary.learning.parameters import IntListParam, Params

ABOUT = About(
    name="Feedforward Network",
    aliases=("mlp", "multilayer_perceptron"),
    category="Neural Networks",
    description="Layers of neurons, each a weighted sum bent by an activation.",
    when_to_use="Smooth patterns in many rows, and to watch a network learn.",
    complexity="high",
    training_time="medium",
    documentation_url="https://pytorch.org/docs/stable/generated/torch.nn.Linear.html",
    needs_extra="torch",
    presets=(
        Preset(
            "fast", "Fast", "A small network, few epochs.", {"hidden_layers": [32], "epochs": 30}
        ),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "A larger network with dropout, stopped when it no longer learns.",
            {
                "hidden_layers": [256, 128, 64],
                "epochs": 500,
                "dropout_rate": 0.2,
                "learning_rate_schedule": "cosine",
                "early_stopping_epochs": 50,
            },
        ),
    ),
)

PARAMS = Params(
    [
        IntListParam(
            name="hidden_layers",
            title="Hidden layers",
            effect="Neurons of each layer; more and wider layers bend more and overfit sooner.",
            default=(64, 32),
            minimum=1,
            maximum=1024,
            min_items=1,
            max_items=20,
            unit="neurons",
        ),
        LEARNING_RATE,
        ACTIVATION,
        *TRAINING,
    ]
)
