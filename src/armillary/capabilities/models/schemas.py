"""What is asked of models over the wire."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MAX_ROWS = 1_000


class ApplyRequest(BaseModel):
    """A table to ask a model about, row by row, and what to call what is made of it."""

    model_config = ConfigDict(extra="ignore")

    dataset_id: str
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    keep_columns: bool = True


class PredictRequest(BaseModel):
    """Rows to predict, each ``{column: value}``."""

    model_config = ConfigDict(extra="ignore")

    rows: list[dict[str, Any]] = Field(
        min_length=1, max_length=MAX_ROWS, description="Rows, each a map of column to value."
    )
