"""The story of the first hour and every page, in a real Chromium against a real server."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_wine

from armillary import web_page
from tests.support.servers import RunningServer, run_server
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]
CHROMIUM = next(
    (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path),
    None,
)
PICTURES = ROOT / "artifacts" / "screenshots"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed"),
    pytest.mark.skipif(not web_page.is_built(), reason="the page is not built: make web"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with run_server(tmp_path_factory.mktemp("browser")) as server:
        yield server


def _play(script: str, *arguments: str) -> None:
    done = subprocess.run(
        ["node", str(ROOT / "web" / "e2e" / script), *arguments],
        capture_output=True,
        text=True,
        timeout=540,
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
    )
    sys.stdout.write(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    table = tmp_path_factory.mktemp("tables") / "wine.csv"
    bunch = load_wine(as_frame=True)
    names = bunch.target.map(dict(enumerate(bunch.target_names)))
    bunch.data.assign(**{"class": names}).to_csv(table, index=False)
    return table


def test_the_first_hour_and_then_every_page(server: RunningServer, wine: Path) -> None:
    _play("story.mjs", server.url, str(PICTURES / "story"), str(wine))
    _play("gallery.mjs", server.url, str(PICTURES / "gallery"))


def test_a_run_is_steered_from_its_page(server: RunningServer, wine: Path) -> None:
    _play("steer.mjs", server.url, str(PICTURES / "steer"), str(wine))


def test_a_run_is_made_and_compared_by_keys_alone(server: RunningServer, wine: Path) -> None:
    _play("keyboard.mjs", server.url, str(PICTURES / "keyboard"), str(wine))


def test_two_people_see_what_the_other_chooses(server: RunningServer, wine: Path) -> None:
    _play("together.mjs", server.url, str(PICTURES / "together"), str(wine))


def test_runs_are_listed_compared_and_written_about(server: RunningServer) -> None:
    _play("runs.mjs", server.url, str(PICTURES / "runs"))


def test_what_a_run_says_over_two_columns_is_drawn_while_it_learns(server: RunningServer) -> None:
    _play("boundary.mjs", server.url, str(PICTURES / "boundary"))


def test_files_are_brought_whatever_cuts_them(server: RunningServer, tmp_path: Path) -> None:
    big, small = tmp_path / "big.csv", tmp_path / "small.csv"
    small.write_text("a,b,c\n" + "".join(f"{n},{n % 7},{n % 5}\n" for n in range(500)))
    with big.open("w") as file:
        file.write("a,b,c\n")
        file.writelines(f"{n},{n * 7919 % 100_003},{n % 13}\n" for n in range(1_200_000))

    _play("uploads.mjs", server.url, str(PICTURES / "uploads"), str(big), str(small))


def test_an_import_shows_what_it_made_of_a_file(server: RunningServer, tmp_path: Path) -> None:
    big, odd = tmp_path / "big.csv", tmp_path / "odd.csv"
    # A row with a cell too many is left to the careful reader, which takes longer.
    _write_rows(big, 1_000_000, "999999,Turin,1,K-999999,too many\n" + 2 * "1,Oslo,1,K\n")
    rows = "".join(f"p{i},{i},{i}.5\n" for i in range(30))
    odd.write_text(f"made by hand\nname,age,size\n{rows}Zoe,NA,?\nYan,about 40,2.5\n")

    _play("reports.mjs", server.url, str(PICTURES / "reports"), str(big), str(odd))


def test_exoplanets_are_found_in_own_files(server: RunningServer) -> None:
    _play("planets.mjs", server.url, str(PICTURES / "planets"))


def test_planets_are_found_in_the_light_of_real_stars(
    tmp_path_factory: pytest.TempPathFactory, test_data: Path
) -> None:
    tables, lights = test_data / "exoplanet", test_data / "exoplanet" / "lightcurves"
    given = {"ARMILLARY_DATASETS_DIR": str(tables), "ARMILLARY_EXOPLANET_ARCHIVE_URL": ""}
    with run_server(tmp_path_factory.mktemp("light"), **given) as own:
        _play("light.mjs", own.url, str(PICTURES / "light"), str(lights))


def test_tables_are_made_and_mapped(server: RunningServer) -> None:
    _play("maps.mjs", server.url, str(PICTURES / "maps"))


def test_a_researcher_explores_a_million_rows(server: RunningServer, tmp_path: Path) -> None:
    table = tmp_path / "million.csv"
    _write_rows(table, 1_000_000)
    with table.open("rb") as file, httpx.Client(base_url=server.url, timeout=300) as client:
        answer = client.post("/api/data/upload", files={"file": ("million.csv", file)})
        dataset = answer.raise_for_status().json()["dataset_id"]
        until(lambda: _is_ready(client, dataset), 300)

    _play("explorer.mjs", server.url, str(PICTURES / "explorer"), dataset)


def _write_rows(path: Path, rows: int, more: str = "") -> None:
    """Write rows that follow from their numbers, as explorer.mjs expects them, and some more."""
    cities = ("Rome", "Oslo", "Lima", "Kyoto", "Cairo", "Accra", "Turin")
    with path.open("w") as file:
        file.write("id,city,value,code\n")
        file.writelines(f"{i},{cities[i % 7]},{i * 7919 % 10007},K-{i}\n" for i in range(rows))
        file.write(more)


def _is_ready(client: httpx.Client, dataset: str) -> bool:
    answer = client.get(f"/api/datasets/{dataset}")
    return bool(answer.raise_for_status().json()["dataset"]["state"] == "ready")


def test_a_score_is_made_honest_and_its_model_explained(
    server: RunningServer, tmp_path: Path
) -> None:
    rng = np.random.default_rng(5)
    months, price = rng.integers(1, 90, 600), rng.uniform(10, 90, 600).round(2)
    left = rng.random(600) < 1 / (1 + np.exp(months / 12 - price / 30))
    refund = np.where(left, price, 0.0)
    table = tmp_path / "churn.csv"
    pd.DataFrame({"months": months, "price": price, "refund": refund, "left": left}).to_csv(
        table, index=False
    )
    with table.open("rb") as file, httpx.Client(base_url=server.url, timeout=60) as client:
        answer = client.post("/api/data/upload", files={"file": ("churn.csv", file)})
        answer.raise_for_status()
        _play("trust.mjs", server.url, str(PICTURES / "trust"), "churn")
        model = client.get("/api/models").json()["items"][0]["id"]

    _play("explain.mjs", server.url, str(PICTURES / "explain"), model)


def test_the_best_is_searched_for(server: RunningServer, tmp_path: Path) -> None:
    table = tmp_path / "cancer.csv"
    bunch = load_breast_cancer(as_frame=True)
    bunch.data.assign(diagnosis=bunch.target.map({0: "bad", 1: "good"})).to_csv(table, index=False)
    with table.open("rb") as file, httpx.Client(base_url=server.url, timeout=60) as client:
        answer = client.post("/api/data/upload", files={"file": ("cancer.csv", file)})
        dataset = answer.raise_for_status().json()["dataset_id"]
        until(lambda: _is_ready(client, dataset), 60)

    _play("search.mjs", server.url, str(PICTURES / "search"), dataset, "8")


def test_two_people_and_a_key(tmp_path: Path) -> None:
    accounts = {"ARMILLARY_ACCOUNTS": "1", "ARMILLARY_REGISTRATION": "first"}
    with run_server(tmp_path, **accounts) as server:
        _play("people.mjs", server.url, str(PICTURES / "people"))


def test_two_people_share_presets(tmp_path: Path) -> None:
    accounts = {"ARMILLARY_ACCOUNTS": "1", "ARMILLARY_REGISTRATION": "first"}
    with run_server(tmp_path, **accounts) as server:
        _play("presets.mjs", server.url, str(PICTURES / "presets"))


def test_a_table_is_prepared(server: RunningServer, wine: Path) -> None:
    _play("prepare.mjs", server.url, str(PICTURES / "prepare"), str(wine))
