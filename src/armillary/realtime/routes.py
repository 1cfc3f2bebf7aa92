"""The doors to everything live: a web socket, server-sent events, and a page to try them."""

from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Header, Query, Request, WebSocket
from sqlalchemy.orm import Session
from starlette.responses import FileResponse, StreamingResponse

from armillary.base.access import Actor, authorise_socket, public, require, socket_messages
from armillary.base.errors import BadRequest, NotFound
from armillary.base.http import Reading, State, app_state
from armillary.base.streaming import ClosingResponse
from armillary.realtime import try_page
from armillary.realtime.serving import MAX_TOPICS, read_topic_name, serve
from armillary.realtime.tables import Topic
from armillary.realtime.transports import WebSocketTransport, sse

router = APIRouter(tags=["realtime"])
MESSAGES = socket_messages(
    "/ws/events", {"subscribe": "viewer", "unsubscribe": "viewer", "ping": "viewer"}
)
_Viewer = Annotated[Actor, Depends(require("viewer"))]
_STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.websocket("/ws/events")
async def listen_by_socket(websocket: WebSocket) -> None:
    """Tell a client what comes of the topics it subscribes to."""
    actor = await authorise_socket(websocket, "viewer")
    await websocket.accept()
    await serve(WebSocketTransport(websocket), app_state(websocket).hub, actor, MESSAGES)


@router.get("/api/events", response_class=StreamingResponse)
async def listen_by_stream(
    state: State,
    actor: _Viewer,
    topic: Annotated[list[str], Query(min_length=1, max_length=MAX_TOPICS)],
    after: Annotated[list[Annotated[int, Query(ge=0)]] | None, Query()] = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> StreamingResponse:
    """Tell what comes of topics as server-sent events.

    ``after`` gives, in the order of the topics, the number up to which each was heard; topics
    without one are heard from now on. A ``Last-Event-ID`` wins over it.
    """
    wanted = _wanted(topic, after or [], last_event_id)
    subscription = state.hub.subscribe(wanted, actor)
    frames = sse.stream(subscription, wanted)
    return ClosingResponse(
        frames,
        close=subscription.end,
        media_type="text/event-stream",
        headers=_STREAM_HEADERS,
    )


@router.get("/api/events/topics")
def list_topics(
    session: Reading,
    actor: _Viewer,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> dict[str, Any]:
    """List the topics of a workspace, newest names first, with the number of their last event."""
    return {"topics": _read_topics(session, actor, limit)}


@router.get("/api/events/doors")
async def list_doors(request: Request, actor: _Viewer) -> dict[str, Any]:
    """List the addresses of all web sockets, and what each says of itself."""
    return {"doors": try_page.doors(request.app.routes)}


@router.get("/ws-test", include_in_schema=False, dependencies=[Depends(public())])
async def open_try_page() -> FileResponse:
    """Open a page on which every door can be tried by hand."""
    return try_page.file("index.html")


@router.get("/ws-test/{name}", include_in_schema=False, dependencies=[Depends(public())])
async def open_try_page_file(name: str) -> FileResponse:
    """Give the script and the style of that page."""
    if name not in try_page.FILES:
        raise NotFound("Endpoint not found", extra={"detail": "Not Found"})
    return try_page.file(name)


def _wanted(
    topics: list[str], after: list[int], last_event_id: str | None
) -> dict[str, int | None]:
    names = [read_topic_name(topic) for topic in topics]
    if len(set(names)) < len(names):
        raise BadRequest("Each `topic` may be named once.")
    if len(after) > len(names):
        raise BadRequest(f"`after` is given {len(after)} times for {len(names)} topics.")
    heard = sse.read_id(last_event_id, names) if last_event_id else None
    if heard is not None:
        return heard
    numbers = [*after, *[None] * (len(names) - len(after))]
    return dict(zip(names, numbers, strict=True))


def _read_topics(session: Session, actor: Actor, limit: int) -> list[dict[str, Any]]:
    found = (
        sa.select(Topic.name, Topic.last_number)
        .where(Topic.workspace_id == actor.workspace_id)
        .order_by(Topic.name.desc())
        .limit(limit)
    )
    return [{"topic": row.name, "number": row.last_number} for row in session.execute(found)]
