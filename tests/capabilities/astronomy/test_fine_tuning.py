"""Fine-tuning: the shipped model goes on learning, and what it knew is watched."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Conflict, Invalid
from armillary.capabilities.astronomy.fine_tuning import fine_tune
from armillary.capabilities.astronomy.missions import get_mission
from armillary.capabilities.astronomy.pretrained import load_stored
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES

KEPLER = get_mission("kepler")


def _rows(count: int, seed: int = 1, *, is_upside_down: bool = False) -> pd.DataFrame:
    """Signals in Kepler's columns whose label follows from the depth alone."""
    rng = np.random.default_rng(seed)
    names = [name for name in QUANTITIES["kepler"].values() if name != "signals_of_star"]
    table = pd.DataFrame({name: rng.lognormal(1, 0.5, count) for name in names})
    is_deep = (table["koi_depth"] > table["koi_depth"].median()).to_numpy()
    planet = is_deep if is_upside_down else ~is_deep
    table["koi_disposition"] = np.where(planet, "CONFIRMED", "FALSE POSITIVE")
    table["kepid"] = np.arange(count) + seed * 100_000
    return table


def test_the_model_learns_the_new_rows_and_keeps_its_own_rounds() -> None:
    model = load_stored("kepler")
    before = model.predictor.to_state()

    tuned = fine_tune(KEPLER, model, _rows(400))

    trees = tuned.model.predictor.booster  # type: ignore[attr-defined]  # it is LightGBM's
    own = model.predictor.booster  # type: ignore[attr-defined]  # as above
    assert trees.current_iteration() == own.current_iteration() + tuned.rounds
    assert tuned.rounds > 10
    assert tuned.on_new["change"]["low"] > 0
    assert tuned.on_old is None
    assert model.predictor.to_state() == before


def test_rows_that_contradict_the_old_are_refused_unless_asked_for() -> None:
    old = _rows(300, 2)
    model = fine_tune(KEPLER, load_stored("kepler"), old).model
    upside_down = _rows(1_200, 3, is_upside_down=True)

    with pytest.raises(Conflict, match="gets worse on the stars of Kepler") as refused:
        fine_tune(KEPLER, model, upside_down, old=old)
    asked_for = fine_tune(KEPLER, model, upside_down, old=old, may_be_worse=True)

    assert refused.value.code == "worse_on_old"
    assert asked_for.on_old is not None
    assert asked_for.on_old["after"]["value"] < asked_for.on_old["before"]["value"]


def test_too_few_rows_say_how_many_are_needed() -> None:
    with pytest.raises(Invalid, match="needs 10 rows"):
        fine_tune(KEPLER, load_stored("kepler"), _rows(6))
