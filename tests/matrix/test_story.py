"""One story, told in every way in which the product runs: a table becomes models that answer."""

import csv
import io
import itertools

import pytest
from sklearn.datasets import load_wine

from tests.matrix.conftest import Place
from tests.matrix.processes import name_of, processes_on, workers_on
from tests.matrix.product import Json, Product, has_ended, names_in_zip, tells

pytestmark = pytest.mark.timeout(400)

ALGORITHMS = {"lightgbm": {"n_estimators": 12}, "feedforward_nn": {"epochs": 6}}


@pytest.fixture(scope="module")
def table() -> bytes:
    bunch = load_wine(as_frame=True)
    frame = bunch.data.assign(grape=bunch.target.map(dict(enumerate(bunch.target_names))))
    return bytes(frame.to_csv(index=False), "utf-8")


def test_a_table_becomes_models_that_answer(place: Place, table: bytes) -> None:
    product = place.product
    with product.listen({"workspace:ws_demo": 0}) as workspace:
        dataset_id = upload_and_look(product, table)
        sessions = [
            train_and_watch(product, dataset_id, algorithm_id, values)
            for algorithm_id, values in ALGORITHMS.items()
        ]
        for session_id in sessions:
            use_the_model(product, session_id, table)
        for _ in sessions:
            workspace.hear_until(tells("model.created"))
    # Whoever does not read for so long is taken for gone.
    sessions.append(watch_it_drawn(product, dataset_id))

    assert {"dataset.created", "dataset.updated", "job.created", "model.created"} <= {
        event["event"] for event in workspace.events("workspace:ws_demo")
    }
    listed = product.get("/api/jobs")
    assert [(job["kind"], job["state"], job["attempt"]) for job in listed["jobs"]] == [
        ("training.fit", "cancelled", 1),
        ("training.fit", "succeeded", 1),
        ("training.fit", "succeeded", 1),
        ("datasets.import", "succeeded", 1),
    ]
    assert len(product.get("/api/models")["items"]) == len(sessions)
    assert_right_processes(place)


def upload_and_look(product: Product, table: bytes) -> str:
    """Upload the table, and find its rows as they were."""
    rows = list(csv.DictReader(io.StringIO(table.decode())))

    uploaded = product.upload("wine.csv", table)
    page = product.get(f"/api/data/preview/{uploaded['dataset_id']}", page_size=5)

    assert uploaded["metadata"]["column_names"] == list(rows[0])
    assert page["total_rows"] == len(rows)
    assert [row["grape"] for row in page["rows"]] == [row["grape"] for row in rows[:5]]
    assert [row["alcohol"] for row in page["rows"]] == [float(row["alcohol"]) for row in rows[:5]]
    return str(uploaded["dataset_id"])


def train_and_watch(product: Product, dataset_id: str, algorithm_id: str, values: Json) -> str:
    """Train while listening, and find that what was heard is what is stored."""
    session_id = product.train(dataset_id, algorithm_id, "grape", **values)
    topic = f"job:{session_id}"
    with product.listen({topic: 0}) as listener:
        listener.hear_until(has_ended)

    assert listener.numbers(topic) == list(range(1, len(listener.numbers(topic)) + 1))
    status = product.get(f"/api/train/status/{session_id}")
    assert (status["status"], status["epoch"]) == ("completed", next(iter(values.values())))
    heard = points_in(listener.events(topic))
    stored = product.get(f"/api/training/{session_id}/points")["series"]
    assert heard == {
        (name, step): value
        for name, series in stored.items()
        for step, value in zip(series["steps"], series["values"], strict=True)
    }
    assert {name for name, _ in heard} >= {"train_loss", "val_loss", "train_accuracy"}
    return session_id


def points_in(events: list[Json]) -> dict[tuple[str, int], float]:
    """Give the points that events told; what came last counts."""
    told = [event["data"]["points"] for event in events if event["event"] == "metrics.logged"]
    return {(name, step): value for name, step, value in itertools.chain(*told)}


def use_the_model(product: Product, session_id: str, table: bytes) -> None:
    """Read the results, ask the model about a row, and take it home."""
    row = next(csv.DictReader(io.StringIO(table.decode())))
    asked = {name: float(value) for name, value in row.items() if name != "grape"}

    results = product.get(f"/api/train/results/{session_id}")
    metrics = product.get(f"/api/training/{session_id}/metrics")
    model_id = results["model_id"]
    answer = product.post(f"/api/models/{model_id}/predict", {"rows": [asked, asked]})
    bundle = product.ask("GET", f"/api/models/{model_id}/download")

    assert results["metrics"]["accuracy"] == metrics["overall_metrics"]["accuracy"] > 0.3
    assert set(metrics["class_labels"]) == {"class_0", "class_1", "class_2"}
    first, again = answer["predictions"]
    assert first == again
    assert first["prediction"] == max(first["probabilities"], key=first["probabilities"].get)
    assert sum(first["probabilities"].values()) == pytest.approx(1)
    assert {"manifest.json", "preprocess.json"} <= names_in_zip(bundle.content)


def watch_it_drawn(product: Product, dataset_id: str) -> str:
    """See a training over two columns while it learns, and its model when it was stopped."""
    session_id = product.train(dataset_id, "feedforward_nn", "grape", epochs=10_000)
    with product.watch(session_id) as early:
        seen = [early.hear_until(is_drawn) for _ in range(2)]
        # On the other server, where there are two.
        with product.watch(session_id) as late:
            joined = late.hear_until(is_drawn)
        going = product.ask("GET", f"/api/training/{session_id}/predictions")
        product.post(f"/api/train/stop/{session_id}")
        early.hear_until(lambda message: message["type"] == "completed")
    product.wait_for_end(session_id)
    newest = [message for message in early.heard if is_drawn(message)][-1]
    with product.watch(session_id) as after:
        last = after.hear_until(is_drawn)
    drawn = product.get(f"/api/training/{session_id}/predictions", resolution=7)

    assert seen[0]["epoch"] < seen[1]["epoch"] <= joined["epoch"]
    assert (going.status_code, going.json()["code"]) == (409, "not_finished")
    assert (last["epoch"], last["data"]) == (newest["epoch"], newest["data"])
    assert [len(row) for row in drawn["decision_boundary"]["z"]] == [7] * 7
    assert set(drawn["classes"]) == {"class_0", "class_1", "class_2"}
    return session_id


def is_drawn(message: Json) -> bool:
    """Whether a message brings a picture."""
    return bool(message["type"] == "visualization_update")


def assert_right_processes(place: Place) -> None:
    """Servers on one folder share one worker, and the hosts that answer calls."""
    names = [name_of(process) for process in processes_on(place.data_dir)]
    assert names.count("server") == place.servers
    assert names.count("host") == 2
    assert len(workers_on(place.data_dir)) == (0 if "celery" in names else 1)
