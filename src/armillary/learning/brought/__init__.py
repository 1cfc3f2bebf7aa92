"""Models that were trained elsewhere: found in a stranger's file, made models of ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from armillary.base.isolation import Backend
    from armillary.learning.model import FittedModel


def bring(
    path: Path, form_id: str, *, backend: Backend | None = None
) -> tuple[FittedModel, dict[str, Any]]:
    """Make a model of ours of a stranger's file, and say what was found.

    What could hold a program is read by an isolated process only. Raises `AppError` where the file
    holds no model, and where this machine cannot isolate.
    """
    # Here, since servers know what was brought and bring nothing themselves.
    from armillary.base.isolation import IsolationMissing, run_isolated
    from armillary.learning.brought.assembling import assemble
    from armillary.learning.brought.forms import DataForm, StrangersForm, get_form

    form = get_form(form_id)
    if isinstance(form, DataForm):
        return form.load(path.read_bytes())
    assert isinstance(form, StrangersForm)
    try:
        answer = run_isolated(
            "armillary.learning.brought.opening:open_file",
            path,
            {"form": form_id},
            preload=form.preload,
            backend=backend,
        )
    except IsolationMissing as missing:
        raise IsolationMissing(f"{missing.message} {form.instead}") from None
    return assemble(answer)
