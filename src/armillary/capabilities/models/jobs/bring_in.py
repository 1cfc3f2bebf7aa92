"""Looking at a stranger's file in isolation, and keeping the model that was found there."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from pydantic import BaseModel, ConfigDict

from armillary.base.database import after_commit
from armillary.capabilities.models import service
from armillary.capabilities.models.bringing import incoming_key
from armillary.capabilities.models.bundles import keep_only, write_bundle
from armillary.jobs.contract import JobContext, Log, Needs, Progress, SingleJobKind, SingleRun

_MEMORY_BYTES = 1024 << 20


class BringInParams(BaseModel):
    """Which file came, and what becomes of it."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    model_id: str
    filename: str
    form: str
    size_bytes: int
    sha256: str


class BringIn(SingleJobKind):
    """Opens a file where it can do no harm and makes a model of what it holds."""

    id = "models.bring_in"
    params = BringInParams
    preload = ("numpy", "pandas")

    def title(self, params: Any) -> str:
        """Name the file."""
        return f"Bring in {params.filename}"

    def needs(self, params: Any) -> Needs:
        """Take memory for the libraries, and for the model a few times."""
        return Needs(memory_bytes=_MEMORY_BYTES + 4 * params.size_bytes)

    def run_one(self, job: JobContext) -> SingleRun:
        """Open, convert, compare, keep."""
        try:
            yield from self._bring(job)
        except Exception:
            job.storage.delete_prefix(f"models/{job.params.model_id}")
            job.storage.delete(incoming_key(job.id))
            raise
        except GeneratorExit:
            # Cancelled: the file stays, so that the job can be tried again.
            job.storage.delete_prefix(f"models/{job.params.model_id}")
            raise
        return None

    def _bring(self, job: JobContext) -> SingleRun:
        from armillary.learning.brought import bring

        params: BringInParams = job.params
        yield Progress(0.05, message="Opening the file in isolation")
        path = job.storage.local_path(incoming_key(job.id))
        model, facts = bring(path, params.form)
        for note in facts["notes"]:
            yield Log("info", note)
        yield Progress(0.8, message="Keeping the model")
        brought = {
            **facts,
            "filename": params.filename,
            "file_size": params.size_bytes,
            "sha256": params.sha256,
        }
        folder = f"models/{params.model_id}/{job.claim_number}"
        bundle = write_bundle(job.storage, model, folder, {"brought": brought, "job": job.id})
        keep_only(job.storage, params.model_id, folder)
        name = PurePath(params.filename).stem or params.filename
        lineage = service.Lineage(None, job.id, name, brought=brought)

        def write(session: Any) -> None:
            service.register(job.actor, session, params.model_id, model, bundle, lineage)
            after_commit(session, lambda _: job.storage.delete(incoming_key(job.id)))

        job.finish({"model_id": params.model_id, **facts}, write=write)
        return None


kind = BringIn()
