"""A server with a few equal models, trained once for all tests."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armillary.base.access import Actor
from armillary.base.http import AppState
from armillary.capabilities import models


@pytest.fixture(scope="session")
def fitted() -> Any:
    """A logistic regression on forty rows."""
    import pandas as pd

    from armillary.learning.contract import Task
    from armillary.learning.fit import fit

    frame = pd.DataFrame({"area": range(40), "let": ["yes", "no"] * 20})
    *_, last = fit(frame, Task("classification", "let"), "logistic_regression", {}, seed=1)
    return last.model()


@pytest.fixture
def keep(client: TestClient, fitted: Any) -> Callable[..., str]:
    """Keep the model once more under an id of its own; gives the id."""
    state: AppState = client.app.state.armillary  # type: ignore[attr-defined]  # it is a FastAPI

    def keep(number: int, parent_id: str | None = None) -> str:
        model_id = f"model_{number}"
        kept = {"dataset_name": "flats", "dataset_hash": "ab" * 32, "dataset_version": 4}
        prefix = f"models/{model_id}/bundle"
        bundle = models.write_bundle(state.storage, fitted, prefix, kept)
        lineage = models.Lineage(None, None, f"flats {number}", parent_id)
        with state.database.write() as session:
            models.register(Actor.local(), session, model_id, fitted, bundle, lineage)
        return model_id

    return keep
