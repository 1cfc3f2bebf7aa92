"""Tables without a server: imported by the same job that an upload submits."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armillary.base.errors import AppError, BadRequest
from armillary.cli.labour import finish, hired_worker
from armillary.cli.workshop import Workshop, open_workshop
from armillary.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from armillary.capabilities.datasets.reading_options import ImportOptions

_THREADS, _MEMORY_BYTES = 2, 1024 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024
_MOST_LISTED = 500


def list_datasets(settings: Settings) -> list[dict[str, Any]]:
    """Give the tables of the data folder, newest first."""
    from armillary.capabilities import datasets

    with open_workshop(settings) as shop, shop.database.read() as session:
        return datasets.list_datasets(shop.actor, session, limit=_MOST_LISTED)[0]


def get_dataset(settings: Settings, dataset_id: str) -> dict[str, Any]:
    """Give one table with its columns; raises `NotFound`."""
    from armillary.capabilities import datasets

    with open_workshop(settings) as shop, shop.database.read() as session:
        return datasets.get_dataset(shop.actor, session, dataset_id)


def import_files(
    settings: Settings, files: Sequence[Path], *, reading: ImportOptions, quiet: bool
) -> list[dict[str, Any]]:
    """Import files one after the other, look at every value, and give their tables."""
    with open_workshop(settings) as shop, hired_worker(shop) as worker:
        found = []
        for file in files:
            dataset = import_table(shop, file, worker, reading=reading, quiet=quiet)
            found.append(complete_report(shop, dataset, worker, quiet=quiet))
        return found


def find_same(shop: Workshop, file: Path) -> dict[str, Any] | None:
    """Give the table that was imported from a file of this name and content, if there is one."""
    from armillary.capabilities import datasets

    with file.open("rb") as source:
        content_hash = hashlib.file_digest(source, "sha256").hexdigest()
    with shop.database.read() as session:
        found, _ = datasets.list_datasets(shop.actor, session, limit=_MOST_LISTED)
        for one in found:
            facts = (one["state"], one["filename"], one["content_hash"])
            if facts == ("ready", file.name, content_hash):
                return datasets.get_dataset(shop.actor, session, one["id"])
    return None


def import_table(
    shop: Workshop, file: Path, worker: str, *, reading: ImportOptions, quiet: bool
) -> dict[str, Any]:
    """Import one file and give its table.

    Raises `AppError` where the file cannot become one, and ``KeyboardInterrupt`` where Ctrl+C
    stopped it.
    """
    from armillary.capabilities import datasets

    begun = datasets.submit_upload(
        shop.actor,
        shop.database,
        shop.storage,
        file.name,
        _chunks(file),
        reserved_for=worker,
        reading=reading.to_json(),
    )
    job, was_stopped = finish(shop, begun["job_id"], quiet=quiet)
    if was_stopped:
        raise KeyboardInterrupt
    if job["state"] != "succeeded":
        raise _failure(file, job)
    with shop.database.read() as session:
        return datasets.get_dataset(shop.actor, session, begun["id"])


def complete_report(
    shop: Workshop, dataset: dict[str, Any], worker: str, *, quiet: bool
) -> dict[str, Any]:
    """Complete the report of a large table here, since no other worker may ever come.

    Raises ``KeyboardInterrupt`` where Ctrl+C stopped it; the table is as good without.
    """
    from armillary.capabilities import datasets

    if dataset["report_state"] != "pending":
        return dataset
    with shop.database.write() as session:
        job_id = datasets.look_again(shop.actor, session, dataset["id"], reserved_for=worker)
    _, was_stopped = finish(shop, job_id, quiet=quiet)
    if was_stopped:
        raise KeyboardInterrupt
    with shop.database.read() as session:
        return datasets.get_dataset(shop.actor, session, dataset["id"])


def read_frame(file: Path, settings: Settings, reading: ImportOptions) -> pd.DataFrame:
    """Read a file as an import would, and keep nothing of it."""
    from armillary.base.storage import LocalStorage
    from armillary.capabilities import datasets
    from armillary.capabilities.datasets.formats import ReadLimits
    from armillary.capabilities.datasets.importing import Machine, import_table

    limits = ReadLimits(settings.max_rows, settings.max_columns)
    with tempfile.TemporaryDirectory(prefix="armillary-table-") as folder:
        work = Path(folder).resolve()
        machine = Machine(_THREADS, _MEMORY_BYTES)
        options = reading.to_read_options()
        importing = import_table(file, file.name, work, limits, machine, options, reading.types)
        try:
            while True:
                next(importing)
        except StopIteration as end:
            return datasets.read_frame(LocalStorage(work), end.value.path.name)


def _failure(file: Path, job: dict[str, Any]) -> AppError:
    error = job["error"] or {"code": job["state"], "message": f"its import was {job['state']}"}
    return BadRequest(f"{file.name}: {error['message']}", code=error["code"])


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK_BYTES):
            yield chunk
