"""Getting a mission's table: from the folder of the server, from the archive, or made up."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from armillary.base.errors import AppError
from armillary.capabilities.astronomy import archive_files, synthetic
from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.datasets import Unreadable, open_url
from armillary.settings import Settings

TableSource = Literal["folder", "archive", "synthetic"]


@dataclass(frozen=True)
class Fetched:
    """A plain CSV file, where it is from, and what there is to say of it."""

    path: Path
    source: TableSource
    details: dict[str, Any]
    warnings: list[str] = field(default_factory=list)


def fetch(mission: Mission, settings: Settings, work: Path, *, may_invent: bool) -> Fetched:
    """Get a mission's table into a folder, checked to its end.

    Where it can be had nowhere the synthetic survey stands in, unless there is a table to keep:
    then it raises `AppError` saying why.
    """
    target = work / f"{mission.key}_raw.csv"
    if (found := _find_in_folder(mission, settings)) is not None:
        archive_files.unpack(found, target)
        whole = archive_files.check_whole(target, mission)
        return _fetched(target, "folder", {"file": found.name, **vars(whole)})
    try:
        return _ask_archive(mission, settings, target)
    except AppError as error:
        if not may_invent:
            raise
        rows = synthetic.write(mission, target)
        why = f"{_nowhere(settings)} {error.message}"
        return _fetched(target, "synthetic", {"rows": rows, "why": why}, [why])


def _find_in_folder(mission: Mission, settings: Settings) -> Path | None:
    folder = settings.datasets_dir
    return None if folder is None else archive_files.find_file(folder, mission)


def _nowhere(settings: Settings) -> str:
    if settings.datasets_dir is None:
        return "ARMILLARY_DATASETS_DIR names no folder with the table, and it was not fetched:"
    return "The folder of ARMILLARY_DATASETS_DIR has no such table, and it was not fetched:"


def _ask_archive(mission: Mission, settings: Settings, target: Path) -> Fetched:
    address = settings.exoplanet_archive_url
    if not address:
        raise Unreadable("ARMILLARY_EXOPLANET_ARCHIVE_URL is empty, so the archive is not asked.")
    counted = target.with_suffix(".count")
    _download(_question(address, mission.source.count_query), counted, settings)
    expected = _count_in(counted)
    _download(_question(address, mission.source.query), target, settings)
    whole = archive_files.check_whole(target, mission, expected)
    told = {"address": address, "query": mission.source.query, **vars(whole)}
    return _fetched(target, "archive", told)


def _question(address: str, query: str) -> str:
    joined = "&" if urlsplit(address).query else "?"
    return f"{address}{joined}{urlencode({'query': query, 'format': 'csv'})}"


def _download(url: str, target: Path, settings: Settings) -> None:
    host = str(urlsplit(url).hostname)
    # Whoever runs the server chose this address, so it may be one of their own network.
    trusted = (*settings.import_trusted_hosts, host)
    limits = {
        "import_trusted_hosts": trusted,
        "import_timeout_s": settings.exoplanet_archive_timeout_s,
    }
    with open_url(url, settings.model_copy(update=limits)) as found, target.open("wb") as file:
        for chunk in found.chunks:
            file.write(chunk)


def _count_in(path: Path) -> int:
    """Read how many rows the archive says that there are."""
    last = path.read_bytes()[:10_000].decode("utf-8", "replace").strip().rsplit("\n", 1)[-1]
    number = last.strip().strip('"')
    if not (number.isascii() and number.isdigit()):
        raise Unreadable(
            f"The archive was asked how many rows it has; expected a number, got {number[:80]!r}."
        )
    return int(number)


def _fetched(
    path: Path, source: TableSource, details: dict[str, Any], warnings: list[str] | None = None
) -> Fetched:
    checksum = hashlib.sha256(path.read_bytes()).hexdigest()
    return Fetched(path, source, {**details, "sha256": checksum}, warnings or [])
