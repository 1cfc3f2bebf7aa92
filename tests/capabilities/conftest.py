"""A server of people and workspaces alone, on a real database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from armillary.base import security
from armillary.base.database import Database
from armillary.base.http import AppState, StrictJSONResponse, install_error_handlers
from armillary.base.limits import Limiter
from armillary.base.storage import LocalStorage
from armillary.capabilities import accounts, workspaces
from armillary.capabilities.accounts import routes as account_routes
from armillary.capabilities.workspaces import routes as workspace_routes
from armillary.settings import Settings

PASSWORD = "a long enough phrase"
BuildPeopleApp = Callable[..., TestClient]


@pytest.fixture
def build_people_app(settings: Settings) -> Iterator[BuildPeopleApp]:
    """Give what builds such a server with other settings and further routes."""
    opened: list[Database] = []

    def build(*routers: APIRouter, **changes: Any) -> TestClient:
        chosen = Settings(**{**settings.model_dump(), **changes})
        app = FastAPI(default_response_class=StrictJSONResponse)
        storage = LocalStorage(chosen.storage_root, chosen.storage_mounts)
        state = AppState(chosen, Database(chosen.database_address), storage)
        opened.append(state.database)
        app.state.armillary = state
        state.extra["accounts"] = accounts.Accounts(chosen)
        state.identifier = workspaces.Members(state.extra["accounts"])
        state.limiter = Limiter(chosen)
        security.install(app, state)
        install_error_handlers(app)
        for router in (account_routes.router, workspace_routes.router, *routers):
            app.include_router(router)
        state.database.create_all()
        with state.database.write() as session:
            workspaces.ensure_demo(session)
        return TestClient(app, base_url="http://localhost:8000")

    yield build
    for database in opened:
        database.dispose()


@pytest.fixture
def people_app(build_people_app: BuildPeopleApp) -> TestClient:
    """A server where people have to sign in."""
    return build_people_app(accounts=True)


@pytest.fixture
def sign_up() -> Callable[[TestClient, str], dict[str, str]]:
    """Give what registers a person and returns the headers of their requests."""

    def register(client: TestClient, email: str) -> dict[str, str]:
        body = {"email": email, "password": PASSWORD, "name": email.partition("@")[0].title()}
        answer = client.post("/api/auth/register", json=body)
        assert answer.status_code == 201, answer.text
        client.cookies.clear()
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return register
