"""A key that stands in a socket's address, or in a header, is in no log line."""

import asyncio
import logging

import pytest
import uvicorn
import websockets
from fastapi import FastAPI, WebSocket

from armillary.base import security
from armillary.base.access import authorise_socket
from armillary.base.database import Database
from armillary.base.http import AppState
from armillary.base.limits import Limiter
from armillary.base.logging import configure
from armillary.base.storage import LocalStorage
from armillary.capabilities import accounts, workspaces
from armillary.settings import Settings

KEY = "the-key-that-nobody-may-read"


def guarded_app(settings: Settings) -> FastAPI:
    app = FastAPI()
    database = Database(settings.database_address)
    state = AppState(settings, database, LocalStorage(settings.storage_root))
    app.state.armillary = state
    state.identifier = workspaces.Members(accounts.Accounts(settings))
    state.limiter = Limiter(settings)
    security.install(app, state)
    database.create_all()

    @app.websocket("/ws/door")
    async def talk(websocket: WebSocket) -> None:
        await authorise_socket(websocket, "viewer")
        await websocket.accept()
        await websocket.send_text("welcome")
        await websocket.close()

    return app


async def knock(app: FastAPI, keys: tuple[str, ...]) -> list[str | int]:
    """Open the socket once with each key, on a real server."""
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    port = server.servers[0].sockets[0].getsockname()[1]
    found = [await _knock_once(f"ws://127.0.0.1:{port}/ws/door?api_key={key}") for key in keys]
    server.should_exit = True
    await serving
    return found


async def _knock_once(address: str) -> str | int:
    try:
        async with websockets.connect(address) as socket:
            return str(await socket.recv())
    except websockets.InvalidStatus as refused:
        return refused.response.status_code


def test_the_key_of_a_socket_is_not_logged(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = settings.model_copy(update={"api_key": KEY, "log_level": "debug"})
    app = guarded_app(chosen)
    configure(chosen)
    logging.getLogger().addHandler(caplog.handler)

    found = asyncio.run(knock(app, (KEY, f"{KEY}-not")))
    app.state.armillary.database.dispose()

    assert found == ["welcome", 401]
    # What the client in this very process says of its own address is not the server's.
    said = [record for record in caplog.records if not record.name.startswith("websockets.client")]
    assert said
    assert [record.getMessage() for record in said if KEY in record.getMessage()] == []
    assert [record for record in said if record.levelno >= logging.ERROR] == []
