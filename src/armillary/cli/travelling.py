"""Models without a server: brought in by the same job that an upload submits, and taken along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from armillary.base.errors import BadRequest
from armillary.cli.labour import finish, hired_worker
from armillary.cli.predicting import folder_of
from armillary.cli.workshop import open_workshop
from armillary.settings import Settings

_CHUNK_BYTES = 1024 * 1024
_MOST_LISTED = 500
_BUNDLE = "bundle"


def stored_models(
    settings: Settings, name: str | None = None, *, archived: bool = False
) -> list[dict[str, Any]]:
    """Give the models of the data folder, newest first; those put away only where asked for."""
    from armillary.capabilities import models

    shown = None if archived else False
    with open_workshop(settings) as shop, shop.database.read() as session:
        return models.list_models(
            shop.actor, session, limit=_MOST_LISTED, name=name, archived=shown
        )[0]


def bring_files(settings: Settings, files: Sequence[Path], *, quiet: bool) -> list[dict[str, Any]]:
    """Bring models in, one after the other, and give them.

    Raises `AppError` where one is refused, and ``KeyboardInterrupt`` where Ctrl+C stopped it.
    """
    from armillary.capabilities import models

    brought = []
    with open_workshop(settings) as shop, hired_worker(shop) as worker:
        for file in files:
            model_id, job_id = models.bring_in(
                shop.actor,
                shop.database,
                shop.storage,
                file.name,
                _chunks(file),
                reserved_for=worker,
            )
            job, was_stopped = finish(shop, job_id, quiet=quiet)
            if was_stopped:
                raise KeyboardInterrupt
            if job["state"] != "succeeded":
                told = job["error"] or {"code": job["state"], "message": f"it was {job['state']}."}
                raise BadRequest(f"{file.name}: {told['message']}", code=told["code"])
            with shop.database.read() as session:
                row = models.get_model(shop.actor, session, model_id)
                brought.append(models.to_wire(row))
    return brought


def export_to(model: str, form: str, output: Path | None, data_dir: Path | None) -> Path:
    """Write a model in another form and give the file; raises `AppError` where it has none."""
    from armillary.learning import bundle
    from armillary.learning.travel.exports import get_export
    from armillary.learning.travel.problems import NotExportable

    if form == _BUNDLE:
        return _write_bundle(model, output, data_dir)
    export = get_export(form)
    with folder_of(model, data_dir) as folder:
        fitted, manifest = bundle.load(folder), bundle.read_manifest(folder)
        if (reason := export.why_not(fitted)) is not None:
            raise NotExportable(f"This model cannot be taken along as {export.title}: {reason}")
        data = export.write(fitted, manifest)
    end = export.suffix if export.suffix == f".{form}" else f".{form}{export.suffix}"
    written = output or Path(f"{Path(model).stem}{end}")
    written.write_bytes(data)
    return written


def _write_bundle(model: str, output: Path | None, data_dir: Path | None) -> Path:
    """Write a bundle's own files; raises `AppError` where it is no sound one."""
    from armillary.learning import bundle
    from armillary.learning.travel.zipped import zipped

    with folder_of(model, data_dir) as folder:
        bundle.load(folder)
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        data = zipped({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})
    written = output or Path(f"{Path(model).stem}.bundle.zip")
    written.write_bytes(data)
    return written


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK_BYTES):
            yield chunk
