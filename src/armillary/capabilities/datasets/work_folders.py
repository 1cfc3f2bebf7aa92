"""The folders in which jobs make tables, and what is left in them by processes that were killed."""

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from armillary import jobs
from armillary.base.database import Database
from armillary.base.logging import get_logger
from armillary.jobs.contract import JobContext
from armillary.settings import Settings

EXPORTS, TABLES, RECIPES = "exports", "tables", "recipes"
"""Folders of the processes that answer questions; a killed one leaves its files there."""

_OF_CLAIM = re.compile(r"(job_[0-9a-z]+)-(\d+)")
# Longer than any question or download takes.
_OLD_S = 24 * 3600.0
_log = get_logger(__name__)


def parent_of(settings: Settings) -> Path:
    """Give the folder that holds all of them, on this machine's disk."""
    return settings.data_dir / "work"


@contextmanager
def work_folder(job: JobContext) -> Iterator[Path]:
    """Give a folder of this claim's own; what killed claims have left is removed first."""
    folder = place_of(job)
    remove_left(job.database, folder.parent)
    folder.mkdir()
    try:
        yield folder.resolve()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def place_of(job: JobContext) -> Path:
    """Give where the folder of this claim is to be; its parent is there."""
    parent = parent_of(job.settings)
    parent.mkdir(parents=True, exist_ok=True)
    return parent / f"{job.id}-{job.claim_number}"


def remove_left(database: Database, parent: Path) -> None:
    """Remove the folders of claims that nobody holds any more."""
    # Listed first: a claim that begins meanwhile makes its folder after that.
    folders = {found.groups(): path for path, found in _claims_in(parent)}
    if not folders:
        return
    with database.read() as session:
        held = jobs.held_claims(session, {job_id for job_id, _ in folders})
    for (job_id, number), path in folders.items():
        if held.get(job_id) != int(number):
            _log.info("left work removed", folder=path.name)
            shutil.rmtree(path, ignore_errors=True)


def remove_old_files(parent: Path) -> None:
    """Remove files that questions and downloads have left, once nobody can need them."""
    before = time.time() - _OLD_S
    for name in (EXPORTS, TABLES, RECIPES):
        for path in parent.joinpath(name).glob("*"):
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)


def _claims_in(parent: Path) -> Iterator[tuple[Path, re.Match[str]]]:
    for path in parent.glob("job_*"):
        if (found := _OF_CLAIM.fullmatch(path.name)) is not None:
            yield path, found
