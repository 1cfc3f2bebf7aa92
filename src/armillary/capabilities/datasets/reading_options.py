"""What a person may say about how a file is read, as it comes over the wire and is kept."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from armillary.base.errors import BadRequest
from armillary.capabilities.datasets.formats import ReadOptions
from armillary.learning.storage import Storage

_MOST_TYPES = 10_000


class ImportOptions(BaseModel):
    """How a file is to be read; what is not said is found out."""

    model_config = ConfigDict(extra="forbid")

    encoding: Annotated[str, Field(max_length=40)] | None = None
    """The name of an encoding, such as ``latin-1``."""
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    quote: Annotated[str, Field(max_length=1)] | None = None
    """The character around cells; empty where none is one."""
    decimal: Literal[".", ","] | None = None
    has_header: bool | None = None
    skip_rows: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    part: Annotated[str, Field(max_length=1000)] | None = None
    """Which table of a file with several."""
    types: Annotated[dict[str, Storage], Field(max_length=_MOST_TYPES)] = {}
    """How columns are to be stored; what such a column cannot hold becomes missing."""

    @field_validator("encoding")
    @classmethod
    def _is_known(cls, name: str | None) -> str | None:
        if name is not None:
            try:
                "".encode(name)
            except LookupError:
                raise ValueError(f"there is no encoding {name!r}; try utf-8 or latin-1") from None
        return name

    def to_read_options(self) -> ReadOptions:
        """Give what a format is told."""
        return ReadOptions(**self.model_dump(exclude={"types"}))

    def to_json(self) -> dict[str, Any]:
        """Give what was said, and nothing else."""
        return self.model_dump(mode="json", exclude_defaults=True)


def parse_options(text: str) -> ImportOptions:
    """Read the options that a form brings as JSON; raises `BadRequest` saying what is wrong."""
    try:
        return ImportOptions.model_validate_json(text or "{}")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "options"
        raise BadRequest(
            f"The options cannot be used: {where}: {first['msg']}.", code="invalid_options"
        ) from None
