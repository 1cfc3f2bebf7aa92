"""The sheet of a run: true to its numbers, the same for the same training, in three formats."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient

from armillary.base.printing import find_browser
from armillary.report.scale import number, share
from armillary.report.scores import score_text

FOREST = {"algorithm_id": "random_forest", "hyperparameters": {"n_estimators": 8}, "seed": 3}


@pytest.fixture(scope="module")
def flowers() -> pd.DataFrame:
    """Two classes, one rare, and a column that was written after the answer was known."""
    rng = np.random.default_rng(5)
    wide = rng.normal(size=300)
    kind = np.where(wide + rng.normal(0, 0.7, 300) > 1.1, "rose", "tulip")
    bed = rng.choice(["north", "south"], 300)
    verdict = np.where(kind == "rose", "r", "t")
    return pd.DataFrame({"wide": wide, "bed": bed, "verdict": verdict, "kind": kind})


@pytest.fixture(scope="module")
def dataset_id(upload: Callable[..., str], flowers: pd.DataFrame) -> str:
    return upload(flowers, "flowers.csv")


@pytest.fixture(scope="module")
def train(
    client: TestClient, dataset_id: str, finished: Callable[..., Any]
) -> Callable[..., dict[str, Any]]:
    def run(**given: Any) -> dict[str, Any]:
        asked = {"dataset_id": dataset_id, "target_column": "kind", **FOREST, **given}
        answer = client.post("/api/train/start", json=asked)
        assert answer.status_code == 200, answer.text
        status: dict[str, Any] = finished(answer.json()["session_id"])
        assert status["status"] == "completed", status
        return status

    return run


@pytest.fixture(scope="module")
def honest(train: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    return train(feature_columns=["wide", "bed"])


def sheet(client: TestClient, identity: str, file_format: str = "md") -> str:
    answer = client.get(f"/api/training/{identity}/sheet?format={file_format}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_it_tells_data_guard_split_scores_limits_and_origin(
    client: TestClient, honest: dict[str, Any], dataset_id: str
) -> None:
    run = honest["session_id"]
    text = sheet(client, run)

    scores = client.get(f"/api/training/{run}/scores").json()
    manifest = client.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    for line in scores["table"]:
        ends = ("value", "low", "high", "baseline", "one_column")
        told = [score_text(line["id"], line[name]) for name in ends]
        assert f"| {line['name']} | {' | '.join(told)} |".replace("-", "\\-") in text.replace(
            "-", "\\-"
        ), line
    assert manifest["content_hash"] in text
    assert "Left out: verdict." in text
    assert "found nothing that would make the scores look too good" in text
    assert f"| test | {scores['rows']} |" in text
    assert "The test part is small: 45 rows" in text
    assert "Too few test rows to say much of rose" in text
    assert "| scikit-learn |" in text
    assert "- **Seed**: 3" in text
    assert sheet(client, honest["model_id"]) == text, "a run is named by its model too"


def test_the_same_data_and_seed_give_the_same_sheet(
    client: TestClient, honest: dict[str, Any], train: Callable[..., dict[str, Any]]
) -> None:
    again, other = (
        train(feature_columns=["wide", "bed"]),
        train(feature_columns=["wide", "bed"], seed=4),
    )

    def bare(status: dict[str, Any]) -> str:
        """The page without what differs by nature: two ids, and when it began and ended."""
        session = client.get(f"/api/training/{status['session_id']}").json()["session"]
        page = sheet(client, status["session_id"], "html")
        times = (session["started_at"], session["completed_at"])
        for own in (status["session_id"], status["model_id"], *times):
            assert page.count(own) == 1, own
            page = page.replace(own, "")
        return page

    assert bare(honest) == bare(again)
    assert bare(honest) != bare(other)


def test_what_a_run_was_trained_against_stands_above_everything(
    client: TestClient, train: Callable[..., dict[str, Any]]
) -> None:
    status = train()
    run = status["session_id"]

    page, text = sheet(client, run, "html"), sheet(client, run)

    assert page.index("Trained against a finding of the guard") < page.index("<h2>")
    assert "> **Trained against a finding of the guard" in text
    assert "Trained against a serious finding of the guard (verdict)" in text.split("## Data")[0]
    assert "<script" not in page
    (listed,) = [one for one in client.get("/api/training").json()["sessions"] if one["id"] == run]
    model = client.get(f"/api/models/{status['model_id']}").json()["model"]
    assert (listed["against"], model["against"]) == (1, 1), "and is marked in lists"


def test_the_newest_explanation_is_on_it_with_its_stability(
    client: TestClient, honest: dict[str, Any], until: Callable[..., Any]
) -> None:
    model = f"/api/models/{honest['model_id']}"
    before = sheet(client, honest["session_id"])
    asked = client.post(f"{model}/explanations", json={"methods": ["permutation"], "rows": 60})
    address = f"{model}/explanations/{asked.json()['explanation_id']}"

    found = until(lambda: client.get(address).json()["results"])

    text, told = sheet(client, honest["session_id"]), found["permutation"]
    assert "no number for how stable that is" in before
    assert f"| Permutation importance | {share(round(told['stability'], 2))} |" in text
    for column in told["columns"]:
        assert f"| {column['name']} | {number(column['mean'])} |".replace("-", "\\-") in (
            text.replace("-", "\\-")
        )


def test_a_run_that_predicts_numbers_has_pairs_and_residuals(
    client: TestClient, train: Callable[..., dict[str, Any]]
) -> None:
    run = train(target_column="wide", feature_columns=["kind", "bed"])["session_id"]

    text = sheet(client, run)

    assert "**Predicted against actual" in text
    assert "Residuals against a normal distribution" in text
    assert "| RMSE |" in text


def test_a_run_without_a_sheet_says_why(client: TestClient) -> None:
    begun = client.post("/api/training", json={"name": "mine", "hyperparameters": {"rate": 0.5}})
    run = begun.json()["session_id"]
    client.post(f"/api/training/{run}/log", json={"name": "loss", "step": 1, "value": 0.5})
    client.post(f"/api/training/{run}/log", json={"name": "loss", "step": 2, "value": 0.25})

    early = client.get(f"/api/training/{run}/sheet")
    client.post(f"/api/training/{run}/finish")
    unknown = client.get("/api/training/job_none/sheet")
    odd = client.get(f"/api/training/{run}/sheet?format=doc")

    assert (early.status_code, early.json()["code"]) == (409, "not_finished")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "session_not_found")
    assert odd.status_code == 422
    assert "| 2 | 0.25 |" in sheet(client, run), "a run of one's own has its curves"


@pytest.mark.skipif(find_browser() is None, reason="Chromium is not installed")
def test_a_pdf_is_printed_and_dated_as_the_run(client: TestClient, honest: dict[str, Any]) -> None:
    run = honest["session_id"]

    printed = client.get(f"/api/training/{run}/sheet?format=pdf")

    ended = client.get(f"/api/training/{run}").json()["session"]["completed_at"]
    dated = re.sub(r"\D", "", ended)[:14]
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")
    assert printed.content.rstrip().endswith(b"%%EOF")
    assert f"/CreationDate (D:{dated}".encode() in printed.content
