"""What is asked about sweeps, and what a sweep's job is given."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from armillary.capabilities.training.schemas import ClassWeights, ProblemType, TextColumns


class SweepRequest(BaseModel):
    """A parameter to look at, with the training that it belongs to."""

    model_config = ConfigDict(extra="ignore")

    algorithm_id: str
    dataset_id: str
    target_column: str
    parameter: str
    feature_columns: list[str] | None = None
    group_column: str | None = None
    time_column: str | None = None
    text_columns: TextColumns = None
    weight_column: str | None = None
    class_weights: ClassWeights = None
    problem_type: Literal["classification", "regression"] | None = None
    hyperparameters: dict[str, Any] = {}
    recipe_id: None = None
    """A recipe prepares the whole table, which a sample is not: none is taken."""
    first: Annotated[list[Any], Field(max_length=0)] | None = None
    """Nothing goes before the algorithm here: none is taken."""


class SweepParams(BaseModel):
    """The parameters of a ``training.sweep`` job."""

    model_config = ConfigDict(frozen=True)

    algorithm_id: str
    dataset_id: str
    data_version: str
    """What the table held when it was asked: another table is another question."""
    target: str
    features: tuple[str, ...] | None = None
    group: str | None = None
    time: str | None = None
    texts: tuple[str, ...] | None = None
    weight: str | None = None
    class_weights: dict[str, float] | None = None
    problem_type: ProblemType | None = None
    hyperparameters: dict[str, Any]
    parameter: str
    values: list[Any]
