"""``/ws/workspace/{workspace_id}``: what people choose together, and who is there."""

import asyncio
import contextlib
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from armillary.base.access import Actor, authorise_socket, recheck, socket_messages
from armillary.base.errors import AppError, BadRequest
from armillary.base.executors import in_thread
from armillary.base.http import AppState, app_state
from armillary.base.tasks import end_tasks
from armillary.base.values import from_json, to_iso, to_json, utc_now
from armillary.capabilities.workspaces import shared_state
from armillary.capabilities.workspaces.events import topic_of
from armillary.capabilities.workspaces.presence import Guest, rooms_of
from armillary.realtime import last_number
from armillary.realtime.messages import Denied, Ephemeral, Event, Refetch, TopicMessage
from armillary.realtime.subscription import Subscription

router = APIRouter()
MESSAGES = socket_messages(
    "/ws/workspace/{workspace_id}",
    {
        "state_update": "editor",
        "presence_update": "viewer",
        "cursor_position": "viewer",
        "ping": "viewer",
    },
)
_ROOM = "room"


@router.websocket("/ws/workspace/{workspace_id}")
async def share_workspace(websocket: WebSocket, workspace_id: str) -> None:
    """Tell the present state, then every change; roles come from the server's own records."""
    actor = await authorise_socket(websocket, "viewer", workspace_id=workspace_id)
    await websocket.accept()
    state = app_state(websocket)
    guest = rooms_of(state).enter(actor)
    visitor = _Visitor(websocket, state, guest)
    tasks = [asyncio.create_task(visitor.hear()), asyncio.create_task(visitor.tell())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        rooms_of(state).leave(guest)
        gone = {"id": actor.id, "name": actor.name}
        visitor.say_to_room({"type": "user_left", "user": gone, "timestamp": _now()})
        # A client that went away is no error.
        await end_tasks(*tasks, expected=(WebSocketDisconnect, RuntimeError))
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await websocket.close()


class _Visitor:
    """One socket: what it is told, and what it asks for."""

    def __init__(self, websocket: WebSocket, state: AppState, guest: Guest) -> None:
        self._websocket, self._state, self._guest = websocket, state, guest
        self._topic = topic_of(guest.actor.workspace_id)

    async def tell(self) -> None:
        """Tell the state there is, then what changes, until access is withdrawn."""
        actor = self._guest.actor
        database = self._state.executors.database
        held, number = await in_thread(database, _load, self._state, actor)
        subscription = self._state.hub.subscribe({self._topic: number}, actor)
        try:
            await self._greet(held)
            await self._follow(subscription)
        finally:
            subscription.close()

    async def hear(self) -> None:
        """Do what the client asks for, until it goes away."""
        while True:
            text = await self._websocket.receive_text()
            try:
                await self._obey(text)
            except AppError as error:
                await self._send({"type": "error", "message": error.message})

    def say_to_room(self, message: dict[str, Any]) -> None:
        """Tell everybody who is there now; nothing is stored."""
        told = {_ROOM: message, "by": self._guest.id}
        self._state.hub.send_ephemeral(self._topic, told)

    async def _greet(self, held: shared_state.SharedState) -> None:
        people = rooms_of(self._state).people(self._guest.actor.workspace_id)
        await self._send({"type": "workspace_state", "users": people, **shared_state.to_wire(held)})
        about = self._guest.to_wire(shortly=True)
        self.say_to_room({"type": "user_joined", "user": about, "timestamp": _now()})

    async def _follow(self, subscription: Subscription) -> None:
        async for heard in subscription:
            if isinstance(heard, Denied):
                await self._send({"type": "error", "message": heard.error})
                return
            message = await self._translate(heard)
            if message is not None:
                await self._send(message)

    async def _translate(self, heard: TopicMessage) -> dict[str, Any] | None:
        if isinstance(heard, Event) and heard.type == "state.updated":
            return {"type": "state_update", "value": None, **heard.data, "timestamp": _now()}
        if isinstance(heard, Refetch):
            database, actor = self._state.executors.database, self._guest.actor
            held, _ = await in_thread(database, _load, self._state, actor)
            people = rooms_of(self._state).people(actor.workspace_id)
            return {"type": "workspace_state", "users": people, **shared_state.to_wire(held)}
        if isinstance(heard, Ephemeral):
            return self._from_room(from_json(heard.body))
        return None

    def _from_room(self, told: Any) -> dict[str, Any] | None:
        if not isinstance(told, dict) or not isinstance(message := told.get(_ROOM), dict):
            return None
        is_own = told.get("by") == self._guest.id
        to_others = message["type"] != "presence_update"
        return None if is_own and to_others else message

    async def _obey(self, text: str) -> None:
        try:
            message = from_json(text)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            raise BadRequest('A message must be a JSON object such as {"type": "ping"}.')
        self._guest.last_active = utc_now()
        present = await recheck(self._websocket, self._guest.actor, "viewer")
        MESSAGES.check(present, message.get("type"))
        if message["type"] == "ping":
            await self._send({"type": "pong"})
        elif message["type"] == "state_update":
            if "path" not in message:
                raise BadRequest("A state_update needs a `path` such as selected_algorithm.")
            choices = shared_state.read_choices([message])
            database = self._state.executors.database
            await in_thread(database, _choose, self._state, present, choices)
        else:
            self._pass_on(message)

    def _pass_on(self, message: dict[str, Any]) -> None:
        about = self._guest.to_wire()
        if message["type"] == "presence_update":
            updates = message.get("updates")
            if not isinstance(updates, dict):
                raise BadRequest("A presence_update needs `updates`, an object.")
            view = updates.get("current_view")
            self._guest.view = view if isinstance(view, str) else self._guest.view
            rooms_of(self._state).tell(self._guest)
            told = {"user_id": about["id"], "updates": updates, "timestamp": _now()}
        else:
            named = {
                "user_id": about["id"],
                "user_name": about["name"],
                "user_color": about["color"],
            }
            told = {
                **named,
                "position": message.get("position"),
                "view": message.get("view", "code_editor"),
            }
        self.say_to_room({"type": message["type"], **told})

    async def _send(self, message: dict[str, Any]) -> None:
        await self._websocket.send_text(to_json(message).decode())


def _load(state: AppState, actor: Actor) -> tuple[shared_state.SharedState, int]:
    with state.database.read() as session:
        # First, so that what is read afterwards is at least as new.
        number = last_number(session, topic_of(actor.workspace_id))
        return shared_state.read(actor, session), number


def _choose(state: AppState, actor: Actor, choices: list[shared_state.Choice]) -> None:
    with state.database.write() as session:
        shared_state.choose(actor, session, choices)


def _now() -> str:
    return str(to_iso(utc_now()))
