"""What is asked of models over the wire."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_ROWS = 1_000
MAX_JUDGED_ROWS = 100_000


class ApplyRequest(BaseModel):
    """A table to ask a model about, row by row, and what to call what is made of it."""

    model_config = ConfigDict(extra="ignore")

    dataset_id: str
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    keep_columns: bool = True
    reasons: Annotated[int, Field(ge=0, le=5)] = 0
    """How many columns say in words what moved the model most; 0 adds none."""


class ExplainRequest(BaseModel):
    """In which ways a model is to be explained, and with which rows."""

    model_config = ConfigDict(extra="ignore")

    methods: Annotated[list[str], Field(min_length=1, max_length=50)] | None = None
    """Such as ``permutation`` or ``dependence``; where nothing is said, all that are quick."""
    dataset_id: str | None = None
    """The table to take rows from; where nothing is said, that which it was trained on."""
    target: str | None = None
    """Of a model of several targets, which one to explain; where nothing is said, the first."""
    rows: Annotated[int, Field(ge=20, le=5_000)] = 1_000
    """Of a table with more rows, so many are drawn by chance."""
    seconds: Annotated[float, Field(ge=5, le=7_200)] | None = None
    """How long all ways together may compute; where nothing is said, ten minutes."""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0


class ExplainRowRequest(BaseModel):
    """A row whose prediction is to be explained, ``{column: value}``."""

    model_config = ConfigDict(extra="ignore")

    row: dict[str, Any]
    fixed: Annotated[list[str], Field(max_length=1_000)] = []
    """Columns that no change may touch, such as a person's age."""
    wanted: str | float | None = None
    """What the model should say instead: a class, or a number to reach."""
    dataset_id: str | None = None
    """The table to compare with; where nothing is said, that which it was trained on."""
    target: str | None = None
    """Of a model of several targets, which answer to explain; where nothing is said, the first."""


class PredictRequest(BaseModel):
    """Rows to predict, each ``{column: value}``."""

    model_config = ConfigDict(extra="ignore")

    rows: list[dict[str, Any]] = Field(
        min_length=1, max_length=MAX_ROWS, description="Rows, each a map of column to value."
    )


class JudgeRequest(BaseModel):
    """Rows and their truth, to see how a model does; columns in its order, or told by name."""

    model_config = ConfigDict(extra="ignore", protected_namespaces=())

    X_test: Annotated[list[list[float | None]], Field(min_length=1, max_length=MAX_JUDGED_ROWS)]
    y_test: Annotated[list[float | str], Field(min_length=1, max_length=MAX_JUDGED_ROWS)]
    feature_names: Annotated[list[str], Field(max_length=100_000)] | None = None
    model_type: Literal["classifier", "regressor"] | None = None
