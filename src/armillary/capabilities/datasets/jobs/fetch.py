"""Fetching a file from an address or a folder of the server, and importing it as any other."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.orm import undefer

from armillary.base.database import after_commit
from armillary.base.errors import NotFound
from armillary.capabilities.datasets import events, service
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.jobs.import_file import (
    SMALL_BYTES,
    ImportFile,
    ImportParams,
    refuse,
)
from armillary.capabilities.datasets.sources import Fetched
from armillary.capabilities.datasets.sources.download import open_url
from armillary.capabilities.datasets.sources.server_files import open_file
from armillary.capabilities.datasets.tables import Dataset
from armillary.jobs import priority
from armillary.jobs.contract import JobContext, Needs, Progress, SingleRun

_MEGABYTE = 1024 * 1024
_TOLD_BYTES = 16 * _MEGABYTE


class FetchParams(ImportParams):
    """Which dataset to import, and where its file is: an address or a path, one of them."""

    url: str | None = None
    path: str | None = None


@dataclass(frozen=True)
class _Stored:
    filename: str
    size_bytes: int
    sha256: str


class FetchFile(ImportFile):
    """Stores a file that lies elsewhere, then imports it."""

    id = service.FETCH
    params = FetchParams

    def title(self, params: ImportParams) -> str:
        """Name the file, and the host it comes from."""
        url = params.url if isinstance(params, FetchParams) else None
        return f"Import {params.filename}" + (f" from {urlsplit(url).hostname}" if url else "")

    def needs(self, params: ImportParams) -> Needs:
        """Take what a big file takes: how big it is, is not known yet."""
        return Needs(threads=1, memory_bytes=1536 * _MEGABYTE)

    def run_one(self, job: JobContext) -> SingleRun:
        """Fetch what is not here yet; a file that cannot be had fails its dataset."""
        _require_dataset(job)
        if not job.storage.exists(service.original_key(job.params.dataset_id)):
            try:
                yield from _fetch(job)
            except Unreadable as error:
                refuse(job, error)
                raise
        _use_names(job)
        if job.params.size_bytes >= SMALL_BYTES:
            # Known only now, when it has its place already; it need not hinder others more.
            priority.give_way(priority.LONG_WORK)
        return (yield from super().run_one(job))


kind = FetchFile()


def _fetch(job: JobContext) -> SingleRun:
    key = service.original_key(job.params.dataset_id)
    with _open(job) as fetched, job.storage.write(key) as file:
        told = 0
        for chunk in fetched.chunks:
            file.write(chunk)
            if file.size_bytes - told >= _TOLD_BYTES:
                told = file.size_bytes
                yield Progress(None, message=f"{told // _MEGABYTE:,} MB fetched")
        stored = _Stored(fetched.filename, file.size_bytes, file.sha256)
    _note(job, stored)
    _require_dataset(job)
    return None


def _require_dataset(job: JobContext) -> None:
    with job.read() as session:
        if session.get(Dataset, job.params.dataset_id) is None:
            raise NotFound("The dataset was deleted; import the file again.")


def _open(job: JobContext) -> AbstractContextManager[Fetched]:
    params: FetchParams = job.params
    if params.url is not None:
        return open_url(params.url, job.settings)
    return open_file(str(params.path), job.settings)


def _note(job: JobContext, stored: _Stored) -> None:
    """Tell the dataset what its file turned out to be."""
    with job.write() as session:
        row = session.get(Dataset, job.params.dataset_id, options=[undefer(Dataset.schema)])
        if row is None:  # deleted meanwhile, and nobody else removes what came after that
            prefix = service.prefix_of(job.params.dataset_id)
            after_commit(session, lambda _: job.storage.delete_prefix(prefix))
            return
        with events.changing(session, row):
            row.filename = service.clean_filename(stored.filename)
            row.name = service.name_of(row.filename)
            row.duplicate_of = service.find_same(job.actor, session, stored.sha256)
            row.size_bytes, row.content_hash = stored.size_bytes, stored.sha256


def _use_names(job: JobContext) -> None:
    """Import the file under the name that it came with."""
    with job.read() as session:
        row = session.get(Dataset, job.params.dataset_id)
        if row is not None:
            named = {"filename": row.filename, "size_bytes": row.size_bytes}
            job.params = job.params.model_copy(update=named)
