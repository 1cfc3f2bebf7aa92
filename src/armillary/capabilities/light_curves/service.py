"""What is decided about light curves: bringing files, searching, reading, removing."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import Conflict, Invalid, NotFound, Unavailable
from armillary.base.ids import new_id
from armillary.base.storage import Storage
from armillary.base.values import from_json, to_iso, utc_now
from armillary.capabilities.astronomy import stars
from armillary.capabilities.light_curves.schemas import SearchRequest
from armillary.capabilities.light_curves.tables import StoredCurve

SEARCH = "light_curves.search"
MOST_FILES = 20
MOST_BYTES = 32 * 1024 * 1024
_FITS_OR_TEXT = "Give a light curve of Kepler, K2 or TESS as FITS, or a CSV with time and flux."


def check_beginning(data: bytes, name: str) -> None:
    """Refuse a file that is plainly no light curve, before it is stored; raises `Invalid`."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Invalid(f"{name} is empty. {_FITS_OR_TEXT}", code="empty_file")
    if not data.startswith(b"SIMPLE  =") and b"\x00" in data[:4096]:
        raise Invalid(f"{name} is no FITS file and no text. {_FITS_OR_TEXT}", code="no_light_curve")


def add(
    actor: Actor, session: Session, curve_id: str | None, file: dict[str, Any], name: str
) -> StoredCurve:
    """Begin a light curve with a stored file, or add the file to one that is there.

    Raises `Conflict` while it is searched, and where it has as many files as it may have.
    """
    actor.require("editor")
    if curve_id is not None:
        row = find(actor, session, curve_id)
        _require_idle(row)
        if len(row.files) >= MOST_FILES:
            raise Conflict(f"A light curve has at most {MOST_FILES} files.", code="too_many_files")
        row.files = [*row.files, file]
        row.state = "new"
        return row
    row = StoredCurve(
        id=file["key"].split("/")[1],
        workspace_id=actor.workspace_id,
        name=(name or file.get("star") or file["name"])[:200],
        state="new",
        files=[file],
        asked=None,
        summary=None,
        result_key=None,
        job_id=None,
        error=None,
        created_by=actor.id,
        created_at=utc_now(),
    )
    session.add(row)
    return row


def search(actor: Actor, session: Session, curve_id: str, given: SearchRequest) -> StoredCurve:
    """Have a light curve searched for transits; raises `Conflict` while it is."""
    actor.require("editor")
    row = find(actor, session, curve_id)
    _require_idle(row)
    asked = given.model_dump()
    params = {"curve_id": row.id, "name": row.name, "files": list(row.files), "asked": asked}
    job = jobs.submit(actor, session, SEARCH, params, subject=("light_curve", row.id))
    row.state, row.error, row.asked, row.job_id = "searching", None, asked, job.id
    return row


def list_curves(actor: Actor, session: Session, star: str | None = None) -> list[dict[str, Any]]:
    """Give the light curves of the workspace, newest first; with ``star`` those of that star."""
    mine = sa.select(StoredCurve).where(StoredCurve.workspace_id == actor.workspace_id)
    shown = [to_wire(row) for row in session.scalars(mine.order_by(StoredCurve.id.desc()))]
    if star is None:
        return shown
    wanted = set(stars.called([star]))
    return [one for one in shown if wanted & set(one["stars"])]


def find(actor: Actor, session: Session, curve_id: str) -> StoredCurve:
    """Give a light curve of the actor's workspace; raises `NotFound`."""
    row = session.get(StoredCurve, curve_id)
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound(f"There is no light curve {curve_id!r} here.", code="light_curve_not_found")
    return row


def read(actor: Actor, session: Session, storage: Storage, curve_id: str) -> dict[str, Any]:
    """Give a light curve, and in ``found`` what the last search found, if one has ended."""
    row = find(actor, session, curve_id)
    shown = to_wire(row)
    if row.result_key is None:
        return {"light_curve": shown, "found": None}
    try:
        with storage.open_read(row.result_key) as file:
            return {"light_curve": shown, "found": from_json(file.read())}
    except (FileNotFoundError, NotFound):
        raise Unavailable(
            "What was found is gone from the storage; search the light curve again.",
            code="result_missing",
        ) from None


def delete(actor: Actor, session: Session, storage: Storage, curve_id: str) -> None:
    """Remove a light curve and its files; a search that is under way is stopped."""
    actor.require("editor")
    row = find(actor, session, curve_id)
    if row.state == "searching" and row.job_id is not None:
        jobs.cancel(actor, session, row.job_id)
    session.delete(row)
    after_commit(session, lambda _: storage.delete_prefix(f"light_curves/{curve_id}"))


def to_wire(row: StoredCurve) -> dict[str, Any]:
    """Give a light curve as people see it."""
    return {
        "id": row.id,
        "name": row.name,
        "stars": _stars_of(row),
        "state": row.state,
        "files": [{"name": file["name"], "size_bytes": file["size_bytes"]} for file in row.files],
        "asked": row.asked,
        "summary": row.summary,
        "error": row.error,
        "job_id": row.job_id,
        "created_at": to_iso(row.created_at),
    }


def new_key(curve_id: str | None) -> str:
    """Name the place of a new file, of a new light curve or of one that is there."""
    return f"light_curves/{curve_id or new_id('lc')}/{new_id('file')}"


def _stars_of(row: StoredCurve) -> list[str]:
    """Give what its star is called: by the files' headers, its own name, the files' names."""
    told = [(row.summary or {}).get("star"), *(file.get("star") for file in row.files), row.name]
    return stars.called([one for one in told if one], [file["name"] for file in row.files])


def _require_idle(row: StoredCurve) -> None:
    if row.state == "searching":
        raise Conflict(
            "This light curve is being searched; wait until that has ended, or cancel it.",
            code="still_searching",
        )
