"""``/ws/training/{session_id}``: one training, live, in the shapes that clients know.

``/ws/viz/{session_id}`` tells of the same training only what is drawn: no curves.
"""

import asyncio
import contextlib
import time
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor, authorise_socket, recheck, socket_messages
from armillary.base.errors import AppError, BadRequest
from armillary.base.executors import in_thread
from armillary.base.http import AppState, app_state
from armillary.base.tasks import end_tasks
from armillary.base.values import from_json, to_json
from armillary.capabilities.training import pictures, points, service, sessions
from armillary.capabilities.training.live import LiveSession, Picture
from armillary.capabilities.training.tables import Training
from armillary.jobs import Job
from armillary.realtime import find_latest, last_number
from armillary.realtime.messages import Denied, Event, Latest, Refetch, TopicMessage
from armillary.realtime.subscription import Subscription

router = APIRouter()
MESSAGES = socket_messages("/ws/training/{session_id}", {"stop": "editor"})
DRAWN_MESSAGES = socket_messages("/ws/viz/{session_id}", {"stop": "editor"})
Told = frozenset[str] | None
"""The types of messages that are told; None: all."""
_DRAWN: Told = frozenset({"visualization_update", "error", "completed"})


@router.websocket("/ws/training/{session_id}")
async def watch_training(websocket: WebSocket, session_id: str) -> None:
    """Tell the history so far, then every change, until the training has ended."""
    await _watch(websocket, session_id, None)


@router.websocket("/ws/viz/{session_id}")
async def watch_drawn(websocket: WebSocket, session_id: str) -> None:
    """Tell the newest picture, then every new one, until the training has ended."""
    await _watch(websocket, session_id, _DRAWN)


async def _watch(websocket: WebSocket, session_id: str, told: Told) -> None:
    state = app_state(websocket)
    workspace_id = await in_thread(state.executors.database, _workspace, state, session_id)
    actor = await authorise_socket(websocket, "viewer", workspace_id=workspace_id)
    await websocket.accept()
    listening = asyncio.create_task(_listen(websocket, actor, session_id))
    telling = asyncio.create_task(_tell(websocket, actor, session_id, told))
    try:
        await asyncio.wait({listening, telling}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        # A client that went away is no error.
        await end_tasks(listening, telling, expected=(WebSocketDisconnect, RuntimeError))
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        # Where the client is gone already there is nothing left to close.
        await websocket.close()


async def _tell(websocket: WebSocket, actor: Actor, session_id: str, told: Told) -> None:
    state = app_state(websocket)
    try:
        live, number = await in_thread(state.executors.database, _load, state, actor, session_id)
    except AppError as error:
        await _send(websocket, {"type": "error", "message": error.message})
        return
    subscription = state.hub.subscribe({f"job:{session_id}": number}, actor)
    try:
        await _follow(websocket, actor, session_id, live, subscription, told)
    finally:
        subscription.close()


async def _follow(
    websocket: WebSocket,
    actor: Actor,
    session_id: str,
    live: LiveSession,
    subscription: Subscription,
    told: Told,
) -> None:
    state = app_state(websocket)
    while True:
        if live.is_over:
            # The last picture is written with the end, and may be heard of only after it.
            live.apply_picture(
                await in_thread(state.executors.database, _find_picture, state, session_id)
            )
        for message in live.messages():
            if told is None or message["type"] in told:
                await _send(websocket, message)
        if live.is_over:
            return
        heard = await _next(subscription, live.wait_s)
        if isinstance(heard, Event):
            live.apply(heard.type, heard.data)
        elif isinstance(heard, Latest):
            if heard.key == pictures.KEY:
                live.apply_picture((heard.version, from_json(heard.body)))
        elif isinstance(heard, Refetch):
            live, _ = await in_thread(state.executors.database, _load, state, actor, session_id)
        elif isinstance(heard, Denied):
            await _send(websocket, {"type": "error", "message": heard.error})
            return


async def _next(subscription: Subscription, wait_s: float | None) -> TopicMessage | None:
    """Wait for the next thing heard; None where time is over first."""
    try:
        async with asyncio.timeout(wait_s):
            heard: TopicMessage = await anext(subscription)
            return heard
    except TimeoutError:
        return None


async def _listen(websocket: WebSocket, actor: Actor, session_id: str) -> None:
    """Do what the client asks for, until it goes away."""
    while True:
        try:
            text = await websocket.receive_text()
        except WebSocketDisconnect:
            return
        try:
            await _obey(websocket, actor, session_id, text)
        except AppError as error:
            await _send(websocket, {"type": "error", "message": error.message})


async def _obey(websocket: WebSocket, actor: Actor, session_id: str, text: str) -> None:
    try:
        message = from_json(text)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        raise BadRequest('A message must be a JSON object such as {"type": "stop"}.')
    kind = message.get("type")
    present = await recheck(websocket, actor, "viewer")
    MESSAGES.check(present, kind)
    state = app_state(websocket)
    await in_thread(state.executors.database, _stop, state, present, session_id)


def _workspace(state: AppState, session_id: str) -> str | None:
    with state.database.read() as session:
        row = session.get(Training, session_id) or session.get(Job, session_id)
        return None if row is None else row.workspace_id


def _load(state: AppState, actor: Actor, session_id: str) -> tuple[LiveSession, int]:
    """Read how a training stands, and the number of the last event that says so."""
    with state.database.read() as session:
        # First, so that what is read afterwards is at least as new.
        number = last_number(session, f"job:{session_id}")
        job, state_alone = _find(actor, session, session_id)
        live = LiveSession(
            session_id,
            points.read(session, session_id),
            str(state_alone if job is None else job.state),
            None if job is None or not job.error else str(job.error["message"]),
            time.monotonic,
            find_latest(session, f"job:{session_id}", pictures.KEY),
        )
        return live, number


def _find_picture(state: AppState, session_id: str) -> Picture | None:
    with state.database.read() as session:
        return find_latest(session, f"job:{session_id}", pictures.KEY)


def _find(actor: Actor, session: Session, session_id: str) -> tuple[Job | None, str | None]:
    """Give the job behind a session, or the state of one without; any job is a session."""
    if session.get(Training, session_id) is None and session.get(Job, session_id) is not None:
        return jobs.get(actor, session, session_id), None
    row = sessions.get_training(actor, session, session_id)
    return sessions.find_job(actor, session, row), row.state


def _stop(state: AppState, actor: Actor, session_id: str) -> None:
    with state.database.write() as session:
        if session.get(Training, session_id) is None and session.get(Job, session_id) is not None:
            jobs.cancel(actor, session, session_id)
        else:
            service.stop(actor, session, session_id)


async def _send(websocket: WebSocket, message: dict[str, Any]) -> None:
    await websocket.send_text(to_json(message).decode())
