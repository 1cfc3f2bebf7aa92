"""The catalogue as clients read it."""

from fastapi.testclient import TestClient


def test_the_list_has_what_a_card_shows(client: TestClient) -> None:
    algorithms = client.get("/api/algorithms").json()["algorithms"]

    by_id = {item["id"]: item for item in algorithms}
    assert {"random_forest", "logistic_regression", "lightgbm"} <= set(by_id)
    keys = {"id", "name", "category", "description", "types", "complexity", "training_time"}
    assert all(keys | {"requires_gpu"} <= set(item) for item in algorithms)
    assert by_id["random_forest"]["types"] == ["classification", "regression"]


def test_the_list_is_narrowed_by_category_and_type(client: TestClient) -> None:
    ensembles = client.get("/api/algorithms?category=ensemble_methods").json()["algorithms"]
    named = client.get("/api/algorithms?category=Ensemble Methods").json()["algorithms"]
    clusters = client.get("/api/algorithms?algorithm_type=clustering").json()["algorithms"]

    assert ensembles == named
    assert {item["category"] for item in ensembles} == {"Ensemble Methods"}
    assert clusters
    assert all("clustering" in item["types"] for item in clusters)


def test_categories_count_their_algorithms(client: TestClient) -> None:
    categories = client.get("/api/algorithms/categories").json()["categories"]

    total = len(client.get("/api/algorithms").json()["algorithms"])
    assert sum(item["count"] for item in categories) == total
    assert {item["id"] for item in categories} >= {"neural_networks", "dimensionality_reduction"}


def test_an_algorithm_comes_with_its_parameters_and_their_schema(client: TestClient) -> None:
    forest = client.get("/api/algorithms/random_forest").json()
    simple = client.get("/api/algorithms/random_forest/hyperparameters").json()
    every = client.get("/api/algorithms/random_forest/hyperparameters?advanced=true").json()

    trees = next(item for item in forest["hyperparameters"] if item["name"] == "n_estimators")
    assert (trees["type"], trees["default"], trees["min"], trees["max"]) == ("int", 100, 1, 1000)
    assert set(forest["schema"]["properties"]) == {
        item["name"] for item in forest["hyperparameters"]
    }
    assert every["hyperparameters"] == forest["hyperparameters"]
    assert simple["hyperparameters"] == [
        item for item in forest["hyperparameters"] if not item["advanced"]
    ]
    assert client.get("/api/algorithms/none").status_code == 404


def test_the_lenient_door_adjusts_numbers_and_refuses_words(client: TestClient) -> None:
    address = "/api/algorithms/random_forest/validate-params"

    adjusted = client.post(address, json={"n_estimators": "5000"}).json()
    refused = client.post(address, json={"criterion": "beauty"})

    assert adjusted["valid"] is True
    assert adjusted["validated_params"]["n_estimators"] == 1000
    assert adjusted["adjusted"] == [{"name": "n_estimators", "given": "5000", "used": 1000}]
    assert refused.status_code == 200
    assert refused.json()["valid"] is False
    assert "criterion" in refused.json()["errors"][0]
    assert client.post("/api/algorithms/none/validate-params", json={}).status_code == 404


def test_validate_and_configure_agree_with_the_form(client: TestClient) -> None:
    good = {"algorithm_id": "random_forest", "hyperparameters": {"n_estimators": 7}}
    bad = {"algorithm_id": "random_forest", "hyperparameters": {"n_estimators": 0}}

    assert (
        client.post("/api/train/validate", json=good).json()["validated_params"]["n_estimators"]
        == 7
    )
    assert (
        client.post("/api/train/configure", json=good).json()["hyperparameters"]["n_estimators"]
        == 7
    )
    refused = client.post("/api/train/configure", json=bad)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["loc"] == ["n_estimators"]


def test_presets_name_their_algorithm(client: TestClient) -> None:
    presets = client.get("/api/train/presets").json()["presets"]
    of_forest = client.get("/api/train/presets?algorithm_id=random_forest").json()["presets"]

    keys = {"id", "name", "description", "algorithm_id", "hyperparameters"}
    assert presets
    assert all(set(item) == keys for item in presets)
    assert of_forest == [item for item in presets if item["algorithm_id"] == "random_forest"]
