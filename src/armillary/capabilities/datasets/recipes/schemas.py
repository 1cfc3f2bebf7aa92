"""What is asked about recipes over the wire."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_STEPS = 100
Steps = Annotated[list[dict[str, Any]], Field(max_length=MOST_STEPS)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class _Request(BaseModel):
    # Clients send keys of their own; what we do not know does not concern us.
    model_config = ConfigDict(extra="ignore")


class PreprocessRequest(_Request):
    """Operations in the words of the platform's contract, run one after the other."""

    dataset_id: str
    operations: Annotated[list[Any], Field(min_length=1, max_length=MOST_STEPS)]
    name: Name | None = None


class ApplyRequest(_Request):
    """Steps, or where they are found: a saved recipe, or a dataset that was made by some.

    With ``like`` the steps do what they learned there; with ``learn_anew`` they learn from these
    rows.
    """

    steps: Steps | None = None
    recipe_id: str | None = None
    like: str | None = None
    learn_anew: bool = False
    name: Name | None = None


class PreviewRequest(_Request):
    """Steps to try on some rows; ``step`` is the place of the one whose rows are shown.

    -1 shows the rows before any step, null those behind the last one that could be done.
    """

    steps: Steps
    step: int | None = None
    sample: Literal["first", "random"] = "first"
    page: Annotated[int, Field(ge=0)] = 0
    page_size: Annotated[int, Field(ge=1, le=500)] = 50


class RecipeBody(_Request):
    """A recipe to keep."""

    name: Name
    description: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
    steps: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_STEPS)]


class RecipeChange(_Request):
    """What changes of a kept recipe; with ``version`` only if it is still the one somebody saw."""

    name: Name | None = None
    description: (
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] | None
    ) = None
    steps: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_STEPS)] | None = None
    version: int | None = None
