"""What differs, what belongs together, what is missing: through a real server, against pandas."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pydantic import BaseModel
from scipy import stats

from armillary.capabilities.datasets import answers
from armillary.capabilities.datasets.statistics import relating
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.stored import put

ROWS = 3000
GIVEN: dict[str, type[BaseModel]] = {
    "compare": answers.ComparisonGiven,
    "correlations": answers.CorrelationsGiven,
    "missingness": answers.MissingnessGiven,
    "pairs": answers.PairsGiven,
}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Groups that differ in some columns and not in others; gaps that come together."""
    random = np.random.default_rng(21)
    group = random.choice(["left", "right"], ROWS)
    is_right = group == "right"
    gaps = random.random(ROWS) < np.where(is_right, 0.6, 0.1)
    frame = pd.DataFrame(
        {
            "group": group,
            "shifted": random.normal(size=ROWS) + 2 * is_right,
            "same": random.normal(size=ROWS),
            "colour": np.where(
                is_right & (random.random(ROWS) < 0.5), "red", random.choice(["red", "blue"], ROWS)
            ),
            "gappy": np.where(gaps, np.nan, random.normal(size=ROWS)),
            "curve": np.exp(random.normal(size=ROWS) * 2),
            "id": np.arange(ROWS),
            "when": pd.Timestamp("2024-01-01")
            + pd.to_timedelta(np.arange(ROWS) + 9 * is_right, "h"),
        }
    )
    frame["rising"] = frame["curve"] ** 2
    frame["also_gappy"] = frame["gappy"].where(random.random(ROWS) < 0.9)
    return frame


@pytest.fixture(scope="module")
def dataset_id(idle_server: Server, frame: pd.DataFrame) -> str:
    columns = {
        name: pa.array(frame[name], from_pandas=True) for name in frame.columns if name != "when"
    }
    columns["when"] = pa.array(frame["when"].to_numpy().astype("datetime64[us]"))
    for name in ("group", "colour"):
        columns[name] = pa.array(frame[name].tolist())
    return put(idle_server, pa.table({name: columns[name] for name in frame.columns}))


def post(server: Server, kind: str, dataset_id: str, **body: Any) -> Any:
    answer = server.client.post(f"/api/data/{kind}/{dataset_id}", json=body)
    assert answer.status_code == 200, answer.text
    GIVEN[kind].model_validate_json(answer.content)
    return answer.json()


def only(value: str) -> dict[str, Any]:
    return {"filter": {"column": "group", "operator": "eq", "value": value}}


def test_columns_that_differ_come_first(
    idle_server: Server, dataset_id: str, frame: pd.DataFrame
) -> None:
    found = post(idle_server, "compare", dataset_id, a=only("left"), b=only("right"))

    left, right = frame[frame["group"] == "left"], frame[frame["group"] == "right"]
    by_name = {one["name"]: one for one in found["columns"]}
    order = [one["name"] for one in found["columns"]]
    assert (found["rows_a"], found["rows_b"]) == (len(left), len(right))
    assert found["sampled_rows"] is None
    assert order[0] == "group"
    assert order.index("shifted") == 1
    assert order.index("same") > 5
    assert [abs(one["effect"]) for one in found["columns"]] == sorted(
        (abs(one["effect"]) for one in found["columns"]), reverse=True
    )
    shifted = by_name["shifted"]
    assert shifted["measure"] == "cliff_delta"
    assert shifted["cohen_d"] == pytest.approx(2.0, abs=0.15)
    assert shifted["p_value"] < 1e-30
    assert shifted["a"]["numbers"]["q50"] == pytest.approx(left["shifted"].median())
    assert shifted["b"]["numbers"]["mean"] == pytest.approx(right["shifted"].mean())
    assert "B tends to higher values, a large difference" in shifted["summary"]
    gappy = by_name["gappy"]
    missing = [part["gappy"].isna().mean() for part in (left, right)]
    assert gappy["measure"] == "missing_difference"
    assert gappy["effect"] == pytest.approx(missing[1] - missing[0])
    assert "are missing" in gappy["summary"]
    colour = by_name["colour"]
    assert colour["measure"] == "cramer_v"
    assert {one["value"]: one["count"] for one in colour["b"]["top"]} == (
        right["colour"].value_counts().to_dict()
    )
    assert "of A and" in colour["summary"]
    assert by_name["same"]["p_adjusted"] >= by_name["same"]["p_value"]
    assert "Benjamini" in found["note"]


def test_a_selection_is_no_different_from_itself(idle_server: Server, dataset_id: str) -> None:
    found = post(idle_server, "compare", dataset_id, a=only("left"), b=only("left"))

    assert {one["effect"] or 0.0 for one in found["columns"]} == {0.0}


def test_an_empty_selection_is_compared_without_harm(idle_server: Server, dataset_id: str) -> None:
    found = post(idle_server, "compare", dataset_id, a=only("nobody"), b=only("left"))

    assert found["rows_a"] == 0
    assert all(
        one["p_value"] is None for one in found["columns"] if one["measure"] == "cliff_delta"
    )


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_correlations_are_those_of_pandas(
    idle_server: Server, dataset_id: str, frame: pd.DataFrame, method: str
) -> None:
    names = ["shifted", "same", "gappy", "curve", "rising", "also_gappy"]

    found = post(idle_server, "correlations", dataset_id, columns=names, method=method)

    wanted = frame[names].corr(method=method)  # type: ignore[arg-type]  # one of its names
    assert found["columns"] == names
    np.testing.assert_allclose(np.array(found["matrix"], dtype=float), wanted, atol=1e-9)
    assert {measure for row in found["measures"] for measure in row} == {method}
    assert found["sampled_rows"] is None


def test_each_pair_of_columns_is_related_as_suits_it(
    idle_server: Server, dataset_id: str, frame: pd.DataFrame
) -> None:
    names = ["group", "colour", "shifted", "same", "curve"]

    found = post(idle_server, "correlations", dataset_id, columns=names)

    assert found["measures"][0] == [
        "cramer_v",
        "cramer_v",
        "correlation_ratio",
        "correlation_ratio",
        "correlation_ratio",
    ]
    assert found["measures"][2][2:] == ["pearson", "pearson", "spearman"]
    explained = frame.groupby("group")["shifted"].transform("mean").var() / frame["shifted"].var()
    assert found["matrix"][0][2] == pytest.approx(np.sqrt(explained), rel=1e-6)
    assert found["matrix"] == [list(row) for row in zip(*found["matrix"], strict=True)]


def test_columns_worth_relating_are_chosen_where_none_are_named(
    idle_server: Server, dataset_id: str
) -> None:
    chosen = post(idle_server, "correlations", dataset_id)["columns"]
    numeric = post(idle_server, "correlations", dataset_id, method="pearson")["columns"]

    assert "id" not in chosen
    assert {"group", "when", "shifted"} <= set(chosen)
    assert set(numeric) == {"shifted", "same", "gappy", "curve", "rising", "also_gappy"}


def test_gaps_are_counted_and_their_patterns_found(
    idle_server: Server, dataset_id: str, frame: pd.DataFrame
) -> None:
    found = post(idle_server, "missingness", dataset_id, view=only("right"))

    right = frame[frame["group"] == "right"]
    gaps = right[["also_gappy", "gappy"]].isna()
    assert found["rows"] == len(right)
    assert found["columns"][:3] == [
        {"name": name, "missing": int(gaps[name].sum()), "share": gaps[name].mean()}
        for name in gaps
    ] + [{"name": "group", "missing": 0, "share": 0.0}]
    patterns = {tuple(one["columns"]): one["count"] for one in found["patterns"]}
    assert patterns == {
        (): int((~gaps.any(axis=1)).sum()),
        ("also_gappy", "gappy"): int(gaps.all(axis=1).sum()),
        ("also_gappy",): int((gaps["also_gappy"] & ~gaps["gappy"]).sum()),
    }
    np.testing.assert_allclose(found["together"], gaps.corr(), atol=1e-5)


def test_points_are_drawn_evenly_and_always_the_same(
    idle_server: Server, dataset_id: str, frame: pd.DataFrame
) -> None:
    asked = {"columns": ["id", "shifted"], "colour": "colour", "points": 100}

    found = post(idle_server, "pairs", dataset_id, **asked)
    again = post(idle_server, "pairs", dataset_id, **asked)
    whole = post(idle_server, "pairs", dataset_id, columns=["when"], points=5000)

    rows = [point[0] for point in found["points"]]
    assert found == again
    assert (found["sampled"], found["rows"], len(set(rows))) == (100, ROWS, 100)
    assert rows == found["row_numbers"]
    assert found["points"] == [[row, frame["shifted"][row], frame["colour"][row]] for row in rows]
    assert (found["colour"], found["colour_kind"]) == ("colour", "category")
    assert whole["sampled"] is None
    assert whole["points"][0] == [frame["when"][0].isoformat()]


@pytest.mark.parametrize(
    ("kind", "body", "status", "said"),
    [
        ("compare", {"a": {}}, 422, "b"),
        ("compare", {"a": {}, "b": {"filter": {"column": "x", "operator": "is_null"}}}, 400, "'x'"),
        ("correlations", {"method": "kendall"}, 422, "method"),
        ("correlations", {"columns": ["nope"]}, 400, "'nope'"),
        ("pairs", {"columns": []}, 422, "columns"),
        ("pairs", {"columns": list("abcdefg")}, 422, "columns"),
        ("pairs", {"columns": ["id"], "points": 0}, 422, "points"),
        ("pairs", {"columns": ["id"], "colour": "nope"}, 400, "'nope'"),
        ("missingness", {"vew": {}}, 422, "vew"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    idle_server: Server, dataset_id: str, kind: str, body: Any, status: int, said: str
) -> None:
    answer = idle_server.client.post(f"/api/data/{kind}/{dataset_id}", json=body)

    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_ranks_are_those_of_an_independent_library(most: int) -> None:
    values = np.random.default_rng(most).integers(0, most, 200).astype(float)

    assert relating._ranks(values).tolist() == stats.rankdata(values).tolist()
