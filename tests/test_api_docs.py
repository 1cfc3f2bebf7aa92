"""The documentation of the API works without any other host and without scripts in the page."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from armillary import api_docs
from armillary.base import security
from armillary.base.database import Database
from armillary.base.http import AppState, install_error_handlers
from armillary.base.limits import Limiter
from armillary.base.storage import LocalStorage
from armillary.settings import Settings


def client_with(settings: Settings) -> TestClient:
    app = FastAPI(docs_url=None, redoc_url=None)
    storage = LocalStorage(settings.storage_root)
    state = AppState(settings, Database(settings.database_address), storage)
    app.state.armillary = state
    state.limiter = Limiter(settings)
    security.install(app, state)
    install_error_handlers(app)
    app.include_router(api_docs.router)
    return TestClient(app, base_url="http://localhost:8000")


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_everything_a_page_names_is_here(settings: Settings, path: str) -> None:
    client = client_with(settings)

    page = client.get(path)
    named = re.findall(r'(?:src|href|spec-url)="([^"]+)"', page.text)

    assert page.headers["content-type"].startswith("text/html")
    assert "<script>" not in page.text
    assert named
    for address in named:
        found = client.get(address)
        assert (found.status_code, len(found.content) > 50) == (200, True), address
        assert found.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/start.js", "/docs/swagger-ui.css"])
def test_a_setting_turns_them_off(settings: Settings, path: str) -> None:
    client = client_with(settings.model_copy(update={"enable_docs": False}))

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["favicon.png", "..%2f__init__.py", "nothing"])
def test_nothing_else_is_served(settings: Settings, name: str) -> None:
    assert client_with(settings).get(f"/docs/{name}").status_code == 404
