"""The forms that models are brought in: one file is one form, offering it as ``form``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

from armillary.base.errors import BadRequest
from armillary.base.registry import discover

if TYPE_CHECKING:
    from armillary.learning.brought.finding import Finding
    from armillary.learning.model import FittedModel


class Form(Protocol):
    """One kind of file, known by how its name ends: a `StrangersForm` or a `DataForm`."""

    id: str
    suffixes: Sequence[str]
    title: str


@runtime_checkable
class StrangersForm(Form, Protocol):
    """A form that may hold a program, so that its files are read by an isolated process alone.

    ``preload`` names what has to be imported before the doors of the isolated process are closed;
    ``instead`` says what to bring where strangers' files cannot be opened in isolation.
    """

    preload: Sequence[str]
    instead: str

    def find(self, data: bytes) -> Finding:
        """Find a model in a file's bytes; runs isolated. Raises `AppError` where there is none."""
        ...


@runtime_checkable
class DataForm(Form, Protocol):
    """A form of our own that is data and checks itself: it is loaded where the job runs."""

    def load(self, data: bytes) -> tuple[FittedModel, dict[str, Any]]:
        """Give the model, and what is known of where it comes from."""
        ...


@cache
def all_forms() -> dict[str, Form]:
    """Give every form by its id."""
    return {name: cast(Form, item.thing) for name, item in discover(__name__, "form").items()}


def get_form(form_id: str) -> Form:
    """Give a form by its id."""
    return all_forms()[form_id]


def find(form: Form, data: bytes) -> Finding:
    """Find a model in the bytes of a stranger's file; runs isolated."""
    if not isinstance(form, StrangersForm):
        raise TypeError(f"a {form.id} is loaded, where the job runs; it is no stranger's form")
    return form.find(data)


def all_suffixes() -> list[str]:
    """Give how the names of files end that can be brought."""
    return sorted({suffix for form in all_forms().values() for suffix in form.suffixes})


def form_of(filename: str) -> Form:
    """Give the form of a file by its name; raises `BadRequest` for what is none."""
    lower = filename.lower()
    for form in all_forms().values():
        if lower.endswith(tuple(form.suffixes)):
            return form
    raise BadRequest(
        f"Models are brought as {', '.join(all_suffixes())} files; got {filename[-200:]!r}.",
        code="wrong_suffix",
    )
