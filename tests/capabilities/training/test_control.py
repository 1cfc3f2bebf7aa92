"""Steering a run while it goes on, and going on from it, at the API with a real worker."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.capabilities.training import control
from tests.support.told_of_runs import SLOW, changed_at, course, curve, result


@pytest.fixture(scope="module")
def start(client: TestClient, cancer_id: str) -> Callable[..., str]:
    def begin(algorithm_id: str, hyperparameters: dict[str, Any], **more: Any) -> str:
        body = {
            "algorithm_id": algorithm_id,
            "dataset_id": cancer_id,
            "target_column": "diagnosis",
            "hyperparameters": hyperparameters,
            **more,
        }
        answer = client.post("/api/train/start", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["session_id"])

    return begin


@pytest.fixture(scope="module")
def run(client: TestClient) -> Callable[..., Any]:
    """Ask something of a run, and give the answer."""

    def ask(session_id: str, what: str, body: Any = None, status: int = 200) -> Any:
        address = f"/api/training/{session_id}/{what}"
        answer = client.get(address) if body is None else client.post(address, json=body)
        assert answer.status_code == status, answer.text
        return answer.json()

    return ask


@pytest.fixture(scope="module")
def told(run: Callable[..., Any]) -> Callable[[str], list[str]]:
    return lambda session_id: [entry["what"] for entry in run(session_id, "timeline")["entries"]]


@pytest.fixture(scope="module")
def in_state(client: TestClient, until: Callable[..., Any]) -> Callable[[str, str], Any]:
    def wait(session_id: str, state: str) -> Any:
        def look() -> Any:
            job = client.get(f"/api/jobs/{session_id}").json()["job"]
            return job if job["state"] == state else None

        return until(look)

    return wait


@pytest.fixture(scope="module")
def at_step(client: TestClient, until: Callable[..., Any]) -> Callable[[str, int], Any]:
    def wait(session_id: str, step: int) -> Any:
        return until(lambda: client.get(f"/api/train/status/{session_id}").json()["epoch"] >= step)

    return wait


def test_a_paused_run_gives_the_numbers_of_one_that_never_stopped(
    client, start, run, told, in_state, at_step, finished
):
    undisturbed = start("feedforward_nn", SLOW)
    session_id = start("feedforward_nn", SLOW)
    at_step(session_id, 5)

    answer = run(session_id, "pause", {})
    again = run(session_id, "pause", {})
    in_state(session_id, "paused")
    status = client.get(f"/api/train/status/{session_id}").json()["status"]
    run(session_id, "resume", {})

    assert finished(session_id)["status"] == finished(undisturbed)["status"] == "completed"
    assert answer["state"] in {"pausing", "paused"}
    assert again["state"] in {"pausing", "paused"}
    assert status == "paused"
    assert curve(client, session_id) == curve(client, undisturbed)
    assert result(client, session_id) == result(client, undisturbed)
    expected = "created started pausing paused resumed went_on completed"
    assert told(session_id) == expected.split()
    entries = run(session_id, "timeline")["entries"]
    assert [entry["by"] and entry["by"]["id"] for entry in entries] == [
        "local", None, "local", "local", "local", None, None,
    ]  # fmt: skip
    assert entries[5]["details"] == {"after": "pause"}
    assert entries[5]["step"] == entries[3]["step"]


def test_paused_while_what_goes_first_is_learned_it_goes_on_in_the_middle(
    client, start, run, told, in_state, finished
):
    def begin(epochs: int) -> str:
        first = {"algorithm_id": "autoencoder", "hyperparameters": {**SLOW, "epochs": epochs}}
        return start("lightgbm", {"n_estimators": 5}, first=[first])

    for epochs in (20, 200, 2000):
        session_id = begin(epochs)
        in_state(session_id, "running")
        run(session_id, "pause", {})
        paused = in_state(session_id, "paused")
        # Where it is paused too late, what goes first has been too quick for whoever looks.
        if "started" not in told(session_id):
            break
    run(session_id, "resume", {})
    undisturbed = begin(epochs)

    assert 0 < paused["progress"] < 0.1
    assert finished(session_id)["status"] == finished(undisturbed)["status"] == "completed"
    assert result(client, session_id) == result(client, undisturbed)
    assert told(session_id) == "created pausing paused resumed went_on completed".split()


def test_a_value_changed_on_the_way_is_told_and_survives_a_pause(
    client, start, run, in_state, at_step, finished
):
    session_id = start("feedforward_nn", SLOW)
    at_step(session_id, 5)

    changed = run(session_id, "parameters", {"hyperparameters": {"learning_rate": 0.02}})
    run(session_id, "pause", {})
    in_state(session_id, "paused")
    run(session_id, "parameters", {"hyperparameters": {"regularization_rate": 0.1}})
    run(session_id, "resume", {})
    run(session_id, "parameters", {"hyperparameters": {"momentum": 0.1}}, status=422)

    assert finished(session_id)["status"] == "completed"
    assert changed["hyperparameters"] == {"learning_rate": 0.02}
    entries = run(session_id, "timeline")["entries"]
    found = [entry for entry in entries if entry["what"] == "parameter_changed"]
    details = [one["details"] for one in found]
    assert [(one["name"], one["from"], one["to"]) for one in details] == [
        ("learning_rate", 0.001, 0.02),
        ("regularization_rate", 0.001, 0.1),
    ]
    assert [one["by"]["id"] for one in found] == ["local", "local"]
    assert all(one["step"] >= 5 for one in found)
    asked = {entry["id"] for entry in entries if entry["what"] == "parameter_asked"}
    assert {one["details"]["asked"] for one in found} == asked
    assert run(session_id, "controls")["live"] == {
        "learning_rate": 0.02,
        "regularization_rate": 0.1,
    }


def test_a_run_killed_after_a_change_gives_the_numbers_of_one_that_lived(
    client, start, run, told, workers, at_step, finished, until, cancer
):
    session_id = start("feedforward_nn", SLOW)
    at_step(session_id, 5)
    run(session_id, "parameters", {"hyperparameters": {"learning_rate": 0.02}})
    until(lambda: "parameter_changed" in told(session_id))
    for process in workers.computing():
        os.kill(process, signal.SIGKILL)

    assert finished(session_id)["status"] == "completed"
    entries = run(session_id, "timeline")["entries"]
    (change,) = [entry for entry in entries if entry["what"] == "parameter_changed"]
    names = [entry["what"] for entry in entries]
    assert "interrupted" in names
    assert {"went_on", "began_anew"} & set(names)
    assert names[-1] == "completed"
    assert curve(client, session_id) == changed_at(cancer, change["step"], 0.02)


def test_a_finished_run_continued_equals_one_of_the_summed_length(
    client, start, run, told, finished
):
    whole = start("lightgbm", {"n_estimators": 40, "early_stopping_rounds": None})
    parent = start("lightgbm", {"n_estimators": 15, "early_stopping_rounds": None})
    finished(parent)

    answer = run(parent, "continue", {"rounds": 25})

    child = answer["session_id"]
    assert finished(child)["status"] == finished(whole)["status"] == "completed"
    assert (answer["parent_id"], answer["step"], answer["note"]) == (parent, 15, None)
    assert {**curve(client, parent), **curve(client, child)} == curve(client, whole)
    assert min(curve(client, child)) == 16
    assert result(client, child) == result(client, whole)
    assert told(parent)[-1] == told(child)[1] == "continued"
    assert run(child, "lineage")["parent"]["session_id"] == parent
    assert [one["session_id"] for one in run(parent, "lineage")["children"]] == [child]
    too_many = run(parent, "continue", {"rounds": 20_000}, status=422)
    assert "more can be added" in too_many["error"]


def test_a_run_that_stopped_by_itself_is_continued_without_stopping_early(start, run, finished):
    early = {"n_estimators": 300, "early_stopping_rounds": 5, "learning_rate": 0.5}
    parent = start("lightgbm", early)
    stopped_at = finished(parent)["epoch"]

    answer = run(parent, "continue", {"rounds": 10})

    assert finished(answer["session_id"])["epoch"] == stopped_at + 10
    assert "stopped by itself" in answer["note"]
    assert "early_stopped" in [entry["what"] for entry in run(parent, "timeline")["entries"]]


def test_a_branch_takes_what_may_differ_and_refuses_the_rest(client, start, run, finished):
    parent = start("xgboost", {"n_estimators": 12, "early_stopping_rounds": None})
    finished(parent)
    (last,) = [one for one in run(parent, "checkpoints")["checkpoints"] if one["kind"] == "last"]
    body = {"checkpoint_id": last["checkpoint_id"]}

    changes = {"learning_rate": 0.01, "n_estimators": 20}
    child = run(parent, "branch", {**body, "hyperparameters": changes})["session_id"]
    refused = run(parent, "branch", {**body, "hyperparameters": {"max_bin": 9}}, status=422)
    short = run(parent, "branch", {**body, "hyperparameters": {"n_estimators": 12}}, status=422)
    strange = run(parent, "branch", {"checkpoint_id": "ckpt_x"}, status=404)

    assert finished(child)["status"] == "completed"
    assert sorted(curve(client, child)) == list(range(13, 21))
    row = client.get(f"/api/training/{child}").json()["session"]
    assert row["hyperparameters"]["learning_rate"] == 0.01
    assert "max_bin cannot differ" in refused["error"]
    assert "greater than 12" in short["error"]
    assert "no checkpoint" in strange["error"]
    changed = run(child, "lineage")["parent"]["changes"]
    assert changed["learning_rate"] == {"from": 0.1, "to": 0.01}
    held = course(client, child)
    assert held["ended"] == 20
    rates = [(one["behind"], one["values"]["learning_rate"]) for one in held["stretches"]]
    assert rates == [(0, 0.1), (12, 0.01)]


def test_a_moment_is_kept_under_its_name_and_can_be_branched_from(
    client, start, run, until, at_step, finished
):
    parent = start("feedforward_nn", SLOW)
    at_step(parent, 5)
    run(parent, "checkpoints", {"name": "before the change"}, status=202)
    kept = until(
        lambda: [one for one in run(parent, "checkpoints")["checkpoints"] if one["kind"] == "kept"]
    )[0]
    assert client.post(f"/api/train/stop/{parent}").json()["status"] == "stopped"

    answer = run(
        parent,
        "branch",
        {
            "checkpoint_id": kept["checkpoint_id"],
            "hyperparameters": {"epochs": kept["step"] + 5, "learning_rate": 0.001},
        },
    )

    child = answer["session_id"]
    assert finished(child)["status"] == "completed"
    assert kept["name"] == "before the change"
    assert kept["metrics"]["train_loss"] == curve(client, parent)[kept["step"]]
    common = curve(client, child).keys() & curve(client, parent).keys()
    assert kept["step"] + 1 in common
    assert {s: curve(client, child)[s] for s in common} == {
        s: curve(client, parent)[s] for s in common
    }
    kinds = {one["kind"] for one in run(parent, "checkpoints")["checkpoints"]}
    assert {"kept", "last"} <= kinds

    address = f"/api/training/{parent}/checkpoints/{kept['checkpoint_id']}"
    assert client.delete(address).json()["checkpoint"] == kept
    assert client.delete(address).status_code == 404
    left = run(parent, "checkpoints")["checkpoints"]
    assert {one["kind"] for one in left} == kinds - {"kept"}
    storage = client.app.state.armillary.storage
    stored = {file.key.split("/")[2] for file in storage.list_files(f"trainings/{parent}")}
    assert len(stored) == len(left)
    assert client.get(f"/api/training/{child}").status_code == 200


def test_what_has_no_state_says_so(start, run, finished):
    session_id = start("hist_gradient_boosting", {"max_iter": 5})
    finished(session_id)

    controls = run(session_id, "controls")

    reason = "Histogram Gradient Boosting is trained in one piece: it has no state to go on from."
    assert controls["pause"] == {"can": False, "why_not": reason}
    assert run(session_id, "continue", {"rounds": 5}, status=409)["code"] == "not_continuable"
    assert run(session_id, "checkpoints")["checkpoints"] == []


def test_a_run_keeps_to_its_time_and_keeps_its_best(start, run, finished, client):
    session_id = start("feedforward_nn", {**SLOW, "epochs": 10_000}, max_seconds=1.5)

    assert finished(session_id)["status"] == "completed"
    job = client.get(f"/api/jobs/{session_id}").json()["job"]
    assert job["result"]["model_id"]
    (entry,) = [
        one
        for one in run(session_id, "timeline")["entries"]
        if one["what"] == "time_budget_reached"
    ]
    assert entry["details"] == {"seconds": 1.5}
    assert run(session_id, "continue", {"rounds": 3})["step"] == entry["step"]


def test_a_run_stopped_while_paused_keeps_its_best(
    client, start, run, told, in_state, at_step, finished
):
    session_id = start("feedforward_nn", {**SLOW, "epochs": 10_000})
    at_step(session_id, 5)
    run(session_id, "pause", {})
    paused = in_state(session_id, "paused")

    answer = client.post(f"/api/train/stop/{session_id}").json()

    assert answer["status"] == "stopped"
    assert finished(session_id)["model_id"]
    assert client.get(f"/api/jobs/{session_id}").json()["job"]["step"] >= paused["step"]
    assert told(session_id)[-3:] == ["paused", "stopping", "stopped"]


def test_what_was_asked_before_a_stop_is_done_or_said_to_be_left_undone(
    client, start, run, in_state, at_step, finished
):
    session_id = start("feedforward_nn", {**SLOW, "epochs": 10_000})
    at_step(session_id, 5)
    run(session_id, "pause", {})
    in_state(session_id, "paused")
    run(session_id, "checkpoints", {"name": "at the last moment"}, status=202)
    run(session_id, "parameters", {"hyperparameters": {"learning_rate": 0.02}})
    actor = Actor.local()
    with client.app.state.armillary.database.write() as session:
        state = jobs.cancel(actor, session, session_id).state
        with pytest.raises(Conflict, match="this one is being stopped"):
            control.keep_moment(actor, session, session_id, "too late")
    finished(session_id)

    entries = run(session_id, "timeline")["entries"]
    assert state == "queued"
    (keeping,) = [one for one in entries if one["what"] == "keeping"]
    (asked,) = [one for one in entries if one["what"] == "parameter_asked"]
    answers = {one["details"]["asked"]: one for one in entries if "asked" in one["details"]}
    kept, value = answers[keeping["id"]], answers[asked["id"]]
    assert kept["what"] == "checkpoint_kept"
    assert kept["details"]["checkpoint"]["name"] == "at the last moment"
    # It goes on for a moment, in which a step may still begin with the new value.
    assert value["what"] in {"left_undone", "parameter_changed"}
    assert value["details"]["name"] == "learning_rate"
    assert kept["by"] == value["by"] == asked["by"]
    assert entries[-1]["what"] == "stopped"
    assert entries[-1]["details"] == {"is_kept": True}


def test_a_run_that_is_being_stopped_takes_nothing_more(client, start, run, at_step, finished):
    session_id = start("feedforward_nn", {**SLOW, "epochs": 10_000})
    at_step(session_id, 5)
    actor = Actor.local()

    with client.app.state.armillary.database.write() as session:
        control.set_parameters(actor, session, session_id, {"learning_rate": 0.02})
        jobs.cancel(actor, session, session_id)
        with pytest.raises(Conflict, match=r"being stopped\. When it has ended, continue it"):
            control.keep_moment(actor, session, session_id, "too late")
        with pytest.raises(Conflict, match="until somebody stops it"):
            control.pause(actor, session, session_id)
    finished(session_id)

    entries = run(session_id, "timeline")["entries"]
    (asked,) = [one for one in entries if one["what"] == "parameter_asked"]
    *_, undone, stopped = entries
    assert (undone["what"], stopped["what"]) == ("left_undone", "stopped")
    assert undone["details"] == {
        "name": "learning_rate", "value": 0.02, "asked": asked["id"], "wanted": "parameter_asked",
    }  # fmt: skip
    assert undone["by"] == asked["by"]


def test_what_is_no_training_says_what_it_is(client):
    client.post("/api/data/upload", files={"file": ("small.csv", b"a,b\n1,2\n3,4\n")})
    job_id = client.get("/api/jobs", params={"kind": "datasets.import"}).json()["jobs"][0]["id"]

    refused = client.post(f"/api/training/{job_id}/pause")

    assert (refused.status_code, refused.json()["code"]) == (404, "session_not_found")
    assert refused.json()["error"].endswith("in this workspace. It is the job “Import small.csv”.")
