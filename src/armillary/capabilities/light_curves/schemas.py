"""What is asked of light curves."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class SearchRequest(BaseModel):
    """How to detrend a curve, and what to look for in it; times are days."""

    model_config = ConfigDict(extra="forbid")

    method: Literal["biweight", "median", "savgol", "none"] = "biweight"
    window_days: float = Field(1.0, ge=0.2, le=10.0)
    min_period: float = Field(0.5, ge=0.12, le=1000.0)
    max_period: float | None = Field(None, gt=0.12, le=5000.0)
    least_snr: float = Field(7.1, ge=4.0, le=100.0)
    most_signals: int = Field(6, ge=1, le=10)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.max_period is not None and self.max_period <= self.min_period:
            raise ValueError(
                f"max_period must be above min_period, {self.min_period:g}; got {self.max_period:g}"
            )
        return self
