"""What people read and set of the autoencoder."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.nets.params import ACTIVATION, BALANCE_CLASSES, LEARNING_RATE, TRAINING
from armillary.learning.parameters import IntListParam, Params
from armillary.learning.unsupervised.params import COMPONENTS, CONTAMINATION

ABOUT = About(
    name="Autoencoder",
    category="Neural Networks",
    description="A network that squeezes each row through few numbers and gives the row back.",
    when_to_use="Bent structure in many rows: to see it in few dimensions, or to find odd rows.",
    complexity="high",
    training_time="medium",
    documentation_url="https://pytorch.org/docs/stable/generated/torch.nn.Linear.html",
    needs_extra="torch",
    presets=(
        Preset("fast", "Fast", "A small network.", {"hidden_layers": [16], "epochs": 40}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "A larger network, stopped when it no longer learns.",
            {
                "hidden_layers": [128, 64],
                "epochs": 500,
                "learning_rate_schedule": "cosine",
                "early_stopping_epochs": 50,
            },
        ),
    ),
)

PARAMS = Params(
    [
        COMPONENTS,
        replace(CONTAMINATION, tasks=("anomaly_detection",)),
        IntListParam(
            name="hidden_layers",
            title="Hidden layers",
            effect="Neurons of each layer on the way in; the way out has the same in reverse.",
            default=(32, 16),
            minimum=1,
            maximum=1024,
            min_items=1,
            max_items=10,
            unit="neurons",
        ),
        replace(LEARNING_RATE, default=0.003),
        replace(ACTIVATION, default="tanh"),
        *(param for param in TRAINING if param is not BALANCE_CLASSES),
    ]
)
