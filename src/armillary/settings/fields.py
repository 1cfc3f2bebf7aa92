"""How one setting is declared."""

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field
from pydantic_settings import NoDecode

PREFIX = "ARMILLARY_"


def setting(
    default: Any,
    name: str | None,
    *aliases: str,
    text: str,
    secret: bool = False,
    **limits: Any,
) -> Any:
    """Declare a setting: its default, its ``ARMILLARY_`` name, older names and what it does."""
    own = [f"{PREFIX}{name}"] if name else []
    return Field(
        default,
        validation_alias=AliasChoices(*own, *aliases),
        description=text,
        json_schema_extra={"secret": secret},
        **limits,
    )


def _split(given: Any) -> Any:
    if isinstance(given, str):
        return tuple(part.strip() for part in given.split(",") if part.strip())
    return (given,) if isinstance(given, int) else given


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
"""Several words, written with commas."""

Numbers = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_split)]
"""Several whole numbers, written with commas."""
