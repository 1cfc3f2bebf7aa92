"""Trained models in a real server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armillary.app import create_app
from armillary.base.access import Actor
from armillary.base.http import AppState
from armillary.capabilities import models
from armillary.settings import Settings
from tests.support.databases import migrated


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server without workers: models are trained in the test's own process."""
    return Settings(data_dir=tmp_path / "data", argon2_memory_kib=8, rate_limit=0, workers=0)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """Reach a server that runs on a data folder of its own."""
    with TestClient(create_app(migrated(settings)), base_url="http://127.0.0.1:8608") as opened:
        yield opened


@pytest.fixture
def frame() -> Any:
    """Sixty flats: a number, a category with a gap, a price, and whether they were let."""
    import pandas as pd

    return pd.DataFrame(
        {
            "area": [20.0 + place for place in range(60)],
            "town": ["Bonn", "Köln", None] * 20,
            "price": [300.0 + 12.5 * place for place in range(60)],
            "let": ["yes" if place % 2 else "no" for place in range(60)],
        }
    )


@pytest.fixture
def add_model(client: TestClient) -> Callable[..., dict[str, Any]]:
    """Train a model on a frame, in this process, and register it as a training would."""
    state: AppState = client.app.state.armillary  # type: ignore[attr-defined]  # it is a FastAPI

    def add(frame: Any, target: str, kind: Any, algorithm: str, number: int = 1) -> dict[str, Any]:
        from armillary.learning.contract import Task
        from armillary.learning.fit import fit

        *_, last = fit(frame, Task(kind, target), algorithm, {}, seed=1)
        model_id = f"model_{number}"
        bundle = models.write_bundle(state.storage, last.model(), f"models/{model_id}/bundle", {})
        lineage = models.Lineage(None, None, f"{algorithm} on {target}")
        with state.database.write() as session:
            return models.register(Actor.local(), session, model_id, last.model(), bundle, lineage)

    return add
