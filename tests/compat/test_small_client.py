"""The small client's own order of calls: upload a table, see it as a UMAP."""

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from tests.capabilities.datasets.conftest import Server
from tests.support.waiting import until

ROWS = 60
TABLE = "size,kind,weight,gap,note\n" + "".join(
    f"{n % 3 * 10 + n / 100},{'ab'[n % 2]},{n % 7 + 0.5},{'' if n == 4 else n},word {n}\n"
    for n in range(ROWS)
)
needs_umap = pytest.mark.skipif(find_spec("umap") is None, reason="the extra `maps` is not here")


def upload(server: Server, text: str = TABLE, filename: str = "small.csv") -> Any:
    files = {"file": (filename, text.encode(), "text/csv")}
    return server.client.post("/datasets/upload", files=files)


@pytest.fixture(scope="module")
def dataset_id(server: Server) -> str:
    answer = upload(server)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["datasetId"])


def test_an_upload_answers_with_schema_and_texts(server: Server) -> None:
    body = upload(server).json()

    assert set(body) == {"datasetId", "schema", "preview"}
    assert body["datasetId"].startswith("ds_")
    assert body["schema"] == [
        {"name": "size", "type": "numeric"},
        {"name": "kind", "type": "categorical"},
        {"name": "weight", "type": "numeric"},
        {"name": "gap", "type": "numeric"},
        {"name": "note", "type": "string"},
    ]
    assert len(body["preview"]) == ROWS
    assert body["preview"][4] == ["10.04", "a", "4.5", "", "word 4"]


def test_a_preview_has_as_many_rows_as_the_setting_says(server: Server) -> None:
    text = "a,b\n" + "".join(f"{n},{n % 5}\n" for n in range(450))

    assert len(upload(server, text).json()["preview"]) == 200


@pytest.mark.parametrize(
    ("text", "filename", "said"),
    [
        (TABLE, "small.xlsx", "Only .csv files are accepted here; got 'small.xlsx'."),
        ("", "empty.csv", "The file is empty"),
        ("a,a\n1,2\n", "twice.csv", "'a' 2 times"),
    ],
)
def test_what_is_no_small_table_is_refused_as_text(
    server: Server, text: str, filename: str, said: str
) -> None:
    before = server.stored()

    refused = upload(server, text, filename)

    assert refused.status_code == 400
    assert said in refused.json()["detail"]
    assert server.stored() == before


def test_a_large_file_is_refused(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    small = server.state.settings.model_copy(update={"max_upload_size_mb": 1})
    monkeypatch.setattr(server.state, "settings", small)

    refused = upload(server, "a,b\n" + "1,2\n" * 300_000)

    assert refused.status_code == 413
    assert "ARMILLARY_MAX_UPLOAD_SIZE_MB" in refused.json()["detail"]


def test_no_file_is_a_bad_request(server: Server) -> None:
    refused = server.client.post("/datasets/upload", json={})

    assert refused.status_code == 400
    assert "part named `file`" in refused.json()["detail"]


def test_datasets_are_listed_and_shown(server: Server, dataset_id: str) -> None:
    listed = server.get("/datasets/list").json()
    shown = server.get(f"/datasets/{dataset_id}").json()

    assert dataset_id in [one["datasetId"] for one in listed["datasets"]]
    assert (shown["rows"], shown["columns"], shown["state"]) == (ROWS, 5, "ready")
    assert shown["schema"][1] == {"name": "kind", "type": "categorical"}
    assert shown["preview"][0][4] == "word 0"
    assert server.get("/datasets/ds_nothing").status_code == 404


@needs_umap
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_umap_answers_when_it_is_done_and_at_once_the_second_time(
    server: Server, dataset_id: str
) -> None:
    asked = {"n_neighbors": 10, "min_dist": 0.2, "metric": "manhattan"}

    def ask() -> Any:
        answer = server.client.post(f"/datasets/{dataset_id}/umap", json=asked)
        return answer if answer.status_code != 504 else None

    answer = until(ask, 360)

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["feature_names"] == ["size", "weight"]
    assert (body["n_samples"], body["n_features"]) == (ROWS, 2)
    assert body["parameters"] == {**asked, "random_state": 42}
    places = np.array(body["embedding"])
    assert places.shape == (ROWS, 2)
    assert body["statistics"] == pytest.approx(
        {
            "x_min": places[:, 0].min(),
            "x_max": places[:, 0].max(),
            "y_min": places[:, 1].min(),
            "y_max": places[:, 1].max(),
            "x_mean": places[:, 0].mean(),
            "y_mean": places[:, 1].mean(),
            "x_std": places[:, 0].std(),
            "y_std": places[:, 1].std(),
        }
    )
    jobs = server.get("/api/jobs", kind="datasets.map").json()["total"]
    assert ask().json() == body
    assert server.get("/api/jobs", kind="datasets.map").json()["total"] == jobs


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"n_neighbors": 4}, "n_neighbors"),
        ({"n_neighbors": 51}, "n_neighbors"),
        ({"min_dist": 1.5}, "min_dist"),
        ({"metric": "hamming"}, "metric"),
    ],
)
def test_values_out_of_range_are_refused_as_text(
    server: Server, dataset_id: str, body: dict[str, Any], said: str
) -> None:
    refused = server.client.post(f"/datasets/{dataset_id}/umap", json=body)

    assert refused.status_code == 422
    assert said in refused.json()["detail"]


def test_a_umap_of_nothing_is_refused(server: Server) -> None:
    words = upload(server, "a,b\n" + "".join(f"w{n},v{n % 3}\n" for n in range(30))).json()

    assert server.client.post("/datasets/ds_nothing/umap", json={}).status_code == 404
    refused = server.client.post(f"/datasets/{words['datasetId']}/umap", json={})
    assert refused.status_code == 400
    assert "at least one column of numbers without gaps" in refused.json()["detail"]


def test_a_page_elsewhere_may_use_it_when_it_is_listed(server: Server, dataset_id: str) -> None:
    headers = {"Origin": "http://localhost:5173"}
    foreign = {"Origin": "https://evil.example"}

    allowed = server.client.post("/datasets/ds_nothing/umap", json={}, headers=headers)
    refused = server.client.post("/datasets/ds_nothing/umap", json={}, headers=foreign)

    assert allowed.status_code == 404
    assert allowed.headers["access-control-allow-origin"] == "http://localhost:5173"
    assert refused.status_code == 403
