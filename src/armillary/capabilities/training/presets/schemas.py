"""What is asked about presets over the wire."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
About = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1_000)]


class _Request(BaseModel):
    # Clients send keys of their own; what we do not know does not concern us.
    model_config = ConfigDict(extra="ignore")


class PresetBody(_Request):
    """Values to keep."""

    algorithm_id: str
    name: Name
    description: About = ""
    hyperparameters: dict[str, Any]
    #: The table that the values were chosen for: its size is remembered with them.
    dataset_id: str | None = None


class PresetChange(_Request):
    """What changes of a preset; with ``version`` only if it is still the one somebody saw.

    ``dataset_id`` is the table that other values were chosen for, and goes with these alone.
    """

    name: Name | None = None
    description: About | None = None
    hyperparameters: dict[str, Any] | None = None
    dataset_id: str | None = None
    version: int | None = None
