"""What routes are made of: sessions, strict JSON and error answers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Annotated, Any

from anyio import CapacityLimiter, move_on_after
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from armillary.base.busy import find_busy
from armillary.base.disk import find_disk_full
from armillary.base.errors import AppError, NotFound
from armillary.base.executors import in_thread
from armillary.base.state import AppState as AppState  # for whoever writes routes
from armillary.base.values import to_json

_PATIENCE_S = 30.0


def file_form(**beside: dict[str, Any]) -> dict[str, Any]:
    """Describe a multipart form with a ``file``, and fields beside it, to the API's documents."""
    file = {"type": "string", "format": "binary"}
    schema = {"type": "object", "required": ["file"], "properties": {"file": file, **beside}}
    content = {"multipart/form-data": {"schema": schema}}
    return {"requestBody": {"required": True, "content": content}}


class StrictJSONResponse(JSONResponse):
    """JSON without NaN or infinity: both become null."""

    def render(self, content: Any) -> bytes:
        """Write the body."""
        return to_json(content)


def app_state(connection: HTTPConnection) -> AppState:
    """Give the state of the app that serves this request or socket."""
    state = connection.app.state.armillary
    assert isinstance(state, AppState)
    return state


async def _state(connection: HTTPConnection) -> AppState:
    # A coroutine, so that it costs no trip to a thread.
    return app_state(connection)


State = Annotated[AppState, Depends(_state)]


async def read_session(state: State) -> AsyncIterator[Session]:
    """Open a read-only transaction for one request."""
    async with (
        _a_place(state.executors.readers),
        _in_threads(state, state.database.read()) as session,
    ):
        yield session


async def unit_of_work(state: State) -> AsyncIterator[Session]:
    """Open a unit of work for one request; it is committed before the answer is sent."""
    async with (
        _a_place(state.executors.writers),
        _in_threads(state, state.database.write()) as session,
    ):
        yield session


@asynccontextmanager
async def _a_place(places: CapacityLimiter) -> AsyncIterator[None]:
    """Wait for one of the places without holding a thread, and give it back in the end.

    The thread in which a route waits for the database is of the same kind as the one in which its
    answer is checked, while it still holds what the others wait for. So no more may wait than leave
    some of them.
    """
    ticket = object()
    with move_on_after(_PATIENCE_S) as patience:
        await places.acquire_on_behalf_of(ticket)
    if patience.cancelled_caught:
        raise NoConnection(f"no place was free for {_PATIENCE_S} s")
    try:
        yield
    finally:
        places.release_on_behalf_of(ticket)


@asynccontextmanager
async def _in_threads(
    state: AppState, opened: AbstractContextManager[Session]
) -> AsyncIterator[Session]:
    """End a session in a thread that is never one of those that wait for a connection.

    Were sessions to end in the threads of the routes, as many routes waiting for a connection as
    there are threads would keep those that hold the connections from ever giving them back.
    """
    # Entering asks the database for nothing yet; the first statement takes the connection.
    session = opened.__enter__()
    try:
        yield session
    except BaseException as error:
        await in_thread(state.executors.endings, opened.__exit__, type(error), error, None)
        raise
    await in_thread(state.executors.endings, opened.__exit__, None, None, None)


Reading = Annotated[Session, Depends(read_session, scope="function")]
Work = Annotated[Session, Depends(unit_of_work, scope="function")]


def error_body(error: AppError, request_id: str | None) -> dict[str, Any]:
    """Give the one JSON shape of errors, under every key that some client reads."""
    body: dict[str, Any] = {
        "success": False,
        "error": error.message,
        "detail": error.message,
        "code": error.code,
    }
    if error.details is not None:
        body["details"] = dict(error.details)
    if error.errors is not None:
        body["errors"] = [dict(item) for item in error.errors]
    body["request_id"] = request_id
    return {**body, **error.extra}


def error_response(
    error: AppError, request_id: str | None, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a request with an error."""
    return StrictJSONResponse(
        error_body(error, request_id),
        status_code=error.status,
        headers={**error.headers, **(headers or {})},
    )


def install_error_handlers(app: FastAPI) -> None:
    """Make every failure of a route an answer in the one shape."""
    app.add_exception_handler(AppError, _answer_app_error)
    app.add_exception_handler(RequestValidationError, _answer_malformed)
    app.add_exception_handler(HTTPException, _answer_http_exception)
    for kind in (OSError, DBAPIError, NoConnection):
        app.add_exception_handler(kind, _answer_storage)
    app.add_exception_handler(Exception, _answer_crash)


def request_id_of(connection: HTTPConnection) -> str | None:
    """Give the id that the request-id middleware put on this request."""
    identity = connection.scope.get("state", {}).get("request_id")
    return identity if isinstance(identity, str) else None


def _answer_app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    return error_response(error, request_id_of(request))


def _answer_malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = [{"loc": list(item["loc"]), "msg": item["msg"]} for item in error.errors()]
    first = places[0] if places else {"loc": [], "msg": "malformed"}
    where = ".".join(str(part) for part in first["loc"])
    message = f"The request does not fit: {where}: {first['msg']}."
    shown = AppError(message, code="invalid", status=422, errors=places)
    return error_response(shown, request_id_of(request))


def _answer_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and error.detail == "Not Found":
        shown: AppError = NotFound("Endpoint not found", extra={"detail": "Not Found"})
    elif error.status_code == 405:
        message = f"{request.url.path} does not take {request.method}; /docs says what it takes."
        shown = AppError(message, code="method_not_allowed", status=405)
    else:
        shown = AppError(str(error.detail), code="http_error", status=error.status_code)
    return error_response(shown, request_id_of(request), error.headers)


def _answer_storage(request: Request, error: Exception) -> Response:
    """Answer where there was no room on the disk, or no time for the database."""
    shown = find_disk_full(error) or find_busy(error)
    if shown is None:
        raise error
    return error_response(shown, request_id_of(request))


def _answer_crash(request: Request, error: Exception) -> Response:
    # The server logs the traceback; nobody outside sees it.
    shown = AppError("Internal server error", code="internal", status=500)
    return error_response(shown, request_id_of(request))
