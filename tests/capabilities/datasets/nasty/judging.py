"""Judging what became of a nasty file."""

import re
from pathlib import Path

from tests.capabilities.datasets.nasty.known import KNOWN
from tests.capabilities.datasets.nasty.reading import Outcome, read_files
from tests.contracts.rotation import todays

# What these say is meant: neither is a table by the contract of uploads.
_MEANT = re.compile(r"the name .* times \(columns|no rows|list is empty|an empty object|no values")


def files_of(root: Path) -> list[str]:
    """Give every nasty file by its path below the folder of all."""
    found = (path for path in root.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(root)) for path in found if path.name != "MANIFEST.csv")


def what_is_wrong(root: Path, folders: tuple[str, ...], folder: str) -> list[str]:
    """Read the files that begin with a folder, and with none before it; say what is wrong.

    They take turns: each day a third of them is read.
    """
    every = [
        file
        for file in files_of(root)
        if next((each for each in folders if file.startswith(each)), None) == folder
    ]
    assert every
    files = todays(every, 3)
    outcomes = list(read_files(root, files))
    assert [outcome.file for outcome in outcomes] == files
    return [wrong for outcome in outcomes if (wrong := _wrong(outcome))]


def _wrong(outcome: Outcome) -> str | None:
    """Say what is wrong with an outcome, or None."""
    if outcome.kind not in ("table", "refused"):
        return f"{outcome.file} {outcome.kind}: {outcome.said}"
    name = Path(outcome.file).name
    if outcome.kind == "table" and name.startswith("n_"):
        return f"{outcome.file} is no JSON, and was read"
    if outcome.kind == "refused":
        if not outcome.said.endswith(".") or len(outcome.said) < 30:
            return f"{outcome.file} was refused by {outcome.said!r}"
        if _MEANT.search(outcome.said) or not outcome.has_reference:
            return None
    if outcome.difference is None or outcome.difference.startswith("as told"):
        return None
    if not outcome.has_reference and ";" not in outcome.difference:
        return None  # the reference fails, and there is nothing to compare with
    if outcome.file in KNOWN:
        return None
    return f"{outcome.file} ({outcome.said}): {outcome.difference}"
