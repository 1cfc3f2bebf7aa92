"""Looking for transits in a light curve."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.orm import Session

from armillary.base.database import after_commit
from armillary.base.errors import NotFound
from armillary.base.passing import passed_on
from armillary.base.storage import Storage
from armillary.base.values import to_json
from armillary.capabilities.light_curves import service
from armillary.capabilities.light_curves.schemas import SearchRequest
from armillary.capabilities.light_curves.tables import StoredCurve
from armillary.jobs.contract import JobContext, Log, Needs, Progress, SingleJobKind, SingleRun

_MEGABYTE = 1024 * 1024
_LEAST_BYTES = 1024 * _MEGABYTE
_TIMES = 40


class SearchParams(BaseModel):
    """Which files to read, and what to look for."""

    model_config = ConfigDict(frozen=True)

    curve_id: str
    name: str
    files: list[dict[str, Any]]
    asked: dict[str, Any]


class SearchKind(SingleJobKind):
    """Detrends a light curve, looks for one transit after another, and judges what it found."""

    id = service.SEARCH
    params = SearchParams
    preload = ("numpy", "pandas", "scipy.ndimage")

    def title(self, params: Any) -> str:
        """Name the light curve."""
        return f"Look for transits in {params.name}"

    def needs(self, params: Any) -> Needs:
        """Take memory for the windows around every point of the files."""
        size = sum(int(file["size_bytes"]) for file in params.files)
        return Needs(memory_bytes=min(_LEAST_BYTES + _TIMES * size, 4096 * _MEGABYTE))

    def run_one(self, job: JobContext) -> SingleRun:
        """Read the files, search, and store what was found."""
        from threadpoolctl import threadpool_limits

        from armillary.capabilities.astronomy.light_curves.analysis import analyse

        params: SearchParams = job.params
        _remove_unfinished(job)
        files = [(file["name"], _read(job.storage, file["key"])) for file in params.files]
        with threadpool_limits(limits=job.granted.threads):
            found = yield from passed_on(analyse(files, wish_of(params.asked)), _progress)
        for note in found["notes"]:
            yield Log("info", note)
        job.closing()
        key = f"{_prefix_of(job)}{job.claim_number}.json"
        with job.storage.write(key) as file:
            file.write(to_json(found))
        summary = summarise(found)

        def write(session: Session) -> None:
            row = session.get(StoredCurve, params.curve_id)
            if row is None:
                return  # removed meanwhile; the file goes with those of no row
            before, row.result_key = row.result_key, key
            row.state, row.error, row.summary = "ready", None, summary
            if before is not None and before != key:
                after_commit(session, lambda _: job.storage.delete(before))

        job.finish({"light_curve_id": params.curve_id, **summary}, write=write)
        return None

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no light curve wait for a job that has ended without finding."""
        row = session.scalar(sa.select(StoredCurve).where(StoredCurve.job_id == job_id))
        if row is None or state == "succeeded":
            return
        row.state = "failed"
        row.error = "It was stopped." if state == "cancelled" else error or "It failed."


kind = SearchKind()


def wish_of(asked: Mapping[str, Any]) -> Any:
    """Give what was asked in the words of the analysis."""
    from armillary.capabilities.astronomy.light_curves.analysis import Wish
    from armillary.capabilities.astronomy.light_curves.search import SearchRange

    given = SearchRequest.model_validate(asked)
    looked_for = SearchRange(
        min_period=given.min_period,
        max_period=given.max_period,
        least_snr=given.least_snr,
        most_signals=given.most_signals,
    )
    return Wish(given.method, given.window_days, looked_for)


def summarise(found: Mapping[str, Any]) -> dict[str, Any]:
    """Give what lists show: the star, how many points, and the periods found."""
    return {
        "star": found["star"].get("name"),
        "points": found["points"],
        "days": round(found["days"], 3),
        "periods": [round(signal["period"], 5) for signal in found["signals"]],
        "lone_dips": len(found["lone_dips"]),
    }


def _prefix_of(job: JobContext) -> str:
    return f"light_curves/{job.params.curve_id}/found-{job.id}-"


def _remove_unfinished(job: JobContext) -> None:
    """Remove what claims that died have stored."""
    prefix = _prefix_of(job)
    for file in list(job.storage.list_files(f"light_curves/{job.params.curve_id}")):
        if file.key.startswith(prefix):
            job.storage.delete(file.key)


def _read(storage: Storage, key: str) -> bytes:
    try:
        with storage.open_read(key) as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise NotFound("A file of this light curve is gone; bring it again.") from None


def _progress(looked: tuple[float, str]) -> Progress:
    share, told = looked
    return Progress(round(share, 3), message=told)
