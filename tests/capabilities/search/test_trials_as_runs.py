"""A trial of a search becomes a run of its own, and each says which the other is."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from tests.capabilities.search.searches import Searches

PREPARED = {
    "algorithms": ["logistic_regression", "naive_bayes"],
    "trials": 4,
    "folds": 2,
    "stack": False,
    "warm_start": False,
    "seed": 7,
    "recipe": {"steps": [{"type": "scale", "params": {"columns": ["mean radius"]}}]},
    "first": [{"algorithm_id": "pca", "space": {"n_components": {"low": 2, "high": 8}}}],
}


@pytest.fixture(scope="module")
def searches(client: TestClient, cancer_id: str, until: Callable[..., Any]) -> Searches:
    return Searches(client, cancer_id, until)


def test_a_run_has_the_values_the_seed_and_the_steps_of_its_trial(
    client: TestClient, searches: Searches, finished: Callable[[str], dict[str, Any]]
) -> None:
    search = searches.ended(searches.start(**PREPARED))
    best = search["outcome"]["best"]["number"]
    trial = next(one for one in searches.trials(search["id"]) if one["number"] != best)
    address = f"/api/search/{search['id']}/trials/{trial['number']}/train"

    begun, again = (client.post(address).json()["session_id"] for _ in range(2))

    assert begun == again
    assert finished(begun)["status"] == "completed"
    run = client.get(f"/api/training/{begun}").json()["session"]
    params = client.get(f"/api/jobs/{begun}").json()["job"]["params"]
    values = dict(trial["params"])
    first = {"n_components": values.pop("pca.n_components")}
    own = {name: value for name, value in values.items() if "." not in name}
    assert run["name"] == f"Trial {trial['number']} of {search['name']}"
    assert run["hyperparameters"] == own
    assert (params["seed"], params["steps"][0]["type"]) == (7, "scale")
    assert params["first"][0]["hyperparameters"]["n_components"] == first["n_components"]
    linked = {one["number"]: one["run_id"] for one in searches.trials(search["id"])}
    assert linked == {number: begun if number == trial["number"] else None for number in linked}
    for session_id, number in ((begun, trial["number"]), (search["outcome"]["training_id"], best)):
        entries = client.get(f"/api/training/{session_id}/timeline").json()["entries"]
        told = next(one["details"] for one in entries if one["what"] == "created")
        assert told == {"search": search["id"], "trial": number, "name": search["name"]}

    client.delete(f"/api/training/{begun}")
    assert {one["run_id"] for one in searches.trials(search["id"])} == {None}
    anew = client.post(address).json()["session_id"]
    assert anew != begun
    assert finished(anew)["status"] == "completed"


def test_what_cannot_be_trained_says_why(
    client: TestClient, upload: Callable[..., str], until: Callable[..., Any], cancer: pd.DataFrame
) -> None:
    other = Searches(client, upload(cancer, "gone.csv"), until)
    search_id = other.start(algorithms=["naive_bayes"], trials=1, folds=2, stack=False)
    other.ended(search_id)

    unknown = client.post(f"/api/search/{search_id}/trials/99/train")
    client.delete(f"/api/datasets/{other.table['dataset_id']}")
    gone = client.post(f"/api/search/{search_id}/trials/0/train")

    assert (unknown.status_code, unknown.json()["code"]) == (404, "trial_not_found")
    assert (gone.status_code, gone.json()["code"]) == (409, "dataset_deleted")
    assert "this search learned from has been deleted" in gone.json()["detail"]
