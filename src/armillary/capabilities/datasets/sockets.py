"""``/ws/data/{dataset_id}``: a table's rows as they are asked for, and word of its changes."""

import asyncio
import contextlib
from typing import Annotated, Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, ValidationError

from armillary.base.access import Actor, authorise_socket, recheck, socket_messages
from armillary.base.errors import AppError, BadRequest
from armillary.base.executors import in_thread
from armillary.base.http import AppState, app_state
from armillary.base.tasks import end_tasks
from armillary.base.values import from_json, to_json
from armillary.capabilities.datasets import events, service
from armillary.capabilities.datasets.asking import ask_table
from armillary.capabilities.datasets.tables import Dataset
from armillary.capabilities.datasets.views import View
from armillary.realtime.messages import Denied, Event, Refetch
from armillary.realtime.subscription import Subscription

router = APIRouter()
MESSAGES = socket_messages("/ws/data/{dataset_id}", {"request_rows": "viewer"})

_LIMIT_S = 60.0
# So many questions may wait for their turn; who asks more is not read until there is room.
_WAITING = 8
_ROWS_AT_ONCE = 200
_CELLS_AT_ONCE = 50_000
_POLICY_VIOLATION = 1008


class RowsAsked(BaseModel):
    """A page of a view."""

    page: Annotated[int, Field(ge=0)] = 0
    page_size: Annotated[int, Field(ge=1, le=1000)] = 50
    view: View = View()


@router.websocket("/ws/data/{dataset_id}")
async def stream_rows(websocket: WebSocket, dataset_id: str) -> None:
    """Send the pages that the client asks for, one after the other, and tell of changes."""
    state = app_state(websocket)
    workspace_id = await in_thread(state.executors.database, _workspace, state, dataset_id)
    actor = await authorise_socket(websocket, "viewer", workspace_id=workspace_id)
    await websocket.accept()
    client = _Client(websocket, state, actor, dataset_id)
    async with state.hub.subscribe({events.topic(dataset_id): None}, actor) as subscription:
        tasks = [
            asyncio.create_task(work)
            for work in (client.listen(), client.answer(), client.tell(subscription))
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # A client that went away is no error.
            await end_tasks(*tasks, expected=(WebSocketDisconnect, RuntimeError))
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        # Where the client is gone already there is nothing left to close.
        if subscription.is_withdrawn:
            await websocket.close(_POLICY_VIOLATION, "Your access has been withdrawn.")
        else:
            await websocket.close()


class _Client:
    """One client and what it has asked for."""

    def __init__(
        self, websocket: WebSocket, state: AppState, actor: Actor, dataset_id: str
    ) -> None:
        self._websocket = websocket
        self._state = state
        self._actor = actor
        self._dataset_id = dataset_id
        self._asked: asyncio.Queue[str] = asyncio.Queue(_WAITING)
        # Two tasks speak to the client; each says one whole message at a time.
        self._speaking = asyncio.Lock()

    async def listen(self) -> None:
        """Take what the client says, until it goes away."""
        while True:
            try:
                text = await self._websocket.receive_text()
            except (WebSocketDisconnect, KeyError):
                return
            await self._asked.put(text)

    async def answer(self) -> None:
        """Answer what was asked, in order; a client slow to read is waited for."""
        while True:
            text = await self._asked.get()
            try:
                await self._answer(text)
            except AppError as error:
                await self._say({"type": "error", "message": error.message, "code": error.code})

    async def tell(self, subscription: Subscription) -> None:
        """Tell when the table changes or goes; ends where it is not there (any more)."""
        async for heard in subscription:
            if isinstance(heard, Denied):
                said = service.not_found(self._dataset_id)
                await self._say({"type": "error", "message": said.message, "code": said.code})
                return
            if isinstance(heard, Refetch):
                await self._say({"type": "dataset_changed", "change": "updated"})
            elif isinstance(heard, Event):
                await self._say(_changed(heard))
                if heard.type == "dataset.deleted":
                    return

    async def _answer(self, text: str) -> None:
        asked = await self._read(text)
        names, found = await self._ask(asked)
        step = max(1, min(_ROWS_AT_ONCE, _CELLS_AT_ONCE // max(names, 1)))
        rows = found["rows"]
        for start in range(0, len(rows), step) if rows else (0,):
            await self._say(
                {
                    "type": "rows",
                    "page": asked.page,
                    "rows": rows[start : start + step],
                    "total_rows": found["total_rows"],
                }
            )
        await self._say({"type": "done", "page": asked.page})

    async def _read(self, text: str) -> RowsAsked:
        try:
            message = from_json(text)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            raise BadRequest(
                'A message must be a JSON object such as {"type": "request_rows", "page": 0}.'
            )
        present = await recheck(self._websocket, self._actor, "viewer")
        MESSAGES.check(present, message.pop("type", None))
        try:
            return RowsAsked.model_validate(message)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BadRequest(f"The message does not fit: {where}: {first['msg']}.") from None

    async def _ask(self, asked: RowsAsked) -> tuple[int, Any]:
        payload = {
            "view": asked.view.to_payload(),
            "page": asked.page,
            "page_size": asked.page_size,
        }
        row, found = await ask_table(
            self._state,
            self._actor,
            self._dataset_id,
            "datasets.preview",
            payload,
            timeout_s=_LIMIT_S,
        )
        return row.total_columns or 0, found

    async def _say(self, message: dict[str, Any]) -> None:
        async with self._speaking:
            await self._websocket.send_text(to_json(message).decode())


def _changed(event: Event) -> dict[str, Any]:
    """Say in a message what an event of a dataset means to who looks at its rows."""
    if event.type == "dataset.deleted":
        return {"type": "dataset_changed", "change": "deleted"}
    data = event.data
    said = {"type": "dataset_changed", "change": "updated", "version": data.get("version")}
    state = data.get("changes", {}).get("state")
    return said if state is None else {**said, "state": state}


def _workspace(state: AppState, dataset_id: str) -> str | None:
    with state.database.read() as session:
        row = session.get(Dataset, dataset_id)
        return None if row is None else row.workspace_id
