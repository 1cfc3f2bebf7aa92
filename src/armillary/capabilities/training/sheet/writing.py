"""A sheet in the formats that people keep: HTML, Markdown and PDF."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.base.storage import Storage
from armillary.capabilities.training import panels
from armillary.capabilities.training.sheet.building import build
from armillary.capabilities.training.sheet.material import Material, gather
from armillary.report import render_html, render_markdown

SheetFormat = Literal["html", "md", "pdf"]
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
}
_PRINTING_S = 45.0


@dataclass(frozen=True)
class Written:
    """A sheet as a file: a PDF is what a browser makes of its HTML."""

    run: str
    text: str
    dated: str
    """When the run ended; what a PDF says of its own making, so that it is the same each time."""


def write(
    actor: Actor, session: Session, storage: Storage, identity: str, file_format: SheetFormat
) -> Written:
    """Write the sheet of a run, named by its own id or that of its model.

    Raises `NotFound`, and `Conflict` saying why there is no sheet yet.
    """
    row = panels.find_run(actor, session, identity)
    material = gather(actor, session, storage, row)
    sheet = build(material)
    text = render_markdown(sheet) if file_format == "md" else render_html(sheet)
    return Written(row.id, text, _dated(material))


async def ask(
    state: AppState, actor: Actor, identity: str, file_format: SheetFormat
) -> tuple[str, bytes]:
    """Give the id of a run and its sheet; a PDF is printed beside the server."""

    def work() -> Written:
        with state.database.read() as session:
            return write(actor, session, state.storage, identity, file_format)

    written = await in_thread(state.executors.database, work)
    if file_format != "pdf":
        return written.run, written.text.encode()
    import base64

    payload = {"html": written.text, "dated": written.dated}
    printed = await state.calls.request(
        "training.print_sheet", payload, timeout_s=_PRINTING_S, actor=actor
    )
    return written.run, base64.b64decode(printed)


def _dated(material: Material) -> str:
    moment = material.completed_at or material.started_at
    return "19800101000000" if moment is None else moment.strftime("%Y%m%d%H%M%S")
