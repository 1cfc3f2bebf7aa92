"""What the missions' tables tell of a star, by any of its names."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.servers import run_server
from tests.support.waiting import until

KEPLER = """kepid,kepoi_name,kepler_name,koi_disposition,koi_period,koi_prad,koi_depth,koi_duration
11,K00351.02,Kepler-90 g,CONFIRMED,210.6,8,2600,12
11,K00351.01,Kepler-90 h,CONFIRMED,331.6,11,8300,14
11,K00351.03,,CANDIDATE,59.7,2.8,800,8
12,K03510.01,Kepler-900 b,CONFIRMED,5.0,2,80,3
13,K00013.01,,FALSE POSITIVE,,2,80,3
"""
K2 = """pl_name,hostname,default_flag,disposition,pl_orbper,pl_rade,st_teff,st_rad
K2-3 b,K2-3,0,CONFIRMED,10.0,2.2,3900,0.6
K2-3 b,K2-3,1,CONFIRMED,10.05,2.1,3900,0.6
K2-3 c,K2-3,0,CANDIDATE,24.6,,3900,0.6
K2-30 b,K2-30,1,FALSE POSITIVE,4.1,12,5400,0.9
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A server that has the tables of Kepler and K2."""
    folder = tmp_path_factory.mktemp("archive")
    for name, text in (("kepler", KEPLER), ("k2", K2)):
        # Enough stars that a part can be kept for the test.
        Path(folder, f"{name}.csv").write_text(text + _more(name))
    given = {"ARMILLARY_DATASETS_DIR": str(folder), "ARMILLARY_EXOPLANET_ARCHIVE_URL": ""}
    with (
        run_server(tmp_path_factory.mktemp("data"), **given) as running,
        httpx.Client(base_url=running.url, timeout=60) as opened,
    ):
        for mission in ("kepler", "k2"):
            opened.post(f"/api/astronomy/missions/{mission}/refresh").raise_for_status()
        until(lambda: _states(opened)["kepler"] == _states(opened)["k2"] == "ready", 60)
        yield opened


def _more(name: str) -> str:
    labels = ("CONFIRMED", "CANDIDATE", "FALSE POSITIVE")
    if name == "kepler":
        rows = (f"{n},K{n:05d}.01,,{labels[n % 3]},{n % 9 + 1},2,90,3" for n in range(5000, 5060))
    else:
        rows = (f"S{n} b,S{n},1,{labels[n % 3]},{n % 9 + 1},2,5000,1" for n in range(60))
    return "\n".join([*rows, ""])


def _states(client: httpx.Client) -> dict[str, str]:
    missions = client.get("/api/astronomy/missions").json()["missions"]
    return {one["mission"]: one["state"] for one in missions}


def _ask(client: httpx.Client, *stars: str) -> list[tuple[str, float, str]]:
    answer = client.get("/api/astronomy/signals", params={"star": stars}).raise_for_status().json()
    assert answer["tables"] == ["kepler", "k2"]
    return [(one["name"], one["period"], one["disposition"]) for one in answer["signals"]]


@pytest.mark.parametrize("star", ["KIC 11", "kic000000011", "Kepler-90", "KOI-351"])
def test_every_name_of_a_star_gives_its_signals_by_period(client: httpx.Client, star: str) -> None:
    found = _ask(client, star)

    known = [("Kepler-90 g", 210.6, "Exoplanet"), ("Kepler-90 h", 331.6, "Exoplanet")]
    if star != "Kepler-90":
        known.insert(0, ("K00351.03", 59.7, "Candidate"))
    assert found == known


def test_of_several_publications_of_a_planet_the_archives_own_choice_counts(
    client: httpx.Client,
) -> None:
    assert _ask(client, "EPIC 201367065", "K2-3") == [
        ("K2-3 b", 10.05, "Exoplanet"),
        ("K2-3 c", 24.6, "Candidate"),
    ]


def test_signals_without_a_period_and_stars_that_nobody_knows_give_nothing(
    client: httpx.Client,
) -> None:
    assert _ask(client, "KIC 13") == []
    assert _ask(client, "Robert'); DROP TABLE--") == []
    assert client.get("/api/astronomy/signals").status_code == 422
    assert client.get("/api/astronomy/signals", params={"star": ["x"] * 9}).status_code == 422
