"""Missions: their data files fit the tables of the archive, and recommend nothing that leaks."""

import csv
import gzip
import io
import os
from pathlib import Path

import pytest

from armillary.base.errors import BadRequest
from armillary.capabilities.astronomy import Mission, all_missions, get_mission

_FILES = {
    "kepler": "koi_cumulative_2025-10-01.csv.gz",
    "tess": "toi_2025-10-01.csv.gz",
    "k2": "k2pandc_2025-10-01.csv.gz",
}


def _rows(mission: Mission) -> list[dict[str, str]]:
    data = os.environ.get("ARMILLARY_TEST_DATA")
    path = Path(data or "absent") / "exoplanet" / _FILES[mission.key]
    if not path.is_file():
        pytest.skip("ARMILLARY_TEST_DATA does not lead to the tables of the archive")
    text = gzip.decompress(path.read_bytes()).decode()
    kept = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(kept))))


@pytest.mark.parametrize("mission", all_missions(), ids=lambda one: one.key)
def test_a_table_of_the_archive_has_every_column_that_a_mission_names(mission: Mission) -> None:
    rows = _rows(mission)

    columns = set(rows[0])
    named = {mission.target, mission.star, *mission.names, *mission.axes.values()}
    recommended = {*mission.features, *mission.error_columns}
    dispositions = {mission.disposition_of(row[mission.target]) for row in rows}

    assert named <= columns
    assert recommended <= columns
    assert dispositions == {"planet", "candidate", "false_positive"}


@pytest.mark.parametrize("mission", all_missions(), ids=lambda one: one.key)
def test_nothing_that_is_recommended_leaks(mission: Mission) -> None:
    recommended = [*mission.features, *mission.error_columns]

    assert [name for name in recommended if mission.is_leaking(name)] == []
    assert not {mission.target, *mission.identifiers, *mission.names} & set(recommended)
    assert all(mission.word(name).name != name for name in mission.features)


def test_columns_that_tell_the_answer_are_known_by_name_or_by_a_part_of_it() -> None:
    kepler = get_mission("kepler")

    leaking = ["koi_score", "koi_fpflag_nt", "koi_pdisposition", "dispostion_score", "KOI_SCORE"]

    assert [name for name in leaking if not kepler.is_leaking(name)] == []
    assert not get_mission("tess").is_leaking("st_dist")


@pytest.mark.parametrize(
    ("mission", "label", "disposition"),
    [
        ("kepler", "CONFIRMED", "planet"),
        ("kepler", " false_positive ", "false_positive"),
        ("kepler", "KP", "planet"),
        ("tess", "APC", "candidate"),
        ("tess", "FA", "false_positive"),
        ("k2", "REFUTED", "false_positive"),
        ("k2", "Exoplanet", "planet"),
        ("k2", "", None),
        ("k2", None, None),
        ("tess", "7", None),
    ],
)
def test_labels_mean_one_of_three_dispositions(
    mission: str, label: object, disposition: str | None
) -> None:
    assert get_mission(mission).disposition_of(label) == disposition


def test_another_mission_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadRequest, match="kepler, tess, k2; got 'corot'"):
        get_mission("corot")
