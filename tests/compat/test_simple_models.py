"""Regressions and decision trees in one answer each."""

from typing import Any

import numpy as np
import pytest

from tests.capabilities.datasets.conftest import Server

ROWS = 240


def _upload(server: Server, lines: list[str]) -> str:
    files = {"file": ("table.csv", "\n".join(lines).encode(), "text/csv")}
    answer = server.client.post("/datasets/upload", files=files)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["datasetId"])


@pytest.fixture(scope="module")
def curve(server: Server) -> str:
    """Give a table in which y = 3 + 2 x - 0.5 x² + noise; ``other`` says nothing."""
    rng = np.random.default_rng(8)
    x, other = rng.uniform(-4, 6, ROWS), rng.normal(size=ROWS)
    y = 3 + 2 * x - 0.5 * x**2 + rng.normal(0, 0.2, ROWS)
    lines = [f"{a:.4f},{b:.4f},{c:.4f}" for a, b, c in zip(x, other, y, strict=True)]
    return _upload(server, ["x,other,y", *lines])


@pytest.fixture(scope="module")
def flowers(server: Server) -> str:
    rng = np.random.default_rng(9)
    size, kind = rng.uniform(0, 10, ROWS), rng.integers(0, 3, ROWS)
    named = np.where(size < 4, "small", np.where(kind == 2, "odd", "big"))
    named[::11] = "odd"
    lines = [f"{a:.3f},{'abc'[b]},{c}" for a, b, c in zip(size, kind, named.tolist(), strict=True)]
    return _upload(server, ["size,kind,what", *lines])


def _ask(server: Server, address: str, **body: Any) -> dict[str, Any]:
    answer = server.client.post(address, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_each_kind_of_regression_tells_its_weights_and_errors(server: Server, curve: str) -> None:
    types = server.client.get("/api/regression/types").json()["types"]
    assert [kind["id"] for kind in types] == [
        "linear",
        "polynomial",
        "ridge",
        "lasso",
        "elasticnet",
    ]

    found = {
        kind["id"]: _ask(
            server,
            "/api/regression/train",
            dataset_id=curve,
            target_column="y",
            feature_columns=["x", "other"],
            regression_type=kind["id"],
            alpha=0.0 if kind["id"] == "polynomial" else 0.05,
        )
        for kind in types
    }

    bent = found["polynomial"]
    assert bent["status"] == "completed"
    assert bent["metrics"]["r2"] > 0.98 > 0.8 > found["linear"]["metrics"]["r2"]
    assert bent["intercept"] == pytest.approx(3, abs=0.2)
    weights = bent["coefficients"]
    assert weights["x"] == pytest.approx(2, abs=0.1)
    assert [weight for name, weight in weights.items() if name.startswith("x") and "2" in name] == [
        pytest.approx(-0.5, abs=0.05)
    ]
    assert len(bent["residuals"]["values"]) == bent["split"]["test"]
    assert bent["residuals"]["std"] == pytest.approx(0.2, abs=0.08)
    assert bent["residuals"]["normality"]["name"] == "Jarque-Bera"
    assert found["lasso"]["coefficients"]["other"] == 0


def test_a_regression_predicts_rows(server: Server, curve: str) -> None:
    model = _ask(
        server,
        "/api/regression/train",
        datasetId=curve,
        target="y",
        type="polynomial",
        alpha=0.0,
    )

    rows = [{"x": 0.0, "other": 0.0}, {"x": 2.0, "other": 0.0}]
    found = _ask(server, "/api/regression/predict", model_id=model["model_id"], rows=rows)

    assert found["predictions"] == pytest.approx([3, 5], abs=0.3)


def test_a_tree_tells_its_structure_and_is_pruned_beside_itself(
    server: Server, flowers: str
) -> None:
    grown = _ask(
        server, "/api/decision-tree/train", dataset_id=flowers, target_column="what", max_depth=12
    )

    assert grown["n_nodes"] == len(grown["structure"]) > 9
    assert "size <= " in grown["rules"]
    assert grown["class_labels"] == ["big", "odd", "small"]

    pruned = _ask(server, "/api/decision-tree/prune", model_id=grown["model_id"], ccp_alpha=0.02)

    assert pruned["model_id"] != grown["model_id"]
    assert pruned["pruned_from"] == {
        "model_id": grown["model_id"],
        "n_nodes": grown["n_nodes"],
        "n_leaves": grown["n_leaves"],
        "depth": grown["depth"],
    }
    assert pruned["n_nodes"] < grown["n_nodes"]
    row = {"size": 1.0, "kind": "a"}
    for tree in (grown, pruned):
        asked = {"model_id": tree["model_id"], "rows": [row]}
        assert _ask(server, "/api/decision-tree/predict", **asked)["predictions"] == ["small"]


def test_what_cannot_be_done_says_so(server: Server, curve: str, flowers: str) -> None:
    line = _ask(server, "/api/regression/train", dataset_id=curve, target_column="y")
    refused = [
        ("/api/regression/train", {"dataset_id": flowers, "target_column": "what"}, "what"),
        ("/api/regression/train", {"target_column": "y"}, "dataset_id"),
        ("/api/decision-tree/train", {"dataset_id": curve, "target_column": "z"}, "'z'"),
        ("/api/decision-tree/prune", {"model_id": line["model_id"]}, "linear_regression"),
        ("/api/decision-tree/predict", {"model_id": "model_none", "rows": [{}]}, "model_none"),
    ]

    for address, body, said in refused:
        answer = server.client.post(address, json=body)
        assert 400 <= answer.status_code < 500, answer.text
        assert said in answer.json()["detail"]
