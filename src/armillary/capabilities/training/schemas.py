"""What is asked of training over the wire."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from armillary.capabilities.training.curves import Logged

Calibration = Literal["none", "sigmoid", "isotonic", "temperature"]
ProblemType = Literal[
    "classification",
    "regression",
    "clustering",
    "anomaly_detection",
    "dimensionality_reduction",
    "preprocessing",
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
SessionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
Tags = Annotated[list[Tag], Field(max_length=20)]
FindingId = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
MAX_STEP = 2**53


class _Request(BaseModel):
    # Clients send keys of their own; what we do not know does not concern us.
    model_config = ConfigDict(extra="ignore", protected_namespaces=())


TargetColumns = Annotated[list[str], Field(max_length=20)] | None
TextColumns = Annotated[list[str], Field(max_length=100)] | None
ClassWeight = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]
ClassWeights = Annotated[dict[str, ClassWeight], Field(max_length=1000)] | None


class RecipeIn(_Request):
    """Steps of a recipe, in their order."""

    steps: Annotated[list[dict[str, Any]], Field(max_length=100)]


class FirstIn(_Request):
    """An algorithm that goes before the learner, such as a scaler or a reduction."""

    algorithm_id: str
    hyperparameters: dict[str, Any] = {}


class ValidationIn(_Request):
    """How to judge beside the test part: folds over the other rows, each held back in turn.

    ``repeated`` deals the folds anew ``repeats`` times; ``grouped`` needs a group column; ``time``
    learns from the rows before each fold in the order of ``column``, else of the time column. With
    ``trials`` each fold is nested: it tries so many settings of the parameters, so that the score
    does not know which were good on the rows held back. That takes folds times repeats times trials
    trainings, 500 at most.
    """

    kind: Literal["holdout", "k_fold", "repeated", "grouped", "time"] = "holdout"
    folds: Annotated[int, Field(ge=2, le=20)] = 5
    repeats: Annotated[int, Field(ge=1, le=20)] = 1
    trials: Annotated[int, Field(ge=0, le=100)] = 0
    column: str | None = None


class ConfigureRequest(_Request):
    """A choice of algorithm and values, perhaps with the table and the target."""

    algorithm_id: str
    hyperparameters: dict[str, Any] = {}
    problem_type: ProblemType | None = None
    dataset_id: str | None = None
    target_column: str | None = None
    target_columns: TargetColumns = None
    feature_columns: list[str] | None = None
    group_column: str | None = None
    time_column: str | None = None
    text_columns: TextColumns = None
    weight_column: str | None = None
    class_weights: ClassWeights = None
    recipe_id: str | None = None
    recipe: RecipeIn | None = None
    first: Annotated[list[FirstIn], Field(max_length=5)] | None = None
    validation: ValidationIn | None = None
    calibration: Calibration = "none"


class ValidateRequest(_Request):
    """Values to check."""

    algorithm_id: str
    hyperparameters: dict[str, Any] = {}


MaxSeconds = Annotated[float, Field(gt=0, le=7 * 86_400)]


class Origin(BaseModel):
    """The kept state of another run that a run goes on from.

    ``course`` tells which values held from which step on, its own first ones among them; None in
    runs from before that was kept.
    """

    model_config = ConfigDict(frozen=True)

    run: str
    checkpoint_id: str
    storage_key: str
    course: list[dict[str, Any]] | None = None


class Calibrates(BaseModel):
    """The model of another run that a run calibrates."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    run: str
    model_id: str
    prefix: str


class ContinueRequest(_Request):
    """How many rounds more."""

    rounds: Annotated[int, Field(ge=1, le=1_000_000)]
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    max_seconds: MaxSeconds | None = None


class BranchRequest(_Request):
    """From which kept state to go on, and what shall be otherwise."""

    checkpoint_id: str
    hyperparameters: dict[str, Any] = {}
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    max_seconds: MaxSeconds | None = None


class ParametersRequest(_Request):
    """New values of live parameters."""

    hyperparameters: Annotated[dict[str, Any], Field(min_length=1)]


class KeepRequest(_Request):
    """How to call the moment that is kept."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""


class StartRequest(_Request):
    """What to train on what.

    ``max_seconds`` bounds the training, which then keeps its best: they count from when the table
    is read and what learns is loaded. With ``config_id`` everything
    left out comes from that configuration. ``session_id`` makes the request safe to repeat: the
    training gets that id, once. A recipe, saved (``recipe_id``) or as ``{steps}``, prepares the
    table, and what it learns it learns from the training part alone. The algorithms named
    ``first`` then scale or reduce it, and travel with the model. Only to predict a column takes a
    ``target_column``; clustering and its like are judged by it where there is one. Rows that share
    a value of the ``group_column`` stay on one side of the split; with a ``time_column`` the oldest
    are learned from and the newest judge. Columns that hold sentences are read as texts;
    ``text_columns`` names them otherwise, an empty list none. Rows count as much as
    ``weight_column`` says, in learning and in judging; in learning also by ``class_weights``, by
    label (1 where none is named). ``target_columns`` names several columns to predict at once, all
    classes or all numbers; ``target_column`` is then the first.
    """

    algorithm_id: str | None = None
    dataset_id: str | None = None
    target_column: str | None = None
    target_columns: TargetColumns = None
    feature_columns: list[str] | None = None
    group_column: str | None = None
    time_column: str | None = None
    text_columns: TextColumns = None
    weight_column: str | None = None
    class_weights: ClassWeights = None
    hyperparameters: dict[str, Any] | None = None
    problem_type: ProblemType | None = None
    config_id: str | None = None
    architecture_id: str | None = None
    session_id: SessionId | None = None
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    recipe_id: str | None = None
    recipe: RecipeIn | None = None
    experiment_id: str | None = None
    tags: Tags = []
    max_seconds: MaxSeconds | None = None
    first: Annotated[list[FirstIn], Field(max_length=5)] | None = None
    accepted_findings: Annotated[list[FindingId], Field(max_length=100)] = []
    """Ids of what the guard found and whoever starts this has seen."""
    validation: ValidationIn | None = None
    calibration: Calibration = "none"
    """What makes probabilities say how often they come true, by the validation part."""


class TrainParams(BaseModel):
    """The parameters of a ``training.fit`` job: a request that was checked and completed."""

    model_config = ConfigDict(frozen=True)

    algorithm_id: str
    dataset_id: str
    target: str | None = None
    targets: tuple[str, ...] | None = None
    """Several columns to predict at once; ``target`` is the first of them."""
    features: tuple[str, ...] | None = None
    group: str | None = None
    time: str | None = None
    """Where rows are split in its order: learned from the oldest, judged on the newest."""
    texts: tuple[str, ...] | None = None
    """The columns to read as texts; None where that is left to what they hold."""
    weight: str | None = None
    class_weights: dict[str, float] | None = None
    problem_type: ProblemType | None = None
    hyperparameters: dict[str, Any]
    seed: int = 0
    name: str
    steps: list[dict[str, Any]] = []
    """The recipe that prepares the table; none where it is learned from as it is."""
    source_ids: list[str] = []
    """The datasets that the recipe joins."""
    max_seconds: float | None = None
    """Seconds after which it stops and keeps its best; a pause does not count."""
    origin: Origin | None = None
    """Where it goes on from, where it does not begin anew."""
    first: list[dict[str, Any]] = []
    """The algorithms before the learner, each ``{algorithm_id, hyperparameters}``."""
    accepted: list[str] = []
    """The findings of the guard that were seen when it was started."""
    validation: ValidationIn | None = None
    """The folds that are learned beside; none where only the test part judges."""
    calibration: Calibration = "none"
    calibrates: Calibrates | None = None
    """The trained model that is calibrated, where nothing else is to be learned."""
    shares: tuple[float, float] | None = None
    """The shares of the rows that steer and that judge; None for the usual ones."""


class ExternalRequest(_Request):
    """A run whose points somebody's own program will log."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    hyperparameters: dict[str, Any] = {}
    experiment_id: str | None = None
    tags: Tags = []


class PointIn(_Request):
    """One point of one curve."""

    name: Name
    step: Annotated[int, Field(ge=0, le=MAX_STEP)]
    value: float | None
    time: datetime | None = None


class LogRequest(_Request):
    """Points to log: up to 100 under ``points``, or one point as it is."""

    points: Annotated[list[PointIn], Field(min_length=1, max_length=100)] | None = None
    name: Name | None = None
    step: Annotated[int, Field(ge=0, le=MAX_STEP)] | None = None
    value: float | None = None
    time: datetime | None = None

    @model_validator(mode="after")
    def _require_points(self) -> Self:
        if self.points is None and (self.name is None or self.step is None):
            raise ValueError("give `points`, or `name`, `step` and `value`")
        return self

    def to_points(self, now: datetime) -> list[Logged]:
        """Give the points; those without a time get the present one."""
        given = self.points if self.points is not None else [self]
        return [
            Logged(str(point.name), int(point.step or 0), point.value, _zoned(point.time, now))
            for point in given
        ]


def _zoned(time: datetime | None, now: datetime) -> datetime:
    """Take a time without zone as UTC."""
    if time is None:
        return now
    return time if time.tzinfo else time.replace(tzinfo=UTC)


class ExperimentBody(_Request):
    """An experiment to begin."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    description: Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)] = ""


class ExperimentChange(_Request):
    """What changes of an experiment; with ``version`` only if it is still the one somebody saw."""

    name: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
        | None
    ) = None
    description: (
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)] | None
    ) = None
    status: Literal["active", "archived"] | None = None
    version: int | None = None
