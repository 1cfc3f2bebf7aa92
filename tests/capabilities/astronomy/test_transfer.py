"""What Kepler taught, asked about TESS: how good it is where it speaks, and where it is silent."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.capabilities.astronomy import pretrained
from armillary.capabilities.astronomy.missions import get_mission
from armillary.capabilities.astronomy.pretraining import judging, transfer
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES, SHARED
from armillary.capabilities.astronomy.pretraining.tables import TARGET, is_measured, to_learn

KEY = "tess_from_kepler"


def test_what_it_answers_is_as_good_on_stars_that_chose_nothing_as_its_card_says(
    test_data: Path,
) -> None:
    path = test_data / "exoplanet/toi_2025-10-01.csv.gz"
    mission, card = get_mission("tess"), pretrained.stored_card(KEY)
    frame = pd.read_csv(path, comment="#", low_memory=False)
    table = to_learn(mission, frame)
    decided = table[TARGET].ne("candidate") & is_measured(mission, table)
    judging_rows = table[decided & ~transfer.is_choosing(table[mission.star])]

    share = transfer.planet_share(pretrained.load_stored(KEY), judging_rows)
    answered = transfer.sureness(share) >= card["least_sureness"]
    is_planet = (judging_rows[TARGET] == "planet").to_numpy()

    found = judging.auc(is_planet[answered], share[answered])
    told = card["judged_on"]
    assert found == pytest.approx(told["planet_auc"]["value"], abs=0.0005)
    assert found >= card["promised_auc"] == 0.85
    assert answered.mean() == pytest.approx(told["share_answered"], abs=0.001)
    assert judging.auc(is_planet, share) < found


def test_its_bundle_holds_no_star_and_asks_for_shared_measurements_alone(test_data: Path) -> None:
    stars = set()
    for name, star in (("koi_cumulative", "kepid"), ("toi", "tid")):
        path = test_data / f"exoplanet/{name}_2025-10-01.csv.gz"
        stars |= set(pd.read_csv(path, comment="#", usecols=[star])[star].astype(str))
    told = [file.read_text() for file in (pretrained.BUNDLES / KEY).rglob("*") if file.is_file()]

    words = set(re.findall(r'"([^"]*)"', "\n".join(told)))
    asked = {one["name"] for one in pretrained.load_stored(KEY).features}

    assert not words & stars
    assert asked <= {QUANTITIES["tess"][name] for name in SHARED}


def test_where_no_share_of_the_rows_holds_the_promise_there_is_no_transfer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "_DRAWS", 20)
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {TARGET: rng.choice(["planet", "false_positive"], 300), "star": map(str, range(300))}
    )

    with pytest.raises(Invalid, match="not to be offered"):
        transfer._choose(table, rng.random(300))


def test_half_of_the_stars_choose_and_a_name_means_the_same_as_a_number() -> None:
    found = transfer.is_choosing(range(4_000))

    assert 0.46 < found.mean() < 0.54
    assert transfer.is_choosing([17.0, "17"]).tolist() == [found[17], found[17]]
