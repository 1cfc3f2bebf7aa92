"""What people read and set of the support vector machine."""

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam, Params
from armillary.learning.shared_parameters import CLASS_WEIGHT

ABOUT = About(
    name="SVM",
    aliases=("svc", "svr"),
    category="Traditional ML",
    description="Finds the widest margin between classes; a kernel lets the border bend.",
    when_to_use="Some thousand rows and smooth borders; many columns are no trouble.",
    complexity="medium",
    training_time="slow",
    documentation_url="https://scikit-learn.org/stable/modules/svm.html",
    presets=(
        Preset("fast", "Straight", "A straight border, few rows.", {"kernel": "linear"}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "Fits more closely, on more rows.",
            {"c": 10.0, "max_rows": 50_000, "tolerance": 1e-4},
        ),
    ),
)

PARAMS = Params(
    [
        ChoiceParam(
            name="kernel",
            title="Kernel",
            effect="Linear draws straight borders, the others bent ones; rbf suits most tables.",
            default="rbf",
            options=("linear", "poly", "rbf", "sigmoid"),
        ),
        FloatParam(
            name="c",
            title="Freedom (C)",
            effect="Higher lets the border follow single rows; lower keeps it smooth.",
            default=1.0,
            minimum=1e-3,
            maximum=1e4,
            log=True,
        ),
        FloatParam(
            name="gamma",
            title="Sharpness (gamma)",
            effect="Higher looks at near rows only; empty fits it to the table's spread.",
            default=None,
            minimum=1e-6,
            maximum=100.0,
            nullable=True,
            null_means="fitted",
            log=True,
            when=("kernel", ("poly", "rbf", "sigmoid")),
        ),
        CLASS_WEIGHT,
        FloatParam(
            name="epsilon",
            title="Tube",
            effect="Errors smaller than this share of the target's spread do not count.",
            default=0.1,
            minimum=0.0,
            maximum=1.0,
            tasks=("regression",),
        ),
        IntParam(
            name="max_rows",
            title="Most rows",
            effect="More rows are drawn by lot down to this many; twice as many take four times.",
            default=20_000,
            minimum=100,
            maximum=200_000,
            unit="rows",
            log=True,
        ),
        IntParam(
            name="degree",
            title="Degree",
            effect="Higher lets a polynomial border bend more.",
            default=3,
            minimum=1,
            maximum=8,
            advanced=True,
            when=("kernel", ("poly",)),
        ),
        FloatParam(
            name="coef0",
            title="Constant of the kernel",
            effect="Higher lets low powers count more beside high ones.",
            default=0.0,
            minimum=-10.0,
            maximum=10.0,
            advanced=True,
            when=("kernel", ("poly", "sigmoid")),
        ),
        FloatParam(
            name="tolerance",
            title="Tolerance",
            effect="Lower goes closer to the optimum and takes longer.",
            default=1e-3,
            minimum=1e-6,
            maximum=0.1,
            advanced=True,
            log=True,
        ),
        IntParam(
            name="max_iter",
            title="Most iterations",
            effect="Stops there even if the border still moves.",
            default=1_000_000,
            minimum=100,
            maximum=100_000_000,
            unit="iterations",
            advanced=True,
            log=True,
        ),
    ]
)
