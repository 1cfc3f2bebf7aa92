"""What is asked of the guard, and what its job is given."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from armillary.capabilities.training.schemas import ProblemType


class GuardRequest(BaseModel):
    """A table to look over before something is learned from it.

    Without ``feature_columns`` all are looked at. ``group_column`` and ``time_column`` say how its
    rows will be split.
    """

    model_config = ConfigDict(extra="ignore")

    dataset_id: str
    target_column: str
    feature_columns: list[str] | None = None
    group_column: str | None = None
    time_column: str | None = None
    problem_type: Literal["classification", "regression"] | None = None


class GuardParams(BaseModel):
    """The parameters of a ``training.guard`` job."""

    model_config = ConfigDict(frozen=True)

    dataset_id: str
    data_version: str
    """What the table held when it was asked: another table is another question."""
    target: str
    features: tuple[str, ...] | None = None
    group: str | None = None
    time: str | None = None
    problem_type: ProblemType | None = None
    name: str
