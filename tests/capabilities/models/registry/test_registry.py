"""Names with versions, stages and aliases; who decided what; and what may not go."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi.testclient import TestClient

Keep = Callable[..., str]
NAME = "/api/models/registry/flats"


def _register(client: TestClient, keep: Keep, *numbers: int) -> dict[str, Any]:
    for number in numbers:
        answer = client.post(f"/api/models/{keep(number)}/register", json={"name": "flats"})
        assert answer.status_code == 200, answer.text
    name: dict[str, Any] = client.get(NAME).json()["name"]
    return name


def _stage(client: TestClient, number: int, stage: str, **more: Any) -> Any:
    return client.post(f"/api/models/model_{number}/stage", json={"stage": stage, **more})


def test_versions_count_up_and_one_is_in_production(client: TestClient, keep: Keep) -> None:
    _register(client, keep, 1, 2, 3)

    assert _stage(client, 1, "production", note="first").status_code == 200
    moved = _stage(client, 3, "production", previous="staging").json()["name"]

    assert moved["production"] == {"model_id": "model_3", "number": 3}
    assert moved["staging"] == [{"model_id": "model_1", "number": 1}]
    read = client.get(NAME).json()
    assert [(one["id"], one["registered"]["stage"]) for one in read["versions"]] == [
        ("model_3", "production"), ("model_2", "none"), ("model_1", "staging"),
    ]  # fmt: skip
    told = [(one["number"], one["what"], one["before"], one["after"]) for one in read["history"]]
    assert told == [
        (3, "stage", "none", "production"),
        (1, "stage", "production", "staging"),
        (1, "stage", "none", "production"),
        (3, "registered", None, "version 3"),
        (2, "registered", None, "version 2"),
        (1, "registered", None, "version 1"),
    ]
    assert read["history"][2]["note"] == "first"
    assert {one["by"]["name"] for one in read["history"]} == {"Local owner"}


def test_of_two_who_move_at_once_one_hears_of_the_other(client: TestClient, keep: Keep) -> None:
    seen = _register(client, keep, 1, 2)["version"]

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(_stage, client, n, "production", version=seen) for n in (1, 2)]
        answers = sorted((one.result() for one in asked), key=lambda one: one.status_code)

    assert [one.status_code for one in answers] == [200, 409]
    refused = answers[1].json()
    assert refused["code"] == "changed_meanwhile"
    assert "Somebody else changed 'flats' meanwhile" in refused["error"]
    read = client.get(NAME).json()
    stages = [one["registered"]["stage"] for one in read["versions"]]
    assert stages.count("production") == 1
    assert [one["what"] for one in read["history"]].count("stage") == 1


def test_models_are_asked_by_reference(client: TestClient, keep: Keep) -> None:
    _register(client, keep, 1, 2, 3)
    _stage(client, 2, "production")
    client.put(f"{NAME}/aliases/champion", json={"model_id": "model_1"})
    moved = client.put(f"{NAME}/aliases/champion", json={"model_id": "model_3"}).json()["name"]
    asked = {"rows": [{"area": 3}]}

    found = {
        reference: client.post(f"/api/models/{reference}/predict", json=asked)
        for reference in (
            "flats@champion", "flats/1", "flats/production", "flats", "model_2",
            "flats@winner", "flats/9", "flats/staging", "flats/best", "floats/1",
        )
    }  # fmt: skip

    assert moved["aliases"] == [{"alias": "champion", "model_id": "model_3", "number": 3}]
    assert client.get("/api/models/model_1").json()["registered"]["aliases"] == []
    answered = {name: one.json().get("model_id") for name, one in found.items() if one.is_success}
    assert answered == {
        "flats@champion": "model_3", "flats/1": "model_1", "flats/production": "model_2",
        "flats": "model_2", "model_2": "model_2",
    }  # fmt: skip
    refused = {name: one.json()["error"] for name, one in found.items() if not one.is_success}
    assert "it has @champion" in refused["flats@winner"]
    assert "there are 1, 2, 3" in refused["flats/9"]
    assert "no version in staging" in refused["flats/staging"]
    assert "number of a version or a stage" in refused["flats/best"]
    assert "no model 'floats/1'" in refused["floats/1"]


def test_a_name_that_could_not_be_asked_for_is_refused(client: TestClient, keep: Keep) -> None:
    address = f"/api/models/{keep(1)}/register"
    names = ["", "a/b", "a@b", "model_x", " ", "x" * 101, "-a", None]

    answers = {name: client.post(address, json={"name": name}).status_code for name in names}

    assert set(answers.values()) == {422}
    assert client.get("/api/models/registry").json() == {"items": [], "total": 0}


def test_what_depends_on_a_model_is_shown_before_it_goes(client: TestClient, keep: Keep) -> None:
    _register(client, keep, 1)
    _stage(client, 1, "production")
    client.put(f"{NAME}/aliases/champion", json={"model_id": "model_1"})
    keep(2, "model_1")

    depends = client.get("/api/models/model_1/dependents").json()["depends"]
    refused = client.delete("/api/models/model_1")
    gone = client.delete("/api/models/model_1?force=true")

    assert [(one["kind"], one["id"]) for one in depends] == [
        ("production", "model_1"), ("alias", "champion"), ("child", "model_2"),
    ]  # fmt: skip
    assert refused.status_code == 409
    assert refused.json()["details"] == {"depends": depends}
    assert "in production; flats@champion means it; the model 'flats 2'" in refused.json()["error"]
    assert gone.status_code == 200
    read = client.get(NAME).json()
    assert (read["versions"], read["name"]["aliases"], read["name"]["production"]) == ([], [], None)
    assert read["history"][0]["what"] == "deleted"
    parent = client.get("/api/models/model_2/lineage").json()["parent"]
    assert parent == {"id": "model_1", "name": None, "algorithm_name": None, "registered": None}
    # A number is given once, also where its version is gone.
    client.post("/api/models/model_2/register", json={"name": "flats"})
    assert client.get("/api/models/model_2").json()["registered"]["number"] == 2


def test_a_model_that_is_put_away_answers_still(client: TestClient, keep: Keep) -> None:
    _register(client, keep, 1)
    _stage(client, 1, "production")
    keep(2)

    refused = client.post("/api/models/model_1/archive")
    away = client.post("/api/models/model_1/archive", json={"force": True}).json()["model"]
    listed = {
        asked: [one["id"] for one in client.get(f"/api/models?archived={asked}").json()["items"]]
        for asked in ("true", "false")
    }
    asked = client.post("/api/models/model_1/predict", json={"rows": [{"area": 1}]})
    back = client.post("/api/models/model_1/restore").json()["model"]

    assert (refused.status_code, refused.json()["code"]) == (409, "in_production")
    assert away["registered"]["stage"] == "archived"
    assert away["archived_at"] is not None
    assert listed == {"true": ["model_1"], "false": ["model_2"]}
    assert asked.status_code == 200
    assert (back["archived_at"], back["registered"]["stage"]) == (None, "none")


def test_a_name_goes_when_nobody_uses_it(client: TestClient, keep: Keep) -> None:
    _register(client, keep, 1)
    _stage(client, 1, "production")

    refused = client.delete(NAME)
    withdrawn = client.delete("/api/models/model_1/register")
    _stage(client, 1, "none")
    gone = client.delete(NAME)

    assert (refused.status_code, withdrawn.status_code, gone.status_code) == (409, 409, 200)
    assert "version 1 is in production" in refused.json()["error"]
    assert client.get("/api/models/model_1").json()["registered"] is None
    assert client.get(NAME).status_code == 404


def test_cards_keep_what_people_wrote_beside_what_is_known(client: TestClient, keep: Keep) -> None:
    address = f"/api/models/{keep(1)}/card"
    client.put("/api/models/model_1/tags", json={"tags": ["eu", " eu ", "a|b"]})

    first = client.get(address).json()
    saved = client.put(address, json={"version": 0, "sections": {"purpose": "To *let* flats."}})
    stale = client.put(address, json={"version": 0, "sections": {"purpose": "To sell them."}})
    wrong = client.put(address, json={"version": 1, "sections": {"overview": "mine"}})

    kinds = {one["id"]: one["kind"] for one in first["sections"]}
    assert (kinds["overview"], kinds["purpose"]) == ("generated", "written")
    evaluation = next(one for one in first["sections"] if one["id"] == "evaluation")["text"]
    assert "| Accuracy |" in evaluation
    assert saved.json()["version"] == 1
    assert stale.status_code == 409
    assert stale.json()["details"]["sections"] == {"purpose": "To *let* flats."}
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_section")
    text = client.get(f"{address}?format=markdown").text
    assert text.startswith("# flats 1\n\n## Overview\n\n- **Algorithm:** Logistic Regression")
    assert "## Purpose\n\nTo *let* flats." in text
    assert "- **Tags:** eu, a\\|b" in text
    assert "Hash of its bytes:** " + "ab" * 32 in text


def test_versions_stand_side_by_side(client: TestClient, keep: Keep) -> None:
    _register(client, keep, 1, 2)

    found = client.get("/api/models/compare?ids=flats/1,model_2,flats/7").json()
    alone = client.get("/api/models/compare?ids=model_1")

    assert [one["id"] for one in found["models"]] == ["model_1", "model_2"]
    assert (found["missing"], found["common"]) == (["flats/7"], False)
    accuracy = next(one for one in found["models"][0]["scores"] if one["id"] == "accuracy")
    assert accuracy["low"] <= accuracy["value"] <= accuracy["high"]
    assert found["models"][0]["dataset_hash"] == "ab" * 32
    assert alone.status_code == 400
