"""Where neither folder nor archive has a table: a made-up one, and the model that comes for it."""

from collections.abc import Iterator

import pandas as pd
import pytest

from armillary.base.values import from_json
from armillary.capabilities.astronomy import get_mission, pretrained, sessions, synthetic
from armillary.capabilities.astronomy.missions import all_missions
from armillary.capabilities.astronomy.pretraining import judging
from armillary.capabilities.astronomy.pretraining.shipping import MOST_BYTES
from armillary.settings import Settings
from tests.contracts.workshop import Workshop, open_workshop

MISSIONS = [mission.key for mission in all_missions()]


@pytest.fixture
def shop(settings: Settings) -> Iterator[Workshop]:
    alone = {"exoplanet_archive_url": "", "datasets_dir": None}
    with open_workshop(settings.model_copy(update=alone)) as opened:
        yield opened


def test_a_model_that_comes_along_answers_at_once_and_says_what_it_knows(shop: Workshop) -> None:
    wish = sessions.Wish("pretrained", "nasa", get_mission("tess"))
    with shop.database.write() as session:
        session_id = sessions.start(shop.actor, session, shop.settings, wish).id

    job, _ = shop.run(session_id)

    assert job.state == "succeeded", job.error
    with shop.database.read() as session:
        result = sessions.read_result(shop.actor, session, shop.storage, session_id)
        progress = sessions.read_progress(shop.actor, session, session_id)
    info = result["model_info"]
    assert result["notice"] == progress["notice"] == synthetic.NOTICE
    assert (info["source"], info["training_id"], info["model_id"]) == ("synthetic", None, None)
    assert "of real ones it knows nothing" in " ".join(progress["notes"])
    judged = sum(map(sum, result["metrics"]["confusion_matrix"]))
    assert judged == info["test_size"] == len(result["predictions"])
    assert result["metrics"]["accuracy"] > 0.75
    assert all(one["reasons"] for one in result["predictions"][:20])


@pytest.mark.parametrize("key", MISSIONS)
def test_it_is_small_and_as_good_on_the_draw_that_stands_in_as_its_card_says(key: str) -> None:
    mission, name = get_mission(key), pretrained.survey_key(key)
    folder = pretrained.BUNDLES / name
    card = pretrained.stored_card(name)
    table = pd.DataFrame(synthetic.draw(mission))
    truth = table[mission.target].map(mission.disposition_of)

    model = pretrained.load_stored(name)
    said = model.predict(table).probabilities

    assert said is not None
    planet, false = (list(model.classes or ()).index(c) for c in ("planet", "false_positive"))
    decided = truth.isin(["planet", "false_positive"]).to_numpy()
    share = said[decided, planet] / (said[decided, planet] + said[decided, false])
    found = judging.auc((truth == "planet").to_numpy()[decided], share)
    assert found == pytest.approx(card["scores_on_held_out_stars"]["planet_auc"]["value"], abs=5e-4)
    assert sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) <= MOST_BYTES
    assert {one["name"] for one in model.features} <= set(mission.features)
    # What it proves itself by is made up as well.
    assert from_json((folder / "model" / "proof.json").read_bytes())["rows"]
