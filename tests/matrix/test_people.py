"""Two people with accounts, each in a workspace of their own, on one server."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sklearn.datasets import load_iris
from websockets.exceptions import InvalidStatus

from tests.matrix.conftest import serving
from tests.matrix.product import Json, Product, tells

pytestmark = pytest.mark.timeout(300)

PASSWORD = "correct horse battery staple"
ACCOUNTS = {"ARMILLARY_ACCOUNTS": "1", "ARMILLARY_ARGON2_MEMORY_KIB": "1024"}


class Person:
    """Somebody signed in, and the workspace they stand in."""

    def __init__(self, url: str, email: str) -> None:
        stranger = Product(url)
        asked = {"email": email, "password": PASSWORD, "name": email.partition("@")[0]}
        signed_in = stranger.post("/api/auth/register", asked)
        stranger.close()
        self.product = Product(url, Authorization=f"Bearer {signed_in['access_token']}")
        named = self.product.get("/api/workspaces")["workspaces"]
        self.workspace_id = next(one["id"] for one in named if one["id"] != "ws_demo")
        self.product.close()
        headers = {"X-Workspace": self.workspace_id}
        headers["Authorization"] = f"Bearer {signed_in['access_token']}"
        self.product = Product(url, **headers)

    @property
    def topic(self) -> str:
        return f"workspace:{self.workspace_id}"


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "data", 1, **ACCOUNTS) as place:
        yield place.product.urls[0]


@pytest.fixture
def ada(url: str) -> Iterator[Person]:
    person = Person(url, "ada@example.org")
    yield person
    person.product.close()


@pytest.fixture
def bob(url: str) -> Iterator[Person]:
    person = Person(url, "bob@example.org")
    yield person
    person.product.close()


def table() -> bytes:
    return bytes(load_iris(as_frame=True).frame.to_csv(index=False), "utf-8")


def test_nobody_sees_or_touches_what_belongs_to_others(url: str, ada: Person, bob: Person) -> None:
    dataset_id = ada.product.upload("iris.csv", table())["dataset_id"]
    job_id = ada.product.train(dataset_id, "lightgbm", "target", n_estimators=3)
    ada.product.wait_for_end(job_id)
    model_id = ada.product.get(f"/api/train/results/{job_id}")["model_id"]

    stranger = Product(url)
    for path, name in [("/api/datasets", "items"), ("/api/jobs", "jobs"), ("/api/models", "items")]:
        assert ada.product.get(path)[name] != []
        assert bob.product.get(path)[name] == []
        assert stranger.ask("GET", path).status_code == 401
    stranger.close()
    row: Json = {"rows": [{}]}
    start = {"dataset_id": dataset_id, "algorithm_id": "lightgbm", "target_column": "target"}
    for method, path, body in [
        ("GET", f"/api/datasets/{dataset_id}", None),
        ("GET", f"/api/data/preview/{dataset_id}", None),
        ("GET", f"/api/data/download/{dataset_id}", None),
        ("DELETE", f"/api/datasets/{dataset_id}", None),
        ("GET", f"/api/jobs/{job_id}", None),
        ("GET", f"/api/jobs/{job_id}/log", None),
        ("POST", f"/api/jobs/{job_id}/retry", None),
        ("GET", f"/api/train/status/{job_id}", None),
        ("GET", f"/api/training/{job_id}/metrics", None),
        ("GET", f"/api/training/{job_id}/predictions", None),
        ("GET", f"/api/predictions/visualize/{job_id}", None),
        ("GET", f"/api/predictions/visualize/{model_id}", None),
        ("GET", f"/api/models/{model_id}", None),
        ("POST", f"/api/models/{model_id}/predict", row),
        ("GET", f"/api/models/{model_id}/download", None),
        ("DELETE", f"/api/models/{model_id}", None),
        ("POST", "/api/train/start", start),
    ]:
        answer = bob.product.ask(method, path, json=body)
        assert answer.status_code == 404, f"{method} {path}: {answer.text}"
    with pytest.raises(InvalidStatus) as refused, bob.product.watch(job_id):
        pass
    assert refused.value.response.status_code == 404
    entered = bob.product.ask("GET", "/api/jobs", params={"workspace_id": ada.workspace_id})
    assert entered.status_code == 404
    assert ada.product.get(f"/api/models/{model_id}")["model"]["id"] == model_id


def test_nobody_hears_what_is_told_in_the_workspaces_of_others(ada: Person, bob: Person) -> None:
    with bob.product.listen({ada.topic: 0, bob.topic: 0}) as listener:
        denied = listener.hear_until(lambda one: one["type"] == "denied")
        ada.product.upload("iris.csv", table())
        bob.product.upload("own.csv", b"a,b\n1,2\n3,4\n")
        heard = listener.hear_until(tells("dataset.created"))

    assert denied["topic"] == ada.topic
    assert heard["data"]["dataset"]["filename"] == "own.csv"
    assert listener.events(ada.topic) == []
    assert ada.workspace_id not in json.dumps([one for one in listener.heard if one != denied])


def test_a_key_that_may_only_read_trains_nothing(url: str, ada: Person) -> None:
    dataset_id = ada.product.upload("iris.csv", table())["dataset_id"]
    made = ada.product.post("/api/auth/keys", {"name": "reader", "scope": "read"})
    key = {"X-API-Key": made["secret"], "X-Workspace": ada.workspace_id}
    reader = Product(url, **key)
    start = {"dataset_id": dataset_id, "algorithm_id": "lightgbm", "target_column": "target"}

    refused = reader.ask("POST", "/api/train/start", json=start)
    uploaded = reader.ask("POST", "/api/data/upload", files={"file": ("more.csv", table())})

    assert [refused.status_code, uploaded.status_code] == [403, 403]
    assert [one["id"] for one in reader.get("/api/datasets")["items"]] == [dataset_id]
    assert [job["kind"] for job in reader.get("/api/jobs")["jobs"]] == ["datasets.import"]
    reader.close()
