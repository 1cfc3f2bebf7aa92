"""Training sessions: lists, curves, metrics, and runs that log from elsewhere."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from armillary.base.access import Actor, require
from armillary.base.http import AppState, Reading, State, StrictJSONResponse, Work
from armillary.base.values import utc_now
from armillary.capabilities.training import external, points, sessions
from armillary.capabilities.training.runs import showing
from armillary.capabilities.training.schemas import ExternalRequest, LogRequest
from armillary.capabilities.training.scores import reading
from armillary.realtime import last_number

router = APIRouter(prefix="/api/training", tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.post("")
def begin_external(given: ExternalRequest, actor: Editor, session: Work) -> dict[str, Any]:
    """Begin a run whose points your own program logs."""
    row = external.begin(actor, session, given)
    return {"session_id": row.id, "status": "running"}


@router.post("/{session_id}/log")
async def log_points(
    session_id: str, given: LogRequest, actor: Editor, state: State
) -> StrictJSONResponse:
    """Log one point or up to 100; answered once they are durable."""
    logged = given.to_points(utc_now())
    await _metric_log(state).log(actor, session_id, logged)
    return StrictJSONResponse({"logged": len(logged)})


@router.post("/{session_id}/finish")
def finish_external(session_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """End a run of yours."""
    row = sessions.get_training(actor, session, session_id)
    external.finish(session, row, "succeeded")
    return {"session_id": session_id, "status": "completed"}


@router.get("/{session_id}")
def read_session(session_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give one session as lists show it."""
    row = sessions.get_training(actor, session, session_id)
    found = showing.show(session, [row.id], [])
    return {"session": found[0]}


@router.get("/{session_id}/metrics")
def read_metrics(
    session_id: str, actor: Viewer, session: Reading, state: State, target: str | None = None
) -> dict[str, Any]:
    """Give curves, importance, ROC, confusion matrix and overall metrics, of a target if named.

    Of a run that is still going they are the curves so far, and ``why_no_scores`` says so.
    """
    row = sessions.get_training(actor, session, session_id)
    return sessions.read_metrics(actor, session, state.storage, row, target)


@router.get("/{session_id}/export-metrics")
def export_metrics(
    session_id: str,
    actor: Viewer,
    session: Reading,
    state: State,
    file_format: Annotated[Literal["json", "csv", "parquet"], Query(alias="format")] = "json",
    of: Literal["scores", "rows"] = "scores",
    target: Annotated[str | None, Query(description="Whose rows, of several targets.")] = None,
) -> Response:
    """Download the metrics as JSON or one CSV row; as Parquet every score with its interval.

    With ``of=rows`` the Parquet has every test row: where it stands in the dataset, what is true,
    what was said, and with which probabilities. Of a run that is not judged JSON and CSV have its
    ``status`` and ``why_no_scores``; as Parquet there is nothing to give, and 409 says why.
    """
    row = sessions.get_training(actor, session, session_id)
    if file_format == "parquet":
        judged = reading.find_judged(actor, session, state.storage, row.id).facing(target)
        if of == "rows":
            rows = reading.read_rows_parquet(state.storage, judged)
            return _parquet(rows, session_id, "test_rows")
        return _parquet(reading.read_parquet(state.storage, row), session_id, "metrics")
    found = sessions.read_metrics(actor, session, state.storage, row)
    if file_format == "json":
        return StrictJSONResponse(found, headers=_attachment(session_id, "json"))
    text = sessions.to_csv(found)
    return Response(text, media_type="text/csv", headers=_attachment(session_id, "csv"))


@router.get("/{session_id}/points")
def read_points(
    session_id: str,
    actor: Viewer,
    session: Reading,
    name: Annotated[list[str] | None, Query()] = None,
    times: bool = False,
) -> dict[str, Any]:
    """Give curves, each thinned to 2,000 points, and the event that they are up to date with.

    With ``times`` each point has its time besides, in seconds since 1970.
    """
    sessions.get_training(actor, session, session_id)
    number = last_number(session, f"job:{session_id}")
    if times:
        return {"series": points.read_timed(session, session_id), "last_number": number}
    found = points.to_series(points.read(session, session_id, name))
    return {"series": found, "last_number": number}


def _parquet(data: bytes, session_id: str, what: str) -> Response:
    headers = _attachment(session_id, "parquet", what)
    return Response(data, media_type="application/vnd.apache.parquet", headers=headers)


def _attachment(session_id: str, ending: str, what: str = "metrics") -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{what}_{session_id}.{ending}"'}


def _metric_log(state: AppState) -> external.MetricLog:
    """Give the log of this server process, made when first needed."""
    if "metric_log" not in state.extra:
        state.extra["metric_log"] = external.MetricLog(state.database, state.executors)
    log = state.extra["metric_log"]
    assert isinstance(log, external.MetricLog)
    return log
