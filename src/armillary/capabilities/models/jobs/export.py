"""Writing a model in another form where that takes long, or with the table that it learned from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Generator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from armillary.base.database import after_commit
from armillary.base.errors import Conflict, NotFound
from armillary.capabilities import datasets
from armillary.capabilities.models import findings
from armillary.capabilities.models.bundles import load_bundle, read_manifest
from armillary.capabilities.models.exporting import EXPORT_JOB, folder_of
from armillary.capabilities.models.tables import StoredModel
from armillary.jobs.contract import JobContext, Log, Needs, Progress, SingleJobKind, SingleRun

_MEGABYTE = 1024 * 1024
_LEAST_BYTES, _MOST_BYTES = 1024 * _MEGABYTE, 4096 * _MEGABYTE
_TABLE = "data.parquet"


class ExportParams(BaseModel):
    """Which model is written in which form, and which table goes with it."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model_id: str
    name: str
    prefix: str
    form: str
    dataset_id: str | None = None
    """The table to take along; None takes none."""
    size_bytes: int = 0


class Export(SingleJobKind):
    """Loads a model, writes it in a form, proves it where the form can be asked, and keeps it."""

    id = EXPORT_JOB
    params = ExportParams
    preload = ("numpy", "pandas", "sklearn")

    def title(self, params: Any) -> str:
        """Name the model and the form."""
        return f"Write {params.name} as {params.form}"

    def needs(self, params: Any) -> Needs:
        """Ask for one thread, and memory for the model, its form and the table."""
        wanted = _LEAST_BYTES + 12 * params.size_bytes
        return Needs(memory_bytes=min(wanted, _MOST_BYTES))

    def run_one(self, job: JobContext) -> SingleRun:
        """Write the file; it counts from the moment the job ends."""
        params: ExportParams = job.params
        folder = folder_of(params.model_id)
        findings.remove_unfinished(job, folder, job.id)
        suffix, media_type, data, joined = yield from _written(job, params)
        if params.dataset_id is not None:
            yield Progress(0.8, message="Taking the table along")
            tables = {_TABLE: params.dataset_id} | {
                f"other_{number}.parquet": identity for number, identity in enumerate(joined, 1)
            }
            for name, identity in tables.items():
                data = _with_table(data, name, datasets.load_frame(job, identity))
        yield Progress(0.9, message="Storing the file")
        job.closing()
        key = f"{folder}/{job.id}-{job.claim_number}{suffix}"
        with job.storage.write(key) as file:
            file.write(data)
        result = {
            "model_id": params.model_id,
            "form": params.form,
            "key": key,
            "suffix": suffix,
            "media_type": media_type,
            "size_bytes": len(data),
            "with_data": params.dataset_id is not None,
        }

        def write(session: Session) -> None:
            if session.get(StoredModel, params.model_id) is None:
                after_commit(session, lambda _: job.storage.delete(key))

        job.finish(result, write=write)
        return None


kind = Export()


def _written(
    job: JobContext, params: ExportParams
) -> Generator[Progress | Log, None, tuple[str, str, bytes, Sequence[str]]]:
    """Write the form; gives its suffix, its type, its bytes, and the datasets its recipe joins."""
    from armillary.learning.travel.exports import get_export
    from armillary.learning.travel.problems import NotExportable

    yield Progress(0.02, message="Loading the model")
    model = load_bundle(job.storage, params.prefix)
    export = get_export(params.form)
    yield Progress(0.2, message="Looking whether it can be written so")
    if (reason := export.why_not(model)) is not None:
        raise NotExportable(f"This model cannot be taken along as {export.title}: {reason}")
    manifest = read_manifest(job.storage, params.prefix)
    if manifest is None:
        raise NotFound("The files of this model are gone.", code="model_not_found")
    yield Progress(0.4, message=f"Writing {export.title}, and proving it where it can be asked")
    data = export.write(model, manifest)
    yield Log("info", f"Written: {len(data):,} bytes.")
    made = None if model.recipe is None else model.recipe.made
    return export.suffix, export.media_type, data, list({} if made is None else made.others)


def _with_table(data: bytes, name: str, frame: Any) -> bytes:
    """Give a zip with a table beside the rest."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise Conflict("Only a project takes its table along.", code="no_table_in_this_form")
    table = io.BytesIO()
    frame.to_parquet(table, index=False)
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, table.getvalue())
    return out.getvalue()
