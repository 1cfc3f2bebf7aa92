"""A run that goes on from another and is never better keeps the model from before, and says so."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from tests.support.told_of_runs import curve, result

# Steps as long as these lead past the best within some rounds.
VALUES = {"n_estimators": 60, "learning_rate": 0.9, "early_stopping_rounds": None}


def asked(client: TestClient, address: str, body: Any = None) -> Any:
    answer = client.get(address) if body is None else client.post(address, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_branch_that_is_never_better_says_whose_model_it_keeps(
    client: TestClient, cancer_id: str, finished: Callable[[str], dict[str, Any]]
) -> None:
    body = {"algorithm_id": "xgboost", "dataset_id": cancer_id, "target_column": "diagnosis"}
    parent = asked(client, "/api/train/start", {**body, "hyperparameters": VALUES})["session_id"]
    finished(parent)
    kept = asked(client, f"/api/training/{parent}/checkpoints")["checkpoints"]
    last = next(one for one in kept if one["kind"] == "last")
    losses = curve(client, parent, "val_loss")

    changes = {"n_estimators": 70, "learning_rate": 1.0}
    going_on = {"checkpoint_id": last["checkpoint_id"], "hyperparameters": changes}
    child = asked(client, f"/api/training/{parent}/branch", going_on)["session_id"]

    assert finished(child)["status"] == "completed"
    told = {"best_step": min(losses, key=lambda step: losses[step]), "went_on_at": 60}
    assert told["best_step"] < 60 < min(curve(client, child))
    assert asked(client, f"/api/train/results/{child}")["inherited"] == told
    assert asked(client, f"/api/train/results/{parent}")["inherited"] is None
    ended = asked(client, f"/api/training/{child}/timeline")["entries"][-1]
    assert (ended["what"], ended["details"]) == ("completed", {"inherited": told})
    lines = asked(client, f"/api/jobs/{child}/log")["lines"]
    said = [line["text"] for line in lines if line["level"] == "warning"]
    assert [line.startswith("No round after 60, where this run went on") for line in said] == [True]
    assert result(client, child) == result(client, parent)
