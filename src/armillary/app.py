"""The server: opens what it stands on and mounts every capability that is found."""

import importlib
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from types import ModuleType

from anyio import to_thread
from fastapi import APIRouter, FastAPI

from armillary import __version__, api_docs, web_page
from armillary.base import security
from armillary.base.access import check_bind
from armillary.base.database import Database
from armillary.base.executors import bound_plain_routes
from armillary.base.http import AppState, StrictJSONResponse, install_error_handlers
from armillary.base.limits import Limiter
from armillary.base.logging import configure, get_logger
from armillary.base.registry import modules, submodule_names
from armillary.base.routing import find_routes_fast
from armillary.base.run_folder import remove_abandoned
from armillary.base.storage import LocalStorage
from armillary.capabilities import accounts, workspaces
from armillary.capabilities.monitoring.numbers import CountRequests, Numbers
from armillary.capabilities.monitoring.parts import Health
from armillary.jobs.calls.client import Calls
from armillary.jobs.embedded import kept
from armillary.migrations import is_current, load_tables, upgrade
from armillary.realtime import Hub, open_bus
from armillary.settings import Settings

_log = get_logger(__name__)
_ENGINES = ("armillary.realtime.routes", "armillary.jobs.routes")


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the server for these settings, or for those of the environment.

    Raises where the settings would open it to strangers; touches nothing outside until it starts.
    """
    settings = settings or Settings.load()
    configure(settings)
    check_bind(settings)
    load_tables()
    app = FastAPI(
        title="Armillary",
        version=__version__,
        description="A self-hosted, multi-user machine-learning workbench.",
        lifespan=_lifespan,
        default_response_class=StrictJSONResponse,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json" if settings.enable_docs else None,
    )
    state = AppState(settings, Database(settings.database_address), _open_storage(settings))
    app.state.armillary = state
    _add_parts(app, state)
    for router in _routers():
        app.include_router(router)
    app.mount("/assets", web_page.assets(), name="assets")
    app.include_router(api_docs.router)
    app.include_router(web_page.router)
    find_routes_fast(app)
    install_error_handlers(app)
    return app


def _open_storage(settings: Settings) -> LocalStorage:
    return LocalStorage(settings.storage_root, settings.storage_mounts)


def _add_parts(app: FastAPI, state: AppState) -> None:
    numbers = Numbers()
    state.extra["numbers"] = numbers
    state.extra["health"] = Health(state, app)
    state.extra["page_is_built"] = web_page.is_built
    state.extra["is_migrated"] = partial(is_current, state.database)
    state.extra["accounts"] = accounts.Accounts(state.settings)
    state.identifier = workspaces.Members(state.extra["accounts"])
    state.limiter = Limiter(state.settings)
    security.install(app, state)
    app.add_middleware(CountRequests, numbers=numbers)


def _routers() -> Iterator[APIRouter]:
    for module in _route_modules():
        router = getattr(module, "router", None)
        if not isinstance(router, APIRouter):
            raise TypeError(f"{module.__file__} should offer `router`, and does not.")
        yield router


def _route_modules() -> Iterator[ModuleType]:
    for name in _ENGINES:
        yield importlib.import_module(name)
    for kind in ("routes", "sockets"):
        for name in submodule_names("armillary.capabilities", kind):
            yield importlib.import_module(name)
    yield from modules("armillary.compat")


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state: AppState = app.state.armillary
    async with AsyncExitStack() as stack:
        stack.callback(state.database.dispose)
        stack.push_async_callback(state.limiter.close)
        bound_plain_routes()
        await to_thread.run_sync(_prepare, state)
        state.bus = open_bus(state.settings)
        stack.callback(state.bus.close)
        state.hub = Hub(state.database, state.bus, state.identifier)
        await state.hub.start()
        stack.push_async_callback(state.hub.stop)
        await stack.enter_async_context(workspaces.open_rooms(state))
        state.calls = Calls(state.settings)
        stack.push_async_callback(state.calls.close)
        if state.settings.workers:
            await stack.enter_async_context(kept(state))
        _log.info("started", version=__version__, database=state.database.url.get_backend_name())
        yield


def _prepare(state: AppState) -> None:
    remove_abandoned()
    upgrade(state.database)
    with state.database.write() as session:
        workspaces.ensure_demo(session)
