"""Opening a stranger's file: what runs in the isolated process, and nowhere else."""

from __future__ import annotations

import warnings
from pathlib import Path

from armillary.base.isolation import Answer
from armillary.learning.brought.finding import to_answer
from armillary.learning.brought.forms import find, get_form


def open_file(path: Path, *, form: str) -> Answer:
    """Give the model that a file holds, as data; raises `AppError` where it is none."""
    with warnings.catch_warnings():
        # Versions that differ are told in the notes of what was found.
        warnings.simplefilter("ignore")
        return to_answer(find(get_form(form), path.read_bytes()))
