"""The guard on real tables whose leaks are known, and on some that have none."""

import os
import time
from pathlib import Path

import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.guard.looking import Looked, look_over
from armillary.learning.target import infer_task

FOLDER = Path(os.environ.get("ARMILLARY_TEST_DATA", "/nowhere"))
pytestmark = pytest.mark.skipif(
    not (FOLDER / "exoplanet").is_dir(),
    reason="the real tables are not here; ARMILLARY_TEST_DATA names their folder",
)
FLAGS = ("koi_fpflag_nt", "koi_fpflag_ss", "koi_fpflag_co", "koi_fpflag_ec")


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, comment="#" if "exoplanet" in name else None)


def look(frame: pd.DataFrame, target: str, **task) -> Looked:
    return look_over(frame, Task(infer_task(frame[target]), target, **task))


def telling(looked: Looked) -> set[str]:
    return {name for one in looked.findings if one.tells for name in one.columns}


@pytest.fixture(scope="module")
def koi() -> pd.DataFrame:
    return read("exoplanet/koi_cumulative_2025-10-01.csv.gz")


def test_the_leaks_of_the_koi_table_and_its_stars_are_named_in_seconds(koi):
    look(koi.head(200), "koi_disposition")  # the libraries are loaded by now

    began = time.process_time()
    looked = look(koi, "koi_disposition")
    seconds = time.process_time() - began

    found = {(one.kind, one.columns) for one in looked.findings}
    assert telling(looked) == {
        *FLAGS,
        "kepler_name",
        "koi_pdisposition",
        "koi_score",
        "koi_tce_delivname",
    }
    assert ("give_away_together", FLAGS) in found
    assert {("identifier", ("kepoi_name",)), ("identifier", ("kepler_name",))} <= found
    (stars,) = [one for one in looked.findings if one.kind == "entities"]
    assert (stars.fix.group, stars.severity) == ("kepid", "serious")
    assert seconds <= 5


def test_planets_against_false_positives_come_down_to_what_is_honest(koi):
    looked = look(koi[koi["koi_disposition"] != "CANDIDATE"], "koi_disposition")

    assert looked.step is not None
    assert looked.step.naive > 0.995
    assert 0.92 < looked.step.honest < 0.96
    assert telling(looked) == {
        *FLAGS,
        "kepler_name",
        "koi_pdisposition",
        "koi_score",
        "koi_tce_delivname",
    }


def test_the_leaks_of_the_k2_table_are_named():
    looked = look(read("exoplanet/k2pandc_2025-10-01.csv.gz"), "disposition")

    masses = {"pl_bmasse", "pl_bmassj", "pl_bmassprov"}
    assert {"pl_name", "disp_refname", "soltype", "sy_pnum", *masses} <= telling(looked)
    named = {name for one in looked.findings for name in one.columns}
    assert "disc_year" in named
    assert "hostname" in {one.fix.group for one in looked.findings}


def test_what_is_alive_survived_and_nothing_else_of_the_titanic_is_a_leak():
    looked = look(read("tabular/titanic_seaborn.csv"), "survived")

    assert telling(looked) == {"alive"}


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("tabular/penguins.csv", "species"),
        ("tabular/california_housing.csv.gz", "median_house_value"),
        ("tabular/credit_default.csv.gz", "Y"),
        ("tabular/bank_marketing.csv.gz", "y"),
        ("tabular/mpg.csv", "mpg"),
    ],
)
def test_strong_columns_that_are_honest_are_left_alone(name, target):
    assert telling(look(read(name), target)) == set()
