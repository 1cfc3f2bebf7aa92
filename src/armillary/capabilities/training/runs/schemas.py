"""What may be changed of runs, over the wire."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from armillary.capabilities.training.schemas import Tag, Tags

MOST_AT_ONCE = 200
NOTES_CHARACTERS = 50_000


class _Request(BaseModel):
    # Clients send keys of their own; what we do not know does not concern us.
    model_config = ConfigDict(extra="ignore")


class RunChange(_Request):
    """What changes of one run.

    Notes are changed with ``notes_version``, that of the text somebody began from: where it is no
    longer the present one, nothing changes and the present text is answered.
    """

    name: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
        | None
    ) = None
    tags: Tags | None = None
    experiment_id: str | None = None
    notes: Annotated[str, Field(max_length=NOTES_CHARACTERS)] | None = None
    notes_version: int | None = None


class BulkChange(_Request):
    """What changes of several runs at once."""

    ids: Annotated[list[str], Field(min_length=1, max_length=MOST_AT_ONCE)]
    add_tags: list[Tag] = []
    remove_tags: list[Tag] = []
    experiment_id: str | None = None


class BulkDelete(_Request):
    """Runs to remove."""

    ids: Annotated[list[str], Field(min_length=1, max_length=MOST_AT_ONCE)]
