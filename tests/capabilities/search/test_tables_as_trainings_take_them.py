"""Searches of tables that are split in time, weighed, prepared, or give the answer away."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient

from armillary.learning.generators import get_generator
from tests.capabilities.search.searches import Searches

QUICK = {"algorithms": ["logistic_regression", "decision_tree"], "trials": 2, "folds": 2}
STEPS = [
    {"type": "handle_missing", "params": {"method": "mean", "columns": ["size"]}},
    {"type": "scale", "params": {"columns": ["size"]}},
]


@pytest.fixture(scope="module")
def letters(client: TestClient, upload: Callable[..., str], until: Callable[..., Any]) -> Searches:
    """A table of 240 letters: when, how much each counts, a gap here and there, and sentences."""
    rng = np.random.default_rng(0)
    size = rng.normal(size=240)
    words = np.where(size > 0, "a large and heavy parcel came", "a small and light letter came")
    frame = pd.DataFrame(
        {
            "size": np.where(rng.random(240) < 0.1, np.nan, size),
            "said": [f"{word} on the {place}th day by {rng.choice(['road', 'rail'])}"
                     for place, word in enumerate(words)],
            "day": pd.date_range("2024-01-01", periods=240).strftime("%Y-%m-%d"),
            "counts": rng.integers(1, 4, 240),
            "label": np.where(size + rng.normal(0, 0.5, 240) > 0, "large", "small"),
        }
    )  # fmt: skip
    return Searches(client, upload(frame, "letters.csv"), until, target="label")


@pytest.fixture(scope="module")
def churn(client: TestClient, upload: Callable[..., str], until: Callable[..., Any]) -> Searches:
    values = get_generator("planted_leak").generate(
        {"n_points": 600, "leak": "afterwards", "strength": 1.0}, np.random.default_rng(0)
    )
    return Searches(client, upload(pd.DataFrame(values), "churn.csv"), until, target="left")


def test_what_trials_learn_from_the_winner_and_the_stack_learn_from_too(
    client: TestClient, letters: Searches
) -> None:
    asked = {
        "time_column": "day", "weight_column": "counts", "text_columns": ["said"],
        "class_weights": {"large": 2.0}, "recipe": {"steps": STEPS},
    }  # fmt: skip

    found = letters.ended(letters.start(**QUICK, **asked))

    outcome = found["outcome"]
    assert (found["status"], found["trials"]) == ("completed", {"complete": 2}), found
    assert all(one["params"]["class_weight"] == "none" for one in letters.trials(found["id"]))
    request = client.get(f"/api/jobs/{outcome['training_id']}").json()["job"]["params"]
    assert (request["time"], request["weight"], request["texts"]) == ("day", "counts", ["said"])
    assert request["class_weights"] == {"large": 2.0}
    assert [step["type"] for step in request["steps"]] == [step["type"] for step in STEPS]
    model = client.get(f"/api/models/{outcome['model_id']}").json()
    assert [step["type"] for step in model["recipe"]] == [step["type"] for step in STEPS]
    assert outcome["stack"]["metrics"]["auc"] > 0.7
    rows = [{"size": None, "said": "a large and heavy parcel came"}]
    predicted = client.post(f"/api/models/{outcome['model_id']}/predict", json={"rows": rows})
    assert [one["prediction"] for one in predicted.json()["predictions"]] == ["large"]


def test_several_targets_behind_a_reduction_are_searched_trained_and_stacked(
    client: TestClient, letters: Searches
) -> None:
    reduction = {
        "algorithm_id": "pca",
        "hyperparameters": {"whiten": True},
        "space": {"n_components": {"low": 2, "high": 5}},
    }
    asked = {"target_columns": ["label", "counts"], "feature_columns": ["size", "said"]}

    found = letters.ended(letters.start(**QUICK, **asked, first=[reduction]))

    outcome = found["outcome"]
    assert (found["status"], found["targets"]) == ("completed", ["label", "counts"]), found
    knobs = {knob["name"]: knob for knob in found["space"][0]["knobs"]}
    assert (knobs["pca.n_components"]["low"], knobs["pca.n_components"]["high"]) == (2, 5)
    assert all(one["params"]["pca.whiten"] is True for one in letters.trials(found["id"]))
    request = client.get(f"/api/jobs/{outcome['training_id']}").json()["job"]["params"]
    best = outcome["best"]["params"]
    assert request["targets"] == ["label", "counts"]
    assert request["first"][0]["hyperparameters"]["n_components"] == best["pca.n_components"]
    model = client.get(f"/api/models/{outcome['model_id']}").json()
    assert [target["name"] for target in model["targets"]] == ["label", "counts"]
    assert model["first"][0]["algorithm_id"] == "pca"
    assert {member["number"] for member in outcome["stack"]["members"]} == {0, 1}
    assert outcome["stack"]["metrics"]["auc"] > 0.6


def test_scores_that_are_too_good_say_so_from_the_first_trial_on(
    client: TestClient, churn: Searches
) -> None:
    found = churn.ended(churn.start(**QUICK, hold_out=False))
    serious = [one for one in found["guard"]["findings"] if one["severity"] == "serious"]

    again = churn.ended(churn.start(**QUICK, accepted_findings=[one["id"] for one in serious]))

    assert any("refund" in one["columns"] for one in serious)
    assert found["against"] == len(serious) > 0
    assert not any(one["accepted"] for one in serious)
    told = client.get(f"/api/search/{found['id']}/trials").json()["trained_against"]
    assert len(told) == len(serious)
    bundle = client.get(f"/api/models/{found['outcome']['stack']['model_id']}/download").content
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(bundle)).read("manifest.json"))
    assert manifest["evaluation"]["guard"]["findings"] == found["guard"]["findings"]
    run = client.get(f"/api/training/{again['outcome']['training_id']}/metrics").json()
    accepted = {one["id"] for one in run["guard"]["findings"] if one["accepted"]}
    assert accepted == {one["id"] for one in serious}
    lists = client.get("/api/search").json()["searches"]
    assert {one["against"] for one in lists if one["name"].startswith("left")} == {len(serious)}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"target_columns": ["label", "counts"], "class_weights": {"large": 2}},
            "Class weights are for one target",
        ),
        ({"first": [{"algorithm_id": "t_sne"}]}, "cannot go first"),
        (
            {"first": [{"algorithm_id": "pca", "space": {"n_components": {"low": 0, "high": 2}}}]},
            "n_components",
        ),
        ({"time_column": "day", "group_column": "said"}, "not both"),
        ({"time_column": "month"}, "no column 'month'"),
        (
            {"weight_column": "counts", "algorithms": ["naive_bayes", "k_nearest_neighbors"]},
            "takes no weights",
        ),
        (
            {
                "class_weights": {"large": 2},
                "space": {"decision_tree": {"class_weight": {"fixed": "balanced"}}},
            },
            "Give class_weights, or have Decision Tree choose class_weight",
        ),
        ({"recipe": {"steps": [{"type": "scale", "params": {"columns": ["no"]}}]}}, "'no'"),
        ({"seconds": 1}, "seconds"),
    ],
)
def test_what_a_search_cannot_take_is_refused_with_a_reason(
    client: TestClient, letters: Searches, given: dict[str, Any], said: str
) -> None:
    before = client.get("/api/search").json()["total"]

    answer = client.post("/api/search", json={**letters.table, **QUICK, **given})

    assert answer.status_code == 422, answer.text
    assert said in answer.json()["detail"]
    assert client.get("/api/search").json()["total"] == before
