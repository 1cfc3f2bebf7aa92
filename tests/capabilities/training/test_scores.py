"""Scores of a run over HTTP, the rows behind them, and runs on the same rows."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

FOREST = {"algorithm_id": "random_forest", "hyperparameters": {"n_estimators": 8}}


def start(client: TestClient, **given: Any) -> str:
    answer = client.post("/api/train/start", json=given)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["session_id"])


@pytest.fixture(scope="module")
def flowers() -> pd.DataFrame:
    """Four hundred rows of two classes, some of them by the same gardener."""
    rng = np.random.default_rng(11)
    wide = rng.normal(size=400)
    kind = np.where(wide + rng.normal(0, 0.7, 400) > 0, "rose", "tulip")
    gardener = rng.integers(0, 60, 400)
    bed = rng.choice(["north", "south"], 400)
    return pd.DataFrame({"wide": wide, "bed": bed, "gardener": gardener, "kind": kind})


@pytest.fixture(scope="module")
def dataset_id(upload: Callable[..., str], flowers: pd.DataFrame) -> str:
    return upload(flowers, "flowers.csv")


@pytest.fixture(scope="module")
def run_id(client: TestClient, dataset_id: str, finished: Callable[..., Any]) -> str:
    session_id = start(client, dataset_id=dataset_id, target_column="kind", **FOREST)
    assert finished(session_id)["status"] == "completed"
    return session_id


def test_every_score_has_an_interval_a_baseline_and_the_part_it_came_from(
    client: TestClient, run_id: str
) -> None:
    scores = client.get(f"/api/training/{run_id}/scores").json()
    metrics = client.get(f"/api/training/{run_id}/metrics").json()

    table = {line["id"]: line for line in scores["table"]}
    assert table["accuracy"]["value"] == metrics["overall_metrics"]["accuracy"]
    assert table["auc"]["value"] == pytest.approx(metrics["overall_metrics"]["auc"])
    for line in table.values():
        assert line["low"] <= line["value"] <= line["high"], line
        assert line["baseline"] is not None
        assert line["one_column"] is not None
        assert line["method"]
    assert (scores["part"], scores["level"]) == ("test", 0.95)
    assert scores["rows"] == metrics["split"]["test"]
    assert "wide alone" in scores["baselines"]["one_column"]
    assert {line["of"] for line in scores["classes"]} == {"rose", "tulip"}


def test_scores_are_given_out_as_parquet(client: TestClient, run_id: str) -> None:
    answer = client.get(f"/api/training/{run_id}/export-metrics?format=parquet")

    table = pq.read_table(io.BytesIO(answer.content)).to_pylist()
    told = client.get(f"/api/training/{run_id}/scores").json()
    for line, kept in zip([*told["table"], *told["classes"]], table, strict=True):
        assert {name: line.get(name) for name in kept} == kept
    begun = client.post("/api/training", json={"name": "mine"}).json()["session_id"]
    assert client.get(f"/api/training/{begun}/export-metrics?format=parquet").status_code == 409


def test_every_test_row_is_given_out_as_parquet(client: TestClient, run_id: str) -> None:
    answer = client.get(f"/api/training/{run_id}/export-metrics?format=parquet&of=rows")

    table = pq.read_table(io.BytesIO(answer.content)).to_pandas()
    shown = client.get(f"/api/training/{run_id}/test-rows?page_size=500&order=table").json()["rows"]
    assert f'filename="test_rows_{run_id}.parquet"' in answer.headers["content-disposition"]
    told = table.sort_values("row")[["row", "truth", "predicted", "probability rose"]]
    assert told.to_numpy().tolist() == [
        [one["row"], one["truth"], one["predicted"], one["probabilities"]["rose"]] for one in shown
    ]
    begun = client.post("/api/training", json={"name": "without"}).json()["session_id"]
    refused = client.get(f"/api/training/{begun}/export-metrics?format=parquet&of=rows")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_judged")


def test_the_rows_behind_a_cell_of_the_confusion_matrix_are_those_of_the_table(
    client: TestClient, run_id: str, flowers: pd.DataFrame
) -> None:
    matrix = client.get(f"/api/viz/confusion/{run_id}").json()["confusion_matrix"]

    found = client.get(
        f"/api/training/{run_id}/test-rows?truth=rose&predicted=tulip&page_size=500"
    ).json()

    assert found["total"] == len(found["rows"]) == matrix[0][1] > 0
    assert found["cells"]["columns"] == ["wide", "bed", "gardener", "kind"]
    for line, cells in zip(found["rows"], found["cells"]["rows"], strict=True):
        assert (line["truth"], line["predicted"]) == ("rose", "tulip")
        assert cells[3] == "rose"
        assert cells[0] == pytest.approx(flowers["wide"][line["row"]])
    chances = [line["probabilities"]["rose"] for line in found["rows"]]
    assert chances == sorted(chances)  # the most wrong first
    wrong = client.get(f"/api/training/{run_id}/test-rows?only=wrong").json()
    assert wrong["total"] == matrix[0][1] + matrix[1][0]


def test_the_rows_behind_a_point_a_threshold_and_a_group_are_found(
    client: TestClient, run_id: str
) -> None:
    address = f"/api/training/{run_id}/test-rows?page_size=500"
    curves = client.get(f"/api/training/{run_id}/scores").json()["curves"]
    of_tulip = next(each for each in curves["calibration"] if each["of"] == "tulip")
    low, high = (each["from"] for each in of_tulip["bins"][1:3])
    at = 140
    threshold = curves["thresholds"]["threshold"][at]
    beds = client.get(f"/api/training/{run_id}/scores-by?column=bed").json()["parts"]

    inside = client.get(f"{address}&of=tulip&at_least={low}&below={high}").json()
    missed = client.get(f"{address}&truth=tulip&of=tulip&below={threshold}").json()
    north = client.get(f"{address}&column=bed&value=north").json()
    no_part = client.get(f"{address}&column=bed&value=east")
    no_class = client.get(f"{address}&of=daisy")

    assert inside["total"] == of_tulip["bins"][1]["rows"]
    assert all(low <= row["probabilities"]["tulip"] < high for row in inside["rows"])
    found = curves["thresholds"]
    assert missed["total"] == found["positives"] - found["true_positives"][at] > 0
    assert north["total"] == next(part["rows"] for part in beds if part["value"] == "north")
    assert {cells[1] for cells in north["cells"]["rows"]} == {"north"}
    assert (no_part.status_code, no_part.json()["code"]) == (400, "unknown_part")
    assert no_class.status_code == 400


def test_the_rows_behind_every_point_of_a_curve_are_those_that_it_counts(
    client: TestClient, run_id: str
) -> None:
    address = f"/api/training/{run_id}/test-rows?page_size=500&of=tulip"
    scores = client.get(f"/api/training/{run_id}/scores").json()
    curves = {
        name: next(each for each in scores["curves"][name] if each["of"] == "tulip")
        for name in ("precision_recall", "gain")
    }
    roc = client.get(f"/api/training/{run_id}/metrics").json()["roc_data"]
    at = roc["classes"].index("tulip")

    def behind(threshold: float) -> tuple[int, int]:
        rows = client.get(f"{address}&at_least={threshold}").json()["rows"]
        return len(rows), sum(row["truth"] == "tulip" for row in rows)

    positives = scores["curves"]["thresholds"]["positives"]
    precision, gain = curves["precision_recall"], curves["gain"]
    for point in (0, len(precision["threshold"]) // 2, -1):
        rows, hits = behind(precision["threshold"][point])
        assert precision["precision"][point] == pytest.approx(hits / rows)
        assert precision["recall"][point] == pytest.approx(hits / positives)
        rows, hits = behind(gain["threshold"][point or 1])
        assert gain["looked_at"][point or 1] == pytest.approx(rows / scores["rows"])
        assert gain["found"][point or 1] == pytest.approx(hits / positives)
    assert (gain["threshold"][0], roc["thresholds"][at][0]) == (None, None)  # behind none no row
    middle = len(roc["thresholds"][at]) // 2
    rows, hits = behind(roc["thresholds"][at][middle])
    assert roc["tpr"][at][middle] == pytest.approx(hits / positives)
    assert roc["fpr"][at][middle] == pytest.approx((rows - hits) / (scores["rows"] - positives))


def test_the_rows_behind_predicted_numbers_are_found_by_point_and_by_error(
    client: TestClient, dataset_id: str, finished: Callable[..., Any], flowers: pd.DataFrame
) -> None:
    given = {"dataset_id": dataset_id, "target_column": "wide", "algorithm_id": "ridge"}
    session_id = start(client, **given)
    assert finished(session_id)["status"] == "completed"
    address = f"/api/training/{session_id}/test-rows?page_size=500"
    scores = client.get(f"/api/training/{session_id}/scores").json()
    pairs, bars = scores["curves"]["predictions"], scores["residuals"]["histogram"]

    for point in (0, 7):
        [row] = client.get(f"{address}&place={pairs['place'][point]}").json()["rows"]
        assert (row["truth"], row["predicted"]) == (
            pairs["actual"][point],
            pairs["predicted"][point],
        )
        assert flowers["wide"][row["row"]] == pytest.approx(row["truth"])
    low, high = bars["edges"][2:4]
    inside = client.get(f"{address}&at_least={low}&below={high}").json()
    assert inside["total"] == bars["counts"][2] > 0
    assert all(low <= row["truth"] - row["predicted"] < high for row in inside["rows"])
    assert client.get(f"{address}&place=100000").json()["total"] == 0


def test_scores_are_given_for_each_value_of_a_column(client: TestClient, run_id: str) -> None:
    by_bed = client.get(f"/api/training/{run_id}/scores-by?column=bed").json()
    by_number = client.get(f"/api/training/{run_id}/scores-by?column=wide").json()
    nothing = client.get(f"/api/training/{run_id}/scores-by?column=none")

    rows = client.get(f"/api/training/{run_id}/scores").json()["rows"]
    assert {part["value"] for part in by_bed["parts"]} == {"north", "south"}
    assert len(by_number["parts"]) == 4
    for found in (by_bed, by_number):
        assert sum(part["rows"] for part in found["parts"]) == rows
        first = found["parts"][0]["scores"]["accuracy"]
        assert first["low"] < first["value"] <= first["high"]
    assert (nothing.status_code, nothing.json()["code"]) == (400, "unknown_column")


def test_scores_say_how_many_runs_the_same_rows_have_judged(
    client: TestClient, dataset_id: str, finished: Callable[..., Any]
) -> None:
    given = {"dataset_id": dataset_id, "target_column": "kind", "algorithm_id": "naive_bayes"}
    first, again, other = (
        start(client, **given, seed=91),
        start(client, **given, seed=91, feature_columns=["wide"]),
        start(client, **given, seed=92),
    )
    for run in (first, again, other):
        assert finished(run)["status"] == "completed"

    looks = [client.get(f"/api/training/{run}/scores").json()["looks"] for run in (first, again)]
    alone = client.get(f"/api/training/{other}/scores").json()["looks"]

    assert looks == [{"runs": 2, "before": 0}, {"runs": 2, "before": 1}]
    assert alone == {"runs": 1, "before": 0}


def test_runs_are_compared_on_the_rows_that_both_were_judged_by(
    client: TestClient, run_id: str, dataset_id: str, finished: Callable[..., Any]
) -> None:
    given = {"dataset_id": dataset_id, "target_column": "kind"}
    blind = {**given, "feature_columns": ["bed"], **FOREST}
    other_id, elsewhere_id, target_id = (
        start(client, **blind),
        start(client, **{**blind, "seed": 3}),
        start(client, **{**blind, "target_column": "bed", "feature_columns": ["wide"]}),
    )
    for session_id in (other_id, elsewhere_id, target_id):
        finished(session_id)

    same = client.get(f"/api/training/compare-scores?ids={run_id},{other_id}").json()
    fewer = client.get(f"/api/training/compare-scores?ids={run_id},{elsewhere_id}")
    never = client.get(f"/api/training/compare-scores?ids={run_id},{target_id}")

    assert same["best"] == run_id
    assert same["rows"] == client.get(f"/api/training/{run_id}/scores").json()["rows"]
    against = same["against"][0]
    assert (against["run"], against["is_tie"]) == (other_id, False)
    accuracy = against["lines"][0]
    assert (accuracy["id"], accuracy["better"]) == ("accuracy", "one")
    # Other seeds have other test rows: fewer in common, or too few.
    assert fewer.status_code == 400 or fewer.json()["rows"] < same["rows"]
    assert (never.status_code, never.json()["code"]) == (400, "not_comparable")


def test_rows_of_one_group_widen_the_intervals_and_are_counted(
    client: TestClient, dataset_id: str, finished: Callable[..., Any]
) -> None:
    session_id = start(
        client,
        dataset_id=dataset_id,
        target_column="kind",
        group_column="gardener",
        **FOREST,
    )
    finished(session_id)

    scores = client.get(f"/api/training/{session_id}/scores").json()

    assert 3 < scores["groups"] < 60
    assert "by groups" in scores["table"][0]["method"]


def test_folds_are_learned_beside_the_model(
    client: TestClient, dataset_id: str, finished: Callable[..., Any]
) -> None:
    given = {"dataset_id": dataset_id, "target_column": "kind", **FOREST}
    session_id = start(client, **given, validation={"kind": "k_fold", "folds": 3})
    assert finished(session_id)["status"] == "completed"

    found = client.get(f"/api/training/{session_id}/scores").json()["cross_validation"]

    assert (found["kind"], len(found["each"])) == ("k_fold", 3)
    assert found["table"][0]["low"] < found["table"][0]["value"] < found["table"][0]["high"]
    for validation, says in (
        ({"kind": "grouped"}, "group_column"),
        ({"kind": "time"}, "column"),
        ({"kind": "k_fold", "repeats": 3}, "repeats"),
        ({"kind": "k_fold", "folds": 1}, "folds"),
        ({"kind": "time", "column": "nowhere"}, "nowhere"),
    ):
        answer = client.post("/api/train/start", json={**given, "validation": validation})
        assert answer.status_code == 422, validation
        assert says in answer.text


def test_scores_that_are_not_there_say_why(client: TestClient, run_id: str) -> None:
    begun = client.post("/api/training", json={"name": "of my own"}).json()["session_id"]

    for path in ("scores", "test-rows", "scores-by?column=a"):
        answer = client.get(f"/api/training/{begun}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_judged"), path
        assert client.get(f"/api/training/none/{path}").status_code == 404
    one = client.get(f"/api/training/compare-scores?ids={run_id}")
    assert one.status_code == 400
