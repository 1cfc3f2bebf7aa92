"""The best state of a run, however quickly better ones follow each other."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from armillary.base.allowance import Allowance, Terms
from armillary.capabilities.training import StartRequest, checkpoints, keeping, points, start
from armillary.capabilities.training.tables import TrainingCheckpoint
from armillary.learning.belonging import step_of
from armillary.learning.contract import State
from armillary.settings import Settings
from tests.contracts.workshop import Workshop, open_workshop


class _Spent(Allowance):
    """One of which nothing is left."""

    def is_left(self, cost_s: float = 0.0) -> bool:
        return False


@pytest.fixture(scope="module")
def shop(settings: Settings) -> Iterator[Workshop]:
    """Where jobs run in this process."""
    with open_workshop(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def table(shop: Workshop) -> str:
    """A table that is soon learned by heart, so that the best is not the last."""
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(200, 3))
    kinds = np.where(rows[:, 0] + rng.normal(0, 1.0, 200) > 0, "yes", "no")
    lines = [f"{a:.3f},{b:.3f},{c:.3f},{kind}" for (a, b, c), kind in zip(rows, kinds, strict=True)]
    return shop.import_table("\n".join(["a,b,c,kind", *lines]).encode())


def _train(shop: Workshop, table: str, algorithm: str, values: dict[str, Any]) -> str:
    request = StartRequest(
        algorithm_id=algorithm, dataset_id=table, target_column="kind", hyperparameters=values
    )
    with shop.database.write() as session:
        job_id = start(shop.actor, session, request).id
    assert shop.run(job_id)[0].state == "succeeded"
    return job_id


def _best_of(shop: Workshop, run: str) -> tuple[TrainingCheckpoint, dict[int, float]]:
    with shop.database.read() as session:
        kept = {row.kind: row for row in checkpoints.list_of(session, run)}
        curve = {at: loss for _, at, loss in points.read(session, run, ["val_loss"])}
    return kept.get("best", kept["last"]), curve


@pytest.mark.parametrize(
    ("algorithm", "values"),
    [
        (
            "feedforward_nn",
            {"epochs": 60, "learning_rate": 0.003, "early_stopping_epochs": None},
        ),
        (
            "lightgbm",
            {"n_estimators": 80, "learning_rate": 0.05, "early_stopping_rounds": None},
        ),
        (
            "xgboost",
            {"n_estimators": 60, "learning_rate": 0.05, "early_stopping_rounds": None},
        ),
    ],
)
def test_the_best_state_is_that_of_the_best_step_though_whole_states_take_too_long(
    shop: Workshop,
    table: str,
    algorithm: str,
    values: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Copying takes no time here, however slow the machine is; writing at once takes too long.
    def allow(terms: Terms) -> Allowance:
        kind = Allowance if terms == keeping.COPYING else _Spent
        return kind(terms, clock=lambda: 0.0)

    monkeypatch.setattr(keeping, "Allowance", allow)

    run = _train(shop, table, algorithm, values)

    best, curve = _best_of(shop, run)
    step = min(curve, key=lambda at: curve[at])
    assert 1 < step < max(curve)
    assert best.kind == "best"
    assert best.name == "The best on the validation part"
    assert best.step == step
    assert best.metrics["val_loss"] == pytest.approx(curve[step])
    assert step_of(State(checkpoints.load(shop.storage, best.storage_key))) == step
