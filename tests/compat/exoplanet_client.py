"""The exoplanet page's own order of calls, as it was seen on the wire."""

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.support.waiting import until

PAGE = {"Origin": "http://localhost:3000"}
PATIENCE_S = 110.0
QUICK = {
    "random_forest": {"n_estimators": "10", "max_depth": "none"},
    "decision_tree": {"max_depth": "4", "criterion": "entropy"},
    "xgboost": {"n_estimators": "10", "learning_rate": "0.1"},
    "svm": {"C": "0.5", "kernel": "rbf", "gamma": "scale"},
    "linear_regression": {"fit_intercept": "true", "normalize": "false"},
    "deep_learning": {"hidden_layer_sizes": "8,4", "activation": "logistic", "max_iter": "3"},
    "pca": {"n_components": "auto", "svd_solver": "full"},
}
DISPLAYED = {"Exoplanet", "Candidate", "False Positive", "Unknown"}


@dataclass
class Seen:
    """What a client saw of one session."""

    session_id: str
    steps: list[tuple[int, str, str]] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)
    result: httpx.Response | None = None

    @property
    def body(self) -> dict[str, Any]:
        assert self.result is not None
        assert self.result.status_code == 200, self.result.text[:500]
        read: dict[str, Any] = json.loads(self.result.content, parse_constant=_refuse)
        return read


def rows_of(archive: Path, mission: str = "kepler") -> list[dict[str, str]]:
    """Read a mission's table of a folder."""
    lines = (archive / f"{mission}.csv").read_text().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def to_csv(rows: list[dict[str, Any]]) -> bytes:
    """Write rows as a client sends them."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def unlearnable(archive: Path) -> dict[str, bytes]:
    """Give tables that nothing can be learned from, by what is wrong with each."""
    rows = rows_of(archive)

    def all_say(word: str) -> bytes:
        return to_csv([{**row, "koi_disposition": word} for row in rows])

    return {
        "one row": to_csv(rows[:1]),
        "one kind": all_say("CONFIRMED"),
        "all targets missing": all_say(""),
        "another mission": to_csv(rows_of(archive, "tess")),
        "unknown columns": b"x,y\n" + b"1,2\n3,4\n" * 20,
        "unknown labels": all_say("maybe"),
        "no table": b"<!DOCTYPE html><p>Sorry</p>\x00\x01",
    }


def turned_round(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Give Kepler's decided rows as of other stars, six for each, with the opposite answer."""
    opposite = {"CONFIRMED": "FALSE POSITIVE", "FALSE POSITIVE": "CONFIRMED"}
    return [
        {**row, "kepid": f"{copy}{row['kepid']}", "koi_disposition": opposite[answer]}
        for copy in range(1, 7)
        for row in rows
        if (answer := row["koi_disposition"]) in opposite
    ]


def teach(client: httpx.Client, table: bytes, **more: str) -> httpx.Response:
    """Have the stored model go on learning from a table of one's own."""
    files = {"training_file": ("mine.csv", table, "text/csv")}
    form = {"data_source": "user", "data_format": "kepler", **more}
    return client.post("/api/pretrained/predict", data=form, files=files, headers=PAGE)


def follow(client: httpx.Client, answer: httpx.Response, pair: str = "custom") -> Seen:
    """Poll as the page does until the session has ended, then read its result once."""
    assert answer.status_code == 202, answer.text
    body = answer.json()
    assert body["success"] is True
    return watch(client, body["session_id"], pair)


def watch(client: httpx.Client, session_id: str, pair: str = "custom") -> Seen:
    """Poll a session until it has ended, then read its result once."""
    seen = Seen(session_id)

    def look() -> bool:
        progress = client.get(f"/api/{pair}/progress/{seen.session_id}", headers=PAGE)
        assert progress.status_code == 200, progress.text
        told = progress.json()
        assert told["success"] is True
        step = (told["progress"], told["current_step"], told["status"])
        if not seen.steps or seen.steps[-1] != step:
            seen.steps.append(step)
        seen.last = told
        return told["status"] in ("completed", "error")

    until(look, PATIENCE_S, lambda: str(seen.steps))
    done = [step[0] for step in seen.steps]
    assert done == sorted(done), seen.steps
    seen.result = client.get(f"/api/{pair}/result/{seen.session_id}", headers=PAGE)
    return seen


def check_result(body: dict[str, Any], mission_columns: set[str]) -> None:
    """Hold a result to what the page does with it."""
    metrics = body["metrics"]
    assert body["success"] is True
    for name in ("accuracy", "f1_score", "precision", "recall"):
        assert 0 <= metrics[name] <= 1, name
    size = len(metrics["confusion_matrix"])
    assert all(len(row) == size for row in metrics["confusion_matrix"])
    info = body["model_info"]
    assert info["test_size"] == len(body["predictions"])
    assert info["feature_count"] == len(info["features"])
    for place, one in enumerate(body["predictions"], start=1):
        assert one["id"] == place
        assert one["prediction"] in DISPLAYED
        said = one["probabilities"]
        assert set(said) == {"planet", "candidate", "false_positive"}
        assert abs(sum(said.values()) - 1) < 1e-6
        assert one["confidence"] == max(said.values())
        assert len(one["feature_importance"]) <= 5
        assert set(one["features"]) <= mission_columns
        assert one["reasons"]
        assert all(isinstance(reason, str) for reason in one["reasons"])


def check_kept(client: httpx.Client, told: dict[str, Any]) -> None:
    """What went on learning is a model of the workspace: with a parent, a card, and answers."""
    model_id, parent_id = told["model_info"]["model_id"], told["stored_model_id"]
    kept = client.get(f"/api/models/{model_id}").json()
    lineage = client.get(f"/api/models/{model_id}/lineage").json()
    card = client.get(f"/api/models/{model_id}/card").json()["markdown"]
    row = {one["name"]: one["example"] for one in kept["features"]}
    answer = client.post(f"/api/models/{model_id}/predict", json={"rows": [row]}).json()
    usable = client.get("/api/astronomy/models").json()["models"]
    form = {"data_source": "nasa", "dataset_name": "kepler", "model_id": model_id}
    again = follow(client, client.post("/api/pretrained/predict", data=form), "pretrained")
    other = client.post("/api/pretrained/predict", data={**form, "dataset_name": "tess"})

    assert lineage["parent"]["id"] == kept["parent_id"] == parent_id
    assert lineage["source"] == "Went on learning from mine.csv"
    assert lineage["dataset"]["is_same"] is True
    assert "Accuracy" in card
    assert set(answer["predictions"][0]["probabilities"]) == {
        "planet",
        "candidate",
        "false_positive",
    }
    assert {model_id, parent_id} <= {one["id"] for one in usable}
    assert again.body["model_info"]["model_id"] == model_id
    assert again.body["metrics"] == told["metrics"]
    assert (other.status_code, other.json()["code"]) == (400, "another_mission")


def _refuse(constant: str) -> Any:
    raise AssertionError(f"a browser refuses {constant}")


TEXT = b"a,b\n1,2\n"
REFUSED: list[tuple[dict[str, str], dict[str, Any], str]] = [
    ({}, {}, "model_type must be one of random_forest"),
    ({"model_type": "forest"}, {}, "got 'forest'"),
    ({"model_type": "rf"}, {}, "data_source must be one of nasa, user; it is missing"),
    ({"model_type": "rf", "data_source": "esa"}, {}, "got 'esa'"),
    ({"model_type": "rf", "data_source": "nasa"}, {}, "dataset_name must be one of"),
    (
        {"model_type": "rf", "data_source": "nasa", "dataset_name": "gaia"},
        {},
        "dataset_name must be one of kepler, tess, k2; got 'gaia'",
    ),
    (
        {"model_type": "rf", "data_source": "user", "data_format": "gaia"},
        {},
        "data_format must be one of",
    ),
    (
        {
            "model_type": "rf",
            "data_source": "nasa",
            "dataset_name": "k2",
            "hyperparameters": "{",
        },
        {},
        "hyperparameters must be JSON text",
    ),
    (
        {
            "model_type": "svm",
            "data_source": "nasa",
            "dataset_name": "k2",
            "hyperparameters": '{"kernel": "magic"}',
        },
        {},
        "kernel must be one of",
    ),
    (
        {"model_type": "rf", "data_source": "user"},
        {"training_file": ("a.csv", TEXT)},
        "testing_file is missing",
    ),
    (
        {"model_type": "rf", "data_source": "user"},
        {"training_file": ("a.csv", TEXT), "testing_file": ("b.pkl", TEXT)},
        "File type not allowed",
    ),
    (
        {"model_type": "rf", "data_source": "user"},
        {"training_file": ("a.csv", TEXT), "testing_file": ("b.csv", b"")},
        "testing_file is empty",
    ),
]
"""Forms that make no sense, their files, and what is said of them."""

UNLEARNABLE = [
    ("one row", "The training table has 1 row of which it is known what they are"),
    ("one kind", "All rows of the training table are of one kind (planet)"),
    ("all targets missing", "it is empty in every row"),
    ("another mission", "This looks like a table of TESS"),
    ("unknown columns", "has no column 'koi_disposition'"),
    ("unknown labels", "it holds maybe"),
    ("no table", "mine.csv cannot be read"),
]
"""What is said of each of `unlearnable`."""

BROKEN = [
    (b"{not json", "application/json"),
    (b"[1]", "application/json"),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
    (b"anything", "multipart/form-data"),
    (b"\xff\xfe", "text/plain"),
    (b"", "application/json"),
]
"""Bodies that cannot be read, and the type that they are said to be."""
