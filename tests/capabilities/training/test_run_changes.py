"""Experiments, and what people do with runs: names, tags, notes, moves and removals."""

from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient

from armillary.base.database import Database
from armillary.capabilities.training.duties.points_of_deleted_runs import PointsOfDeletedRuns
from armillary.capabilities.training.runs.tables import DeletedRun
from armillary.capabilities.training.tables import MetricPoint
from armillary.settings import Settings


def begin(client: TestClient, name: str = "mine", **given: Any) -> str:
    answer = client.post("/api/training", json={"name": name, **given})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["session_id"])


def change(client: TestClient, run: str, **given: Any) -> dict[str, Any]:
    answer = client.patch(f"/api/training/{run}", json=given)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def listed(client: TestClient, **query: Any) -> list[str]:
    answer = client.get("/api/training", params=query)
    assert answer.status_code == 200, answer.text
    return [run["id"] for run in answer.json()["sessions"]]


def experiment(client: TestClient, name: str) -> str:
    answer = client.post("/api/experiments", json={"name": name, "description": "why"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["experiment"]["id"])


def test_a_run_is_found_by_its_name_tags_notes_and_parameters(client: TestClient) -> None:
    run = begin(client, "Baseline", hyperparameters={"optimizer": "adamw", "width": 640})

    change(client, run, name="Zebra study", tags=["paper"], notes="Overfits after **midnight**.")

    for words in ("zebra", "PAPER", "midn", "adamw 640", "width 640 zebra"):
        assert listed(client, search=words) == [run], words
    assert listed(client, search="baseline") == []
    assert listed(client, tag="paper") == [run]
    assert listed(client, where="parameter:width>600") == [run]


def test_stale_notes_are_refused_with_the_present_text(client: TestClient) -> None:
    run = begin(client)
    first = change(client, run, notes="mine", notes_version=0)["notes"]

    stale = client.patch(f"/api/training/{run}", json={"notes": "yours", "notes_version": 0})
    merged = change(client, run, notes="mine\nyours", notes_version=first["version"])

    assert stale.status_code == 409
    assert stale.json()["code"] == "notes_changed_meanwhile"
    assert stale.json()["current"]["text"] == "mine"
    assert client.get(f"/api/training/{run}/notes").json()["notes"] == merged["notes"]
    assert merged["notes"]["text"] == "mine\nyours"


def test_runs_are_tagged_and_moved_together_or_not_at_all(client: TestClient) -> None:
    runs = [begin(client), begin(client, tags=["old"])]
    target = experiment(client, "Depth")
    body = {"ids": runs, "add_tags": ["new"], "remove_tags": ["old"], "experiment_id": target}

    refused = client.post("/api/runs/change", json={**body, "ids": [*runs, "run_none"]})
    untouched = listed(client, experiment_id=target)
    done = client.post("/api/runs/change", json=body).json()["runs"]

    assert (refused.status_code, untouched) == (404, [])
    assert [(run["tags"], run["experiment_id"]) for run in done] == [(["new"], target)] * 2
    assert set(listed(client, experiment_id=target, tag="new")) == set(runs)
    assert client.get("/api/experiments").json()["runs"][target] == 2


def test_an_experiment_with_runs_goes_only_with_them(client: TestClient) -> None:
    target = experiment(client, "Short-lived")
    run = begin(client, experiment_id=target)

    def delete(**query: Any) -> tuple[int, str | None]:
        answer = client.delete(f"/api/experiments/{target}", params=query)
        return answer.status_code, answer.json().get("code")

    assert delete() == (409, "experiment_not_empty")
    assert delete(with_runs=True) == (409, "run_not_finished")
    client.post(f"/api/training/{run}/finish")
    assert delete(with_runs=True) == (200, None)
    assert client.get(f"/api/experiments/{target}").status_code == 404
    assert client.get(f"/api/training/{run}").status_code == 404


def test_an_archived_experiment_takes_no_runs(client: TestClient) -> None:
    target = experiment(client, "Done")
    address = f"/api/experiments/{target}"

    archived = client.patch(address, json={"status": "archived", "version": 1}).json()
    stale = client.patch(address, json={"name": "Else", "version": 1})
    refused = client.post("/api/training", json={"name": "late", "experiment_id": target})

    assert (archived["experiment"]["status"], archived["experiment"]["version"]) == ("archived", 2)
    assert (stale.status_code, stale.json()["current"]["name"]) == (409, "Done")
    assert refused.status_code == 409
    assert "archived" in refused.json()["error"]


def test_a_deleted_run_leaves_nothing_behind(client: TestClient, settings: Settings) -> None:
    run = begin(client, "short", tags=["x"], hyperparameters={"depth": 3})
    logged = [{"name": "loss", "step": step, "value": 1.0} for step in range(100)]
    client.post(f"/api/training/{run}/log", json={"points": logged})

    while_running = client.delete(f"/api/training/{run}")
    client.post(f"/api/training/{run}/finish")
    deleted = client.delete(f"/api/training/{run}")
    database = Database(settings.database_address)
    work = PointsOfDeletedRuns(database)
    steps = sum(1 for _ in iter(work.step, None))
    with database.read() as session:
        left = session.scalar(sa.select(sa.func.count()).where(MetricPoint.run == run))
        marks = session.scalar(sa.select(sa.func.count()).select_from(DeletedRun))
    database.dispose()

    assert (while_running.status_code, deleted.status_code) == (409, 200)
    assert listed(client, search="short") == []
    assert (steps >= 1, left, marks) == (True, 0, 0)
    assert client.get(f"/api/training/{run}/points").status_code == 404


def test_choices_name_what_runs_have(client: TestClient) -> None:
    run = begin(client, tags=["choice"], hyperparameters={"only_here": 1})
    client.post(f"/api/training/{run}/log", json={"name": "odd_metric", "step": 0, "value": 1.0})

    found = client.get("/api/runs/choices").json()

    assert "choice" in found["tags"]
    assert "only_here" in found["parameters"]
    assert "odd_metric" in found["metrics"]
    assert found["people"] == ["local"]


def test_runs_are_compared_in_the_order_they_were_named(client: TestClient) -> None:
    first = begin(client, hyperparameters={"depth": 3})
    second = begin(client, hyperparameters={"depth": 9})
    for run, value in ((first, 0.5), (second, 0.25)):
        client.post(f"/api/training/{run}/log", json={"name": "loss", "step": 4, "value": value})

    found = client.get("/api/runs/compare", params={"ids": f"{second},{first},run_gone"}).json()
    timed = client.get(f"/api/training/{first}/points", params={"times": True}).json()["series"]
    alone = client.get("/api/runs/compare", params={"ids": first})

    assert [run["id"] for run in found["runs"]] == [second, first]
    assert [run["curves"]["loss"]["best"] for run in found["runs"]] == [0.25, 0.5]
    assert found["missing"] == ["run_gone"]
    assert (timed["loss"]["steps"], len(timed["loss"]["times"])) == ([4], 1)
    assert (alone.status_code, "2 to 20" in alone.json()["error"]) == (400, True)
