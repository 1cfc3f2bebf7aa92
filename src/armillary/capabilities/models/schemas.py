"""What is asked of models over the wire."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MAX_ROWS = 1_000


class PredictRequest(BaseModel):
    """Rows to predict, each ``{column: value}``."""

    model_config = ConfigDict(extra="ignore")

    rows: list[dict[str, Any]] = Field(
        min_length=1, max_length=MAX_ROWS, description="Rows, each a map of column to value."
    )
