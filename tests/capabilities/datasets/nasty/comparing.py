"""Comparing what an import made of a file with what the reference readers make of it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from armillary.base.storage import LocalStorage
from armillary.capabilities.datasets.frames import read_frame
from armillary.capabilities.datasets.importing import Imported
from tests.capabilities.datasets.nasty import references
from tests.capabilities.datasets.nasty.cells import first_difference

Verdict = dict[str, Any]


def of_refused(root: Path, file: str) -> Verdict:
    """Say whether the reference reader opens what was refused."""
    path = root / file
    try:
        rows = _reference(path, file.split("/")[0], None)
    except Exception:  # noqa: BLE001  # whatever a reader raises
        return {"has_reference": False}
    shape = f"{len(rows)}x{len(rows[0]) if len(rows) else 0}"
    return {"has_reference": True, "difference": f"the reference reads {shape}"}


def of_table(root: Path, file: str, imported: Imported) -> Verdict:
    """Say whether the reference reader finds the same values."""
    path, family = root / file, file.split("/")[0]
    frame = read_frame(LocalStorage(imported.path.parent), imported.path.name)
    try:
        difference = _compare(path, family, frame, imported)
    except Exception as error:  # noqa: BLE001  # whatever a reader raises
        told = {"difference": f"the reference fails: {type(error).__name__}"}
        verdict = {"has_reference": False, **told}
    else:
        verdict = {"has_reference": True, "difference": difference}
    if family == "csv" and verdict["difference"] is not None:
        verdict["difference"] = _compare_as_told(path, frame, verdict["difference"])
    return verdict


def _compare(path: Path, family: str, frame: pd.DataFrame, imported: Imported) -> str | None:
    ours = references.of_frame(frame)
    if family == "json":
        theirs = references.records(path)
        names = sorted(map(str, theirs.columns))
        if names != sorted(frame.columns):
            return f"columns {sorted(frame.columns)!r:.80} and {names!r:.80}"
        return first_difference(
            references.of_frame(frame[names]), references.of_frame(theirs[names])
        )
    if family == "excel":
        sheet = next(
            (told.split("'")[1] for told in imported.warnings if told.startswith("The sheet")), None
        )
        rows = references.sheet(path, sheet)
        named = not any("No header line" in told for told in imported.warnings)
        above = sum(
            int(told.split()[0]) for told in imported.warnings if "text above the table" in told
        )
        if len(rows) != len(ours) + named + above:
            return f"{len(ours)} rows below {named + above}, and {len(rows)} in all"
        return first_difference(ours, rows[named + above :])
    return first_difference(ours, _reference(path, family, None))


def _reference(path: Path, family: str, sheet: str | None) -> Sequence[Sequence[Any]]:
    if family == "csv":
        return references.plain_csv(path)
    if family == "excel":
        return references.sheet(path, sheet)
    if family == "json":
        return references.of_frame(references.records(path))
    return references.parquet(path)


def _compare_as_told(path: Path, frame: pd.DataFrame, difference: str) -> str:
    ours = references.of_frame(frame)
    try:
        theirs, why = references.told_csv(path)
    except Exception as error:  # noqa: BLE001  # whatever a reader raises
        return f"{difference}; told, it fails: {error}"
    again = first_difference(ours, theirs)
    return f"as told ({why})" if again is None else f"{difference}; told {why}: {again}"
