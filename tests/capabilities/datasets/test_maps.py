"""Maps over HTTP: asked for once, made by a job, read with colours, gone with their dataset."""

from typing import Any

import pytest

from tests.capabilities.datasets.conftest import Server
from tests.support.waiting import until


@pytest.fixture(scope="module")
def dataset_id(server: Server) -> str:
    rows = "".join(
        f"row {n:03d},{n % 3 * 10 + n / 100},{n % 7},{'ab'[n % 2]},{'' if n == 5 else n % 50}\n"
        for n in range(120)
    )
    return server.add(f"name,a,b,kind,gap\n{rows}".encode(), "mapped.csv")


def ask(server: Server, dataset_id: str, **body: Any) -> Any:
    return server.client.post(f"/api/datasets/{dataset_id}/maps", json=body)


def make(server: Server, dataset_id: str, **body: Any) -> dict[str, Any]:
    answer = ask(server, dataset_id, **body)
    assert answer.status_code == 202, answer.text
    path = f"/api/datasets/{dataset_id}/maps/{answer.json()['map_id']}"

    def look() -> dict[str, Any] | None:
        found: dict[str, Any] = server.get(path).json()
        return found if found["map"]["state"] != "computing" else None

    return until(look, 60)


def test_a_map_has_a_place_for_every_row(server: Server, dataset_id: str) -> None:
    made = make(server, dataset_id, method="pca")

    shown, points = made["map"], made["points"]
    assert (shown["state"], shown["rows"], shown["stale"]) == ("ready", 120, False)
    # What names rows tells nothing of how near they are.
    assert shown["columns"] == ["a", "b", "kind", "gap"]
    assert sorted(shown["features"]) == ["a", "b", "gap", "kind = a", "kind = b"]
    assert shown["notes"][0].startswith("1 missing values were filled")
    assert points["rows"] == list(range(120))
    assert len(points["x"]) == len(points["y"]) == 120
    assert sum(shown["facts"]["explained"]) <= 1


def test_the_same_question_gives_the_same_map(server: Server, dataset_id: str) -> None:
    first = make(server, dataset_id, method="pca", columns=["a", "b"])
    again = ask(server, dataset_id, method="pca", columns=["a", "b"]).json()

    assert again["map_id"] == first["map"]["id"]
    assert again["map"]["state"] == "ready"


def test_a_map_of_a_view_shows_its_rows_alone(server: Server, dataset_id: str) -> None:
    node = {"column": "b", "operator": "lt", "value": 2}
    view = {"columns": ["name", "a", "b"], "filter": node, "search": "row 0"}

    made = make(server, dataset_id, method="pca", view=view)

    expected = [n for n in range(100) if n % 7 < 2]
    assert made["points"]["rows"] == expected
    assert made["map"]["columns"] == ["a", "b"]
    assert made["map"]["view"] == {"filter": node, "search": "row 0"}
    sorted_otherwise = {**view, "sort": [{"column": "a"}]}
    again = ask(server, dataset_id, method="pca", view=sorted_otherwise).json()
    assert again["map_id"] == made["map"]["id"]
    whole = make(server, dataset_id, method="pca", view={})
    assert (whole["map"]["rows"], whole["map"]["view"]) == (120, None)


def test_a_view_that_cannot_be_is_refused_and_one_without_rows_fails(
    server: Server, dataset_id: str
) -> None:
    unknown = {"filter": {"column": "bee", "operator": "lt", "value": 2}}
    nothing = {"filter": {"column": "b", "operator": "gt", "value": 100}}

    refused = ask(server, dataset_id, method="pca", view=unknown)
    failed = make(server, dataset_id, method="pca", view=nothing)["map"]

    assert refused.status_code == 400
    assert "no column 'bee'" in refused.json()["detail"]
    assert failed["state"] == "failed"
    assert failed["error"].startswith("No row passes the filter")


@pytest.mark.parametrize(
    ("colour", "first"), [("kind", "a"), ("b", 0), ("a", 0.0), ("gap", 0), ("name", "row 000")]
)
def test_places_are_coloured_by_any_column(
    server: Server, dataset_id: str, colour: str, first: Any
) -> None:
    map_id = make(server, dataset_id, method="pca", columns=["a", "b"])["map"]["id"]

    path = f"/api/datasets/{dataset_id}/maps/{map_id}"
    found = server.get(path, colour=colour).json()["colour"]

    assert found["name"] == colour
    assert len(found["values"]) == 120
    assert found["values"][0] == first
    assert (found["values"][5] is None) == (colour == "gap")


def test_of_a_long_table_a_sample_is_drawn_and_told(server: Server, dataset_id: str) -> None:
    made = make(server, dataset_id, method="pca", columns=["a", "b"], most_rows=50)

    rows = made["points"]["rows"]
    assert len(rows) == 50
    assert rows == sorted(set(rows))
    assert made["map"]["notes"] == ["50 of 120 rows were drawn by chance."]
    path = f"/api/datasets/{dataset_id}/maps/{made['map']['id']}"
    coloured = server.get(path, colour="name").json()
    assert coloured["colour"]["values"] == [f"row {row:03d}" for row in rows]


def test_rows_with_gaps_can_be_left_out(server: Server, dataset_id: str) -> None:
    made = make(server, dataset_id, method="pca", columns=["a", "gap"], missing="drop")

    assert 5 not in made["points"]["rows"]
    assert len(made["points"]["rows"]) == 119


def test_neighbourhoods_are_mapped_too(server: Server, dataset_id: str) -> None:
    made = make(
        server, dataset_id, method="tsne", columns=["a", "b"], parameters={"iterations": 350}
    )

    assert made["map"]["state"] == "ready", made["map"]["error"]
    assert made["map"]["used"]["iterations"] == 350


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"method": "mds"}, 422, "method must be one of pca, tsne, umap"),
        ({"method": "pca", "columns": ["nobody"]}, 400, "no column 'nobody'"),
        ({"method": "tsne", "parameters": {"perplexity": 1}}, 422, "perplexity must be in"),
        ({"method": "pca", "most_rows": 5}, 422, "most_rows"),
    ],
)
def test_a_bad_question_is_refused(
    server: Server, dataset_id: str, body: dict[str, Any], status: int, said: str
) -> None:
    refused = ask(server, dataset_id, **body)

    assert refused.status_code == status
    assert said in refused.json()["detail"]


def test_what_makes_no_map_fails_in_words(server: Server) -> None:
    tiny = server.add(b"a,b\n1,2\n3,4\n", "tiny.csv")

    made = make(server, tiny, method="pca")

    assert made["map"]["state"] == "failed"
    assert "A map needs at least 4 rows; 2 are left." in made["map"]["error"]
    assert made["points"] is None


def test_maps_go_with_their_dataset_and_alone(server: Server) -> None:
    data = b"a,b\n" + b"".join(b"%d,%d\n" % (n % 9, n % 7) for n in range(40))
    dataset_id = server.add(data, "mapped-too.csv")
    first = make(server, dataset_id, method="pca")["map"]["id"]
    make(server, dataset_id, method="pca", columns=["a"])
    assert len(server.get(f"/api/datasets/{dataset_id}/maps").json()["maps"]) == 2

    path = f"/api/datasets/{dataset_id}/maps/{first}"
    assert server.client.delete(path).status_code == 200
    assert server.get(path).status_code == 404
    server.client.delete(f"/api/datasets/{dataset_id}")

    assert [key for key in server.stored() if dataset_id in key] == []
    assert server.get(f"/api/datasets/{dataset_id}/maps").status_code == 404


def test_an_unknown_colour_is_refused(server: Server, dataset_id: str) -> None:
    map_id = make(server, dataset_id, method="pca", columns=["a", "b"])["map"]["id"]

    refused = server.get(f"/api/datasets/{dataset_id}/maps/{map_id}", colour="nobody")

    assert (refused.status_code, refused.json()["code"]) == (400, "unknown_column")


def test_methods_say_what_they_need(server: Server) -> None:
    methods = {one["id"]: one for one in server.get("/api/maps/methods").json()["methods"]}

    assert set(methods) == {"pca", "tsne", "umap"}
    assert methods["pca"]["available"] is True
    assert methods["umap"]["needs_extra"] == "maps"
