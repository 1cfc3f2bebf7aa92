"""The shipped models: what they know, what they do not hold, and how good they are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid, NotFound
from armillary.capabilities.astronomy import pretrained
from armillary.capabilities.astronomy.missions import all_missions, get_mission
from armillary.capabilities.astronomy.pretraining import judging, training
from armillary.capabilities.astronomy.pretraining.bare import survey_rows
from armillary.capabilities.astronomy.pretraining.kept_apart import is_held_out, part_of_star
from armillary.capabilities.astronomy.pretraining.quantities import HINDSIGHT, QUANTITIES
from armillary.capabilities.astronomy.pretraining.shipping import MOST_BYTES, ship
from armillary.capabilities.astronomy.pretraining.tables import TARGET, to_learn
from armillary.capabilities.astronomy.pretraining.training import pretrain
from armillary.learning import bundle

MISSIONS = [mission.key for mission in all_missions()]
_FILES = {
    "kepler": "exoplanet/koi_cumulative_2025-10-01.csv.gz",
    "tess": "exoplanet/toi_2025-10-01.csv.gz",
    "k2": "exoplanet/k2pandc_2025-10-01.csv.gz",
}
# Well below what the cards say, so that chance of another library version does not break it.
_LEAST_AUC = {"kepler": 0.975, "tess": 0.94, "k2": 0.93}


def _archive_table(key: str, test_data: Path) -> pd.DataFrame:
    return pd.read_csv(test_data / _FILES[key], comment="#", low_memory=False)


def _made_up(rows: int) -> pd.DataFrame:
    """A table in Kepler's columns in which deep dips are false."""
    rng = np.random.default_rng(3)
    columns = QUANTITIES["kepler"].values()
    table = pd.DataFrame({name: rng.lognormal(1, 0.5, rows) for name in columns})
    shallow = table["koi_depth"] < table["koi_depth"].median()
    labels = np.where(shallow, "CONFIRMED", "FALSE POSITIVE")
    table["koi_disposition"] = np.where(rng.random(rows) < 0.2, "CANDIDATE", labels)
    table["kepid"] = rng.integers(10_000, 10_000 + rows // 2, rows)
    return table


def _texts(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", MISSIONS)
def test_a_shipped_model_is_small_and_proves_itself_on_rows_of_the_synthetic_survey(
    key: str,
) -> None:
    mission = get_mission(key)
    folder = pretrained.stored_model(key)
    assert folder is not None

    proof = json.loads((folder / "proof.json").read_text())["rows"]
    size = sum(path.stat().st_size for path in folder.parent.rglob("*") if path.is_file())

    made_up = survey_rows(mission)
    assert proof == [{name: row[name] for name in proof[0]} for row in made_up]
    assert size <= MOST_BYTES
    assert set(pretrained.load_stored(key).classes or ()) == set(mission.display)


@pytest.mark.parametrize("key", MISSIONS)
def test_a_shipped_model_learned_from_no_column_that_leaks_or_looks_back(key: str) -> None:
    mission = get_mission(key)
    folder = pretrained.stored_model(key)
    assert folder is not None

    asked = {each["name"] for each in bundle.read_manifest(folder)["features"]}

    assert asked
    assert not {name for name in asked if mission.is_leaking(name)}
    assert not asked & {*HINDSIGHT[mission.key], *mission.identifiers, *mission.hindsight}


@pytest.mark.parametrize("key", MISSIONS)
def test_a_shipped_bundle_holds_no_star_and_no_value_of_the_archive(
    key: str, test_data: Path
) -> None:
    mission, table = get_mission(key), _archive_table(key, test_data)
    told = "\n".join(_texts(pretrained.BUNDLES / key))

    words = set(re.findall(r'"([^"]*)"', told))
    held = json.loads((pretrained.BUNDLES / key / "model" / "preprocess.json").read_text())
    described = bundle.read_manifest(pretrained.BUNDLES / key / "model")["features"]
    shown = {(each["name"], each["example"]) for each in described}
    ours = {(name, row[name]) for row in survey_rows(mission) for name in row}

    assert not words & set(table[mission.star].dropna().astype(str))
    assert shown <= ours
    assert all(column["values"] in ([], ()) for column in held["columns"] if "values" in column)


@pytest.mark.parametrize("key", MISSIONS)
def test_a_shipped_model_is_as_good_on_stars_it_has_never_seen_as_its_card_says(
    key: str, test_data: Path
) -> None:
    mission = get_mission(key)
    table = to_learn(mission, _archive_table(key, test_data))
    unseen = table[is_held_out(mission.key, table[mission.star])]
    model = pretrained.load_stored(key)

    output = model.predict(unseen).probabilities
    assert output is not None
    planet, false = (list(model.classes or ()).index(c) for c in ("planet", "false_positive"))
    decided = unseen[TARGET].isin(["planet", "false_positive"]).to_numpy()
    share = output[:, planet] / (output[:, planet] + output[:, false])
    found = judging.auc((unseen[TARGET] == "planet").to_numpy()[decided], share[decided])

    told = pretrained.stored_card(key)["scores_on_held_out_stars"]["planet_auc"]
    assert found >= _LEAST_AUC[key]
    assert found == pytest.approx(told["value"], abs=0.0005)


def test_the_same_table_gives_the_same_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_DRAWS", 5)
    monkeypatch.setattr(training, "PARAMS", {**training.PARAMS, "n_estimators": 20})
    mission, table = get_mission("kepler"), _made_up(120)

    for name in ("one", "other"):
        ship(pretrain(mission, table, source="made up", repeats=0), tmp_path / name)

    one, other = (
        {path.relative_to(tmp_path / name).as_posix(): path.read_bytes()
         for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("one", "other")
    )  # fmt: skip
    assert one == other
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other"]


def test_columns_that_a_table_lacks_count_as_not_measured() -> None:
    mission, model = get_mission("kepler"), pretrained.load_stored("kepler")
    rows = pd.DataFrame(survey_rows(mission))[["koi_period", "koi_depth", "koi_duration"]]

    said = pretrained.predict(mission, model, rows)

    assert said.probabilities is not None
    assert said.probabilities.shape == (len(rows), 3)
    assert np.allclose(said.probabilities.sum(axis=1), 1)


def test_the_part_of_a_star_follows_from_its_name_alone() -> None:
    assert part_of_star("kepler", 10797460) == part_of_star("kepler", 10797460.0)
    assert part_of_star("kepler", "10797460") == part_of_star("kepler", 10797460)
    held = is_held_out("tess", range(5_000)).mean()
    assert 0.17 < held < 0.23


def test_a_table_of_another_mission_is_refused() -> None:
    with pytest.raises(Invalid, match="no column tid, tfopwg_disp"):
        pretrain(get_mission("tess"), _made_up(60), source="made up")


def test_a_mission_without_a_model_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pretrained, "BUNDLES", tmp_path)

    assert pretrained.stored_model("kepler") is None
    with pytest.raises(NotFound, match="armillary pretrain"):
        pretrained.stored_card("kepler")


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (judging.auc, 0.75),  # of four pairs three are in order
        (judging.calibration_error, 0.35),  # (|0.1 - 0| + |0.8 - 0| + |0.6 - 1| + |0.9 - 1|) / 4
        (lambda truth, said: judging.recall_at(truth, said, 0.99), 0.5),
    ],
)
def test_scores_are_those_of_a_case_done_by_hand(score: Any, expected: float) -> None:
    truth, said = np.array([False, False, True, True]), np.array([0.1, 0.8, 0.6, 0.9])

    assert score(truth, said) == pytest.approx(expected)
