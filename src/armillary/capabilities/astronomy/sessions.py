"""Sessions of the playground: begun, told of, given out, ended and forgotten."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import AppError, BadRequest, Conflict, NotFound, TooMany
from armillary.base.storage import Storage
from armillary.base.values import from_json, utc_now
from armillary.capabilities import datasets
from armillary.capabilities.astronomy import keeping
from armillary.capabilities.astronomy.mission_tables import notice_of
from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.astronomy.model_types import Chosen
from armillary.capabilities.astronomy.pretrained import WORSE_ON_OLD, transfer_key
from armillary.capabilities.astronomy.stages import ENDED, INITIAL, stages_of
from armillary.capabilities.astronomy.tables import ExoplanetSession
from armillary.jobs import Job
from armillary.settings import Settings

SESSION = "astronomy.session"
Flow = Literal["custom", "pretrained"]
Data = Literal["nasa", "user"]
_CANCELLED = "The session was cancelled."


@dataclass(frozen=True)
class Wish:
    """What a session is to do: ``chosen`` is None where the model is not the client's choice.

    ``may_be_worse`` lets a pretrained model forget some of what it knew for what is brought;
    ``model_id`` names the workspace's model that is to be asked instead of the shipped one,
    ``learned_from`` another mission whose model is.
    """

    flow: Flow
    data: Data
    mission: Mission
    chosen: Chosen | None = None
    may_be_worse: bool = False
    model_id: str | None = None
    learned_from: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the wish as it is kept."""
        told: dict[str, Any] = {"data": self.data}
        if self.may_be_worse:
            told["may_be_worse"] = True
        if self.model_id is not None:
            told["model_id"] = self.model_id
        if self.learned_from is not None:
            told["learned_from"] = self.learned_from
        if self.chosen is not None:
            made = asdict(self.chosen)
            kind = made.pop("model_type")
            told |= {"model_type": kind["id"], "algorithm_id": kind["algorithm_id"], **made}
        return told


class SessionParams(BaseModel):
    """The parameters of a session's job; the rest stands in the session's row."""

    model_config = ConfigDict(frozen=True)

    title: str
    source_ids: list[str] = []
    """The datasets of the files that came with it."""


def start(
    actor: Actor,
    session: Session,
    settings: Settings,
    wish: Wish,
    uploads: Sequence[datasets.StoredUpload] = (),
) -> ExoplanetSession:
    """Begin a session and the import of its files; raises `TooMany` where there are too many."""
    require_room(actor, session, settings)
    if wish.model_id is not None:
        usable = keeping.require_usable(actor, session, wish.model_id, wish.mission)
        wish = replace(wish, model_id=usable)
    if wish.learned_from is not None:
        transfer_key(wish.learned_from, wish.mission.key)
    brought = [upload.dataset_id for upload in uploads]
    params = SessionParams(title=_title(wish), source_ids=brought)
    job = jobs.submit(actor, session, SESSION, params)
    for upload in uploads:
        datasets.begin_import(actor, session, upload, parent_id=job.id)
    row = ExoplanetSession(
        id=job.id,
        workspace_id=actor.workspace_id,
        flow=wish.flow,
        mission=wish.mission.key,
        asked=wish.to_json(),
        uploads=brought,
        notes=[],
        created_by=actor.id,
        created_at=utc_now(),
    )
    session.add(row)
    return row


def take_anyway(
    actor: Actor, session: Session, settings: Settings, session_id: str
) -> ExoplanetSession:
    """Have a session, refused since its model got worse on the mission's stars, done all the same.

    It begins anew with the same files. Raises `Conflict` for a session that ended otherwise.
    """
    row = find(actor, session, session_id)
    job = jobs.get(actor, session, row.id)
    if job.state != "failed" or _error_code(job) != WORSE_ON_OLD:
        raise Conflict(
            "Only a session that was refused because its model got worse can be taken anyway; "
            f"this one is {job.state}.",
            code="not_refused",
        )
    require_room(actor, session, settings)
    row.asked = {**row.asked, "may_be_worse": True}
    jobs.retry(actor, session, row.id)
    return row


def require_room(actor: Actor, session: Session, settings: Settings) -> None:
    """Raise `TooMany` where the workspace has as many unfinished sessions as it may."""
    actor.require("editor")
    mine = (
        sa.select(sa.func.count())
        .select_from(Job)
        .where(
            Job.workspace_id == actor.workspace_id,
            Job.kind == SESSION,
            Job.state.in_(jobs.UNFINISHED),
        )
    )
    unfinished = session.scalar(mine) or 0
    if unfinished >= settings.exoplanet_sessions:
        raise TooMany(
            f"{unfinished} sessions are waiting or running, which is the most that are taken at a "
            "time (ARMILLARY_EXOPLANET_SESSIONS). Try again when one has ended.",
            code="too_many_sessions",
        )


def find(actor: Actor, session: Session, session_id: str) -> ExoplanetSession:
    """Give a session of the workspace; raises `NotFound`."""
    row = session.get(ExoplanetSession, session_id)
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound("Session not found", code="session_not_found")
    return row


def read_progress(actor: Actor, session: Session, session_id: str) -> dict[str, Any]:
    """Say how far a session is: progress 0 to 100, the step in words, and the status."""
    row = find(actor, session, session_id)
    job = jobs.get(actor, session, row.id)
    stages = stages_of(row.flow, row.asked["data"])
    training = None if row.training_id is None else session.get(Job, row.training_id)
    done, detail = job.progress or 0.0, job.message
    if training is not None and not job.is_finished:
        share = 1.0 if training.is_finished else training.progress or 0.0
        done = max(done, stages.within("train", share))
        detail = detail if training.is_finished else training.message
    step = stages.text_at(done) if done else INITIAL
    if job.state == "succeeded":
        done, step = 1.0, ENDED
    told = {"progress": round(100 * done), "current_step": step, "status": _status(job)}
    return {**told, "session_id": row.id, **_more(row, job, detail)}


def read_result(
    actor: Actor, session: Session, storage: Storage, session_id: str
) -> dict[str, Any]:
    """Give what a session found; raises what the contract says where there is nothing (yet)."""
    row = find(actor, session, session_id)
    job = jobs.get(actor, session, row.id)
    status = _status(job)
    if status == "error":
        raise AppError(_error(job) or "The training failed.", code="session_failed", status=500)
    if status != "completed":
        raise BadRequest("Training not completed yet", code="not_completed")
    try:
        with storage.open_read(str(row.result_key)) as file:
            result: dict[str, Any] = from_json(file.read())
    except (FileNotFoundError, NotFound):
        raise AppError("Results not available", code="results_gone", status=500) from None
    return result


def note_read(actor: Actor, session: Session, session_id: str) -> None:
    """Note that a session's result was given out; only the first time counts."""
    row = find(actor, session, session_id)
    row.read_at = row.read_at or utc_now()


def list_sessions(
    actor: Actor, session: Session, *, limit: int = 50
) -> tuple[list[dict[str, Any]], int]:
    """Give the workspace's sessions, newest first, and how many there are in all."""
    is_mine = ExoplanetSession.workspace_id == actor.workspace_id
    mine = sa.select(ExoplanetSession).where(is_mine)
    total = session.scalar(sa.select(sa.func.count()).select_from(ExoplanetSession).where(is_mine))
    rows = session.scalars(mine.order_by(ExoplanetSession.id.desc()).limit(limit)).all()
    found = [
        {
            **read_progress(actor, session, row.id),
            "flow": row.flow,
            "data": row.asked["data"],
            "mission": row.mission,
            "model_type": row.asked.get("model_type"),
            "hyperparameters": row.asked.get("values"),
            "training_id": row.training_id,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]
    return found, total or 0


def cancel(actor: Actor, session: Session, storage: Storage, session_id: str) -> str:
    """Stop a session; one that has ended is forgotten, with its files. Gives what was done."""
    actor.require("editor")
    row = find(actor, session, session_id)
    if jobs.get(actor, session, row.id).is_finished:
        forget(actor, session, storage, row)
        return "Session deleted"
    jobs.cancel(actor, session, row.id)
    return "Session cancelled"


def forget(actor: Actor, session: Session, storage: Storage, row: ExoplanetSession) -> None:
    """Remove a session that has ended, its files and the tables that were made of them.

    The run and its model stay: they are in the lists of their own, where people may have use of
    them.
    """
    for dataset_id in (*row.uploads, *([row.table_id] if row.table_id else [])):
        try:
            datasets.delete_dataset(actor, session, storage, dataset_id)
        except (NotFound, Conflict):
            continue  # gone already, or of use to somebody else at this moment
    prefix = prefix_of(row.id)
    session.delete(row)
    after_commit(session, lambda _: storage.delete_prefix(prefix))


def prefix_of(session_id: str) -> str:
    """Give the storage prefix of a session's files."""
    return f"exoplanets/{session_id}"


def _more(row: ExoplanetSession, job: Job, detail: str | None) -> dict[str, Any]:
    more: dict[str, Any] = {"title": job.title, "detail_step": detail, "notes": row.notes}
    if (notice := notice_of(row.source)) is not None:
        more["notice"] = notice
    if (error := _error(job)) is not None:
        more |= {"error": error, "error_code": _error_code(job)}
    return more


def _status(job: Job) -> str:
    if job.state == "succeeded":
        return "completed"
    if job.is_finished:
        return "error"
    return "initialized" if job.state == "queued" and job.started_at is None else "running"


def _error(job: Job) -> str | None:
    if job.state == "cancelled":
        return _CANCELLED
    if job.error:
        return str(job.error["message"])
    return None


def _error_code(job: Job) -> str | None:
    return None if job.error is None else str(job.error["code"])


def _title(wish: Wish) -> str:
    what = "own table" if wish.data == "user" else wish.mission.title
    if wish.chosen is None:
        return f"Pretrained model on {what}"
    return f"{wish.chosen.model_type.title} on {what}"
