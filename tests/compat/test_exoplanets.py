"""The exoplanet page and scripts, unmodified: their sessions, and what is refused."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from armillary.capabilities.astronomy import get_mission, synthetic
from armillary.capabilities.astronomy.pretraining.kept_apart import is_held_out
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES
from tests.compat.exoplanet_client import (
    BROKEN,
    PAGE,
    QUICK,
    REFUSED,
    UNLEARNABLE,
    Seen,
    check_kept,
    check_result,
    follow,
    rows_of,
    teach,
    to_csv,
    turned_round,
    unlearnable,
    watch,
)
from tests.support.servers import RunningServer, run_server, start_server

ROWS = 260
KEPLER = get_mission("kepler")
COLUMNS = {*KEPLER.features, *KEPLER.error_columns}
SHIPPED = set(QUANTITIES["kepler"].values())
WHERE = ("kepler", "tess", "k2", "tess", "k2", "kepler", "tess")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with small tables of all three missions."""
    folder = tmp_path_factory.mktemp("archive")
    for key in ("kepler", "tess", "k2"):
        synthetic.write(get_mission(key), folder / f"{key}.csv", ROWS)
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, archive: Path) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("data")
    given = {"ARMILLARY_DATASETS_DIR": str(archive), "ARMILLARY_EXOPLANET_ARCHIVE_URL": ""}
    with run_server(folder, **given) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=60) as opened:
        yield opened


def test_the_page_trains_on_a_mission_and_reads_the_result_once(client: httpx.Client) -> None:
    form = {
        "model_type": (None, "random_forest"),
        "data_source": (None, "nasa"),
        "dataset_name": (None, "kepler"),
        "hyperparameters": (None, json.dumps(QUICK["random_forest"])),
    }

    answer = client.post("/api/custom/train", files=form, headers=PAGE)
    seen = follow(client, answer)

    check_result(seen.body, COLUMNS)
    assert answer.headers["access-control-allow-origin"] == PAGE["Origin"]
    assert answer.json()["message"] == "Training started"
    assert seen.steps[-1] == (100, "Completed", "completed")
    assert {step[1] for step in seen.steps} <= {
        "Initializing...",
        "Preparing data...",
        "Creating model...",
        "Training model...",
        "Evaluating model...",
        "Training completed!",
        "Completed",
    }
    assert {"Training model...", "Evaluating model..."} <= {step[1] for step in seen.steps}
    first = seen.body["predictions"][0]
    assert all(first[name] for name in ("name", "actual", "reasons"))
    assert all(one["stars"][0].startswith("KIC ") for one in seen.body["predictions"])
    assert not {"koi_score", "koi_pdisposition"} & set(seen.body["model_info"]["features"])


@pytest.mark.parametrize(("kind", "mission"), list(zip(QUICK, WHERE, strict=True)))
def test_every_model_type_learns_and_answers(client: httpx.Client, kind: str, mission: str) -> None:
    if kind == "deep_learning":
        pytest.importorskip("torch", reason="the extra `torch` is not here")
    body = {
        "model_type": kind,
        "data_source": "nasa",
        "dataset_name": mission,
        "hyperparameters": QUICK[kind],
    }

    seen = follow(client, client.post("/api/custom/train", json=body))

    found = get_mission(mission)
    check_result(seen.body, {*found.features, *found.error_columns})
    assert seen.body["model_info"]["model_type"] == kind
    assert seen.body["metrics"]["accuracy"] > 0.4


def test_a_script_posts_an_urlencoded_form_and_the_stored_model_answers(
    client: httpx.Client, archive: Path
) -> None:
    form = {"data_source": "nasa", "dataset_name": "kepler"}

    first = follow(client, client.post("/api/pretrained/predict", data=form), "pretrained")
    again = follow(client, client.post("/api/pretrained/predict", data=form), "custom")

    check_result(first.body, SHIPPED)
    assert first.steps[-1] == again.steps[-1] == (100, "Completed", "completed")
    assert {"Loading pretrained model...", "Loading test data..."} & {
        step[1] for step in first.steps
    }
    assert first.body["metrics"] == again.body["metrics"] == first.body["test_metrics"]
    assert first.body["pretrained"]["stars_held_out"] > 1_000
    judged = sum(map(sum, first.body["metrics"]["confusion_matrix"]))
    unseen = is_held_out("kepler", [one["kepid"] for one in rows_of(archive)])
    assert 0 < judged <= unseen.sum()
    assert "stars it has never seen" in " ".join(first.body["model_info"]["notes"])


def test_what_kepler_taught_is_silent_about_tess_where_it_is_not_sure(
    client: httpx.Client,
) -> None:
    form = {"data_source": "nasa", "dataset_name": "tess", "learned_from": "kepler"}

    seen = follow(client, client.post("/api/pretrained/predict", data=form), "pretrained")
    refused = client.post("/api/pretrained/predict", data={**form, "dataset_name": "k2"})

    rows, least = seen.body["predictions"], seen.body["transfer"]["least_sureness"]
    silent = [one for one in rows if "unsupported" in one]
    assert {one["id"] for one in silent} == {
        one["id"] for one in rows if abs(one["probabilities"]["planet"] - 0.5) * 2 < least
    }
    assert all(one["prediction"] == "Unknown" for one in silent)
    assert all("not sure enough" in one["reasons"][0] for one in silent)
    assert seen.body["answered"] == len(rows) - len(silent) > 0
    assert (refused.status_code, refused.json()["code"]) == (400, "no_transfer")


def test_own_files_are_learned_from_and_answered(client: httpx.Client, archive: Path) -> None:
    rows = rows_of(archive)
    testing = [
        {name: value for name, value in row.items() if name != KEPLER.target} for row in rows[200:]
    ]
    testing[0]["koi_depth"] = ""
    files = {
        "training_file": ("mine.csv", to_csv(rows[:200]), "text/csv"),
        "testing_file": ("others.csv", to_csv(testing), "text/csv"),
    }
    form = {"model_type": "tree", "data_source": "user", "data_format": "kepler"}

    answer = client.post("/api/custom/train", data=form, files=files, headers=PAGE)
    seen = follow(client, answer)

    check_result(seen.body, COLUMNS)
    predictions = seen.body["predictions"]
    assert len(predictions) == len(testing)
    assert "actual" not in predictions[0]
    assert predictions[0]["features"]["koi_depth"] is None
    removed = client.delete(f"/api/custom/{seen.session_id}")
    assert (removed.status_code, removed.json()["success"]) == (200, True)
    gone = client.get(f"/api/custom/progress/{seen.session_id}")
    assert (gone.status_code, gone.json()["error"]) == (404, "Session not found")
    left = {one["filename"] for one in client.get("/api/datasets").json()["items"]}
    assert not {"mine.csv", "others.csv"} & left


@pytest.fixture(scope="module")
def went_on(client: httpx.Client, archive: Path) -> Seen:
    """A session of which the shipped model went on learning, from Kepler's own rows."""
    return follow(client, teach(client, to_csv(rows_of(archive))), "pretrained")


def test_own_rows_are_put_beside_nasas_without_the_stars_of_the_test(
    client: httpx.Client, went_on: Seen
) -> None:
    seen = went_on

    check_result(seen.body, SHIPPED)
    tuned = seen.body["fine_tuning"]
    assert tuned["rounds"] > 0
    assert tuned["on_new"]["rows"] >= tuned["on_old"]["rows"] > 0
    assert "were added to the shipped model" in " ".join(seen.body["model_info"]["notes"])
    assert {step[1] for step in seen.steps} & {"Training model...", "Evaluating model..."}
    check_kept(client, seen.body)


def test_a_model_that_got_worse_is_refused_and_may_be_taken_anyway(
    client: httpx.Client, archive: Path, went_on: Seen
) -> None:
    contrary = turned_round(rows_of(archive))
    model_id = went_on.body["model_info"]["model_id"]

    refused = follow(client, teach(client, to_csv(contrary), model_id=model_id), "pretrained")
    address = f"/api/astronomy/sessions/{refused.session_id}/take-anyway"
    taken = client.post(address)
    seen = watch(client, taken.json()["session_id"], "pretrained")
    again = client.post(address)

    assert (refused.last["status"], refused.last["error_code"]) == ("error", "worse_on_old")
    assert (taken.status_code, seen.session_id) == (202, refused.session_id)
    assert seen.body["fine_tuning"]["on_old"]["change"]["high"] < -0.01
    assert (again.status_code, again.json()["code"]) == (409, "not_refused")


def test_too_few_rows_to_go_on_with_are_learned_anew_beside_nasas(
    client: httpx.Client, archive: Path
) -> None:
    answer = teach(client, to_csv(rows_of(archive)[:6]))
    seen = follow(client, answer, "pretrained")

    check_result(seen.body, COLUMNS)
    notes = " ".join(seen.body["model_info"]["notes"])
    assert "all rows are learned anew" in notes
    assert "rows of yours were put beside" in notes
    assert "may lie on both sides" not in notes
    assert seen.body["model_info"]["algorithm"] == "random_forest"


@pytest.mark.parametrize(("form", "files", "said"), REFUSED)
def test_what_makes_no_sense_is_refused_at_once_and_leaves_nothing(
    client: httpx.Client, form: dict[str, str], files: dict[str, Any], said: str
) -> None:
    before = client.get("/api/datasets").json()["total"]

    refused = client.post("/api/custom/train", data=form, files=files or None, headers=PAGE)

    body = refused.json()
    assert refused.status_code == 400, refused.text
    assert body["success"] is False
    assert said in body["error"]
    assert client.get("/api/datasets").json()["total"] == before


@pytest.mark.parametrize(("content", "kind"), BROKEN)
def test_bodies_that_cannot_be_read_are_refused(
    client: httpx.Client, content: bytes, kind: str
) -> None:
    for path in ("/api/custom/train", "/api/pretrained/predict"):
        refused = client.post(path, content=content, headers={"Content-Type": kind})

        assert refused.status_code == 400, refused.text
        assert refused.json()["success"] is False


@pytest.mark.parametrize(("training", "said"), UNLEARNABLE)
def test_tables_that_cannot_be_learned_from_end_their_session_with_a_reason(
    client: httpx.Client, archive: Path, training: str, said: str
) -> None:
    rows = rows_of(archive)
    table = unlearnable(archive)[training]
    files = {
        "training_file": ("mine.csv", table, "text/csv"),
        "testing_file": ("others.csv", to_csv(rows[:20]), "text/csv"),
    }

    answer = client.post("/api/custom/train", data=FORM, files=files, headers=PAGE)
    seen = follow(client, answer)

    assert seen.last["status"] == "error"
    assert 0 <= seen.last["progress"] < 100
    assert said in seen.last["error"]
    assert seen.result is not None
    assert seen.result.status_code == 500
    assert seen.result.json()["error"] == seen.last["error"]


FORM = {"model_type": "tree", "data_source": "user"}


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("other", "1.0", "none of the columns that are learned from (size); its columns begin"),
        ("size", "=1+1", "Column 'size' of the testing table must hold numbers"),
    ],
)
def test_testing_tables_that_cannot_be_answered_are_refused_before_the_training(
    client: httpx.Client, column: str, value: str, said: str
) -> None:
    labels = ("CONFIRMED", "FALSE POSITIVE")
    training = [{"size": row % 7, "disposition": labels[row % 2]} for row in range(40)]
    files = {
        "training_file": ("mine.csv", to_csv(training), "text/csv"),
        "testing_file": ("others.csv", to_csv([{column: "2.0"}, {column: value}]), "text/csv"),
    }

    answer = client.post("/api/custom/train", data=FORM, files=files, headers=PAGE)
    seen = follow(client, answer)

    assert said in seen.last["error"]
    assert seen.last["progress"] == 10


def test_sessions_are_told_of_early_late_and_never(client: httpx.Client) -> None:
    for pair in ("custom", "pretrained"):
        for what in ("progress", "result"):
            unknown = client.get(f"/api/{pair}/{what}/nothing")
            assert unknown.status_code == 404
            assert unknown.json()["error"] == "Session not found"
    nowhere = client.get("/api/custom/nothing/at/all")
    assert (nowhere.status_code, nowhere.json()["error"]) == (404, "Endpoint not found")
    body = {"model_type": "rf", "data_source": "nasa", "dataset_name": "k2"}
    session_id = client.post("/api/custom/train", json=body).json()["session_id"]

    early = client.get(f"/api/custom/result/{session_id}")
    stopped = client.delete(f"/api/custom/{session_id}")

    assert early.json()["success"] is False
    assert (early.status_code, early.json()["error"]) == (400, "Training not completed yet")
    assert stopped.json()["message"] in ("Session cancelled", "Session deleted")


def test_lists_are_those_that_scripts_read(client: httpx.Client) -> None:
    datasets, models = client.get("/api/datasets").json(), client.get("/api/models").json()
    health = client.get("/api/health").json()

    assert (datasets["success"], datasets["datasets"]) == (True, ["kepler", "tess", "k2"])
    assert (models["success"], models["models"]) == (True, list(QUICK_ORDER))
    assert health["message"] == "Exoplanet Playground API is running"
    assert (health["success"], health["status"]) == (True, "healthy")


QUICK_ORDER = (
    "random_forest",
    "decision_tree",
    "xgboost",
    "svm",
    "linear_regression",
    "deep_learning",
    "pca",
)


def test_many_sessions_at_once_are_all_taken_and_none_is_lost(client: httpx.Client) -> None:
    body = {"model_type": "tree", "data_source": "nasa", "dataset_name": "kepler"}

    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(lambda _: client.post("/api/custom/train", json=body), range(12))
        )
        session_ids = {answer.json()["session_id"] for answer in answers}
        told = [client.get(f"/api/custom/progress/{one}").json() for one in session_ids]
        stopped = list(threads.map(lambda one: client.delete(f"/api/custom/{one}"), session_ids))

    assert {answer.status_code for answer in answers} == {202}
    assert len(session_ids) == 12
    assert all(one["status"] in ("initialized", "running", "completed") for one in told)
    assert {answer.status_code for answer in stopped} == {200}


def test_the_socket_of_trainings_tells_of_a_session_too(
    client: httpx.Client, server: RunningServer
) -> None:
    from websockets.sync.client import connect

    body = {"model_type": "tree", "data_source": "nasa", "dataset_name": "tess"}
    session_id = client.post("/api/custom/train", json=body).json()["session_id"]
    address = server.url.replace("http", "ws")

    with connect(f"{address}/ws/training/{session_id}") as socket:
        messages = [json.loads(text) for text in socket]

    assert messages[-1] == {"type": "completed", "session_id": session_id, "status": "completed"}


def test_a_server_that_is_killed_in_the_middle_loses_no_session(server: RunningServer) -> None:
    body = {"model_type": "rf", "data_source": "nasa", "dataset_name": "kepler"}
    with httpx.Client(base_url=server.url, timeout=60) as before:
        answer = before.post("/api/custom/train", json=body)

    server.kill()
    given = {"ARMILLARY_EXOPLANET_ARCHIVE_URL": ""}
    again = start_server(server.data_dir, **given)

    try:
        with httpx.Client(base_url=again.url, timeout=60) as client:
            check_result(follow(client, answer).body, COLUMNS)
    finally:
        again.process.terminate()
        again.process.wait(30)
