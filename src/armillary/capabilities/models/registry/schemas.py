"""What is asked of the registry over the wire."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from armillary.capabilities.models.tables import Stage

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
SECTION_CHARACTERS = 20_000
Text = Annotated[str, StringConstraints(max_length=SECTION_CHARACTERS)]


class _Request(BaseModel):
    # Clients send keys of their own; what we do not know does not concern us.
    model_config = ConfigDict(extra="ignore")


class RegisterRequest(_Request):
    """The name under which a model is to be the next version; made where it is not there."""

    name: Name
    description: Annotated[str, StringConstraints(max_length=2_000)] | None = None


class StageRequest(_Request):
    """Where a version is to stand; with ``version`` only if its name is still as somebody saw it.

    One version of a name is in production; ``previous`` says where the one goes that was.
    """

    stage: Stage
    previous: Literal["archived", "staging", "none"] = "archived"
    note: Note | None = None
    version: int | None = None


class AliasRequest(_Request):
    """The model that an alias is to mean; ``version`` as with a stage."""

    model_id: str
    version: int | None = None


class NameChange(_Request):
    """What changes of a name."""

    description: Annotated[str, StringConstraints(max_length=2_000)]
    version: int | None = None


class TagsRequest(_Request):
    """The tags that a model is to have, and no others."""

    tags: Annotated[list[Tag], Field(max_length=20)]


class ArchiveRequest(_Request):
    """Whether a model is archived that is in production, too."""

    force: bool = False
    note: Note | None = None


class CardRequest(_Request):
    """What is written into sections of a card; ``version`` is that of the card begun from."""

    sections: dict[str, Text]
    version: int
