"""Light curves over HTTP: brought, searched, read and removed, in a real app."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from armillary.app import create_app
from armillary.settings import Settings
from tests.contracts.job_examples.light_curves_search import curve
from tests.contracts.workshop import Workshop

testclient = pytest.importorskip("fastapi.testclient")
pytest.importorskip("astropy", reason="the optional part astronomy is missing")
_ADDRESS = "/api/astronomy/light-curves"
_ASKED = {"min_period": 1.5, "max_period": 6, "most_signals": 1}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    settings = Settings(data_dir=tmp_path / "data", argon2_memory_kib=8, rate_limit=0, workers=0)
    opened = Workshop(settings)
    yield opened
    opened.close()


@pytest.fixture
def client(shop: Workshop) -> Iterator[Any]:
    app = create_app(shop.settings)
    with testclient.TestClient(app, base_url="http://127.0.0.1:8631") as opened:
        yield opened


def _bring(client: Any, data: bytes, **query: str) -> Any:
    return client.post(_ADDRESS, files={"file": ("curve.csv", data)}, params=query)


def test_a_curve_is_brought_searched_read_and_removed(client: Any, shop: Workshop) -> None:
    made = _bring(client, curve(), name="My star").json()["light_curve"]

    asked = client.post(f"{_ADDRESS}/{made['id']}/search", json=_ASKED)
    again = client.post(f"{_ADDRESS}/{made['id']}/search", json=_ASKED)
    job, _ = shop.run(asked.json()["light_curve"]["job_id"])
    read = client.get(f"{_ADDRESS}/{made['id']}").json()

    assert (asked.status_code, again.status_code) == (202, 409)
    assert again.json()["code"] == "still_searching"
    assert job.state == "succeeded"
    signal = read["found"]["signals"][0]
    assert signal["period"] == pytest.approx(2, rel=3e-3)  # points are 43 minutes apart
    assert read["light_curve"]["state"] == "ready"
    assert read["light_curve"]["summary"]["periods"] == [round(signal["period"], 5)]
    assert set(signal["model"]["probabilities"]) == {"planet", "candidate", "false_positive"}
    assert client.delete(f"{_ADDRESS}/{made['id']}").status_code == 200
    assert client.get(f"{_ADDRESS}/{made['id']}").status_code == 404
    assert not {name for name in shop.files() if "light_curves/" in name}


def test_a_second_file_joins_the_first(client: Any) -> None:
    made = _bring(client, curve()).json()["light_curve"]

    more = _bring(client, curve(), light_curve_id=made["id"]).json()["light_curve"]

    assert len(more["files"]) == 2
    assert [one["id"] for one in client.get(_ADDRESS).json()["light_curves"]] == [made["id"]]


def test_a_curve_is_found_by_its_star_however_that_is_written(client: Any) -> None:
    header = "".join(
        card.ljust(80) for card in ("SIMPLE  =                    T", "OBJECT  = 'KIC 7570'", "END")
    )
    told = _bring(client, header.encode(), name="KIC 1").json()["light_curve"]
    named = _bring(client, curve(), name="Kepler-90").json()["light_curve"]

    found = {
        star: [
            one["id"] for one in client.get(_ADDRESS, params={"star": star}).json()["light_curves"]
        ]
        for star in ("kic 0007570", "KIC 1", "Kepler-90 d", "KIC 757")
    }

    # What a header tells outweighs what somebody calls the curve.
    assert found == {
        "kic 0007570": [told["id"]],
        "KIC 1": [],
        "Kepler-90 d": [named["id"]],
        "KIC 757": [],
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty_file"), (b"\x7fELF\x00\x00\x01", "no_light_curve")],
)
def test_what_is_plainly_no_light_curve_leaves_nothing_behind(
    client: Any, shop: Workshop, data: bytes, code: str
) -> None:
    refused = _bring(client, data)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert client.get(_ADDRESS).json() == {"light_curves": []}
    assert not {name for name in shop.files() if "light_curves/" in name}


def test_a_broken_fits_file_is_told_by_its_search(client: Any, shop: Workshop) -> None:
    made = _bring(client, b"SIMPLE  =                    T" + b" " * 99).json()["light_curve"]
    asked = client.post(f"{_ADDRESS}/{made['id']}/search", json=_ASKED).json()["light_curve"]

    job, _ = shop.run(asked["job_id"])
    read = client.get(f"{_ADDRESS}/{made['id']}").json()["light_curve"]

    assert job.state == "failed"
    assert read["state"] == "failed"
    assert "cut off or damaged" in read["error"]


def test_a_range_that_makes_no_sense_is_refused(client: Any) -> None:
    made = _bring(client, curve()).json()["light_curve"]

    refused = client.post(
        f"{_ADDRESS}/{made['id']}/search", json={"min_period": 5, "max_period": 2}
    )

    assert refused.status_code == 422
    assert "max_period must be above min_period" in refused.text


def test_a_curve_of_another_is_not_there(client: Any) -> None:
    refused = _bring(client, curve(), light_curve_id="lc_nobodys")

    assert (refused.status_code, refused.json()["code"]) == (404, "light_curve_not_found")
