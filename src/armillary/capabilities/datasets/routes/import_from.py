"""Taking in a table that lies elsewhere."""

from typing import Annotated
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel
from starlette.responses import Response

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Forbidden
from armillary.base.executors import in_thread
from armillary.base.http import AppState, State
from armillary.base.ids import new_id
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.reading_options import ImportOptions
from armillary.capabilities.datasets.routes._asking import Editor
from armillary.capabilities.datasets.routes._imported import answer_import
from armillary.capabilities.datasets.service import StoredUpload
from armillary.capabilities.datasets.sources.addresses import split
from armillary.capabilities.datasets.sources.server_files import find_file, offer_files
from armillary.capabilities.datasets.wire import to_wire
from armillary.settings import Settings

router = APIRouter()


class ImportFrom(BaseModel):
    """Where the file is: an address or a path, one of them."""

    url: str | None = None
    path: str | None = None
    options: ImportOptions = ImportOptions()
    """How the file is to be read."""


@router.post("/api/data/import")
async def import_from(
    request: Request, actor: Editor, state: State, body: Annotated[ImportFrom, Body()]
) -> Response:
    """Fetch a file from an address, or from a folder of the server, and import it.

    Both are off until ARMILLARY_IMPORT_URLS or ARMILLARY_IMPORT_ROOTS say otherwise. It answers as
    an upload does: when the import is done, or at once with ``Prefer: respond-async``.
    """
    dataset = await in_thread(state.executors.database, _submit, state, actor, body)
    return await answer_import(request, state, actor, dataset)


class OfferedFileOut(BaseModel):
    """A file in a folder of the server that is open for imports."""

    path: str
    size_bytes: int


class OfferedOut(BaseModel):
    """Where tables may be taken from, besides uploads; ``has_more`` files than are listed."""

    urls: bool
    folders: bool
    files: list[OfferedFileOut]
    has_more: bool


@router.get("/api/data/import")
async def list_sources(actor: Editor, state: State) -> OfferedOut:
    """Say whether files may be fetched from addresses, and list those in the server's folders."""
    files, has_more = await in_thread(state.executors.files, offer_files, state.settings)
    return OfferedOut(
        urls=state.settings.import_urls,
        folders=bool(state.settings.import_roots),
        files=[OfferedFileOut(path=file.path, size_bytes=file.size_bytes) for file in files],
        has_more=has_more,
    )


def _submit(state: AppState, actor: Actor, body: ImportFrom) -> dict[str, object]:
    actor.require("editor")
    try:
        fetch, filename = _checked(body, state.settings)
    except Unreadable as error:
        # Nothing was read yet: it is the place that will not do, and no table.
        raise BadRequest(error.message, code="bad_place") from None
    dataset_id = new_id("ds")
    # Nothing is known of its bytes yet; no other dataset has this in their hash's place.
    reading = body.options.to_json()
    upload = StoredUpload(dataset_id, filename, 0, f"fetching:{dataset_id}", reading)
    with state.database.write() as session:
        return to_wire(service.add(actor, session, upload, fetch=fetch))


def _checked(body: ImportFrom, settings: Settings) -> tuple[dict[str, str], str]:
    """Give what is to be fetched and its name; raises where that is not allowed."""
    if (body.url is None) == (body.path is None):
        raise BadRequest("Give either `url` or `path`.")
    if body.url is not None:
        if not settings.import_urls:
            raise Forbidden(
                "Imports from addresses are off; ARMILLARY_IMPORT_URLS=1 turns them on. "
                "Download the file, and upload it here."
            )
        parts = split(body.url)
        name = unquote(parts.path.rsplit("/", 1)[-1])
        return {"url": body.url}, name or str(urlsplit(body.url).hostname)
    if not settings.import_roots:
        raise Forbidden(
            "Imports from folders of the server are off; ARMILLARY_IMPORT_ROOTS names folders that "
            "are open for them."
        )
    found = find_file(str(body.path), settings)
    return {"path": str(body.path)}, found.name
