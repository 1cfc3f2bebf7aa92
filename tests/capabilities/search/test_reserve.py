"""How much of its time a search keeps for training and stacking its best."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.base.storage import LocalStorage
from armillary.base.values import utc_now
from armillary.capabilities.search import keeping, standing
from armillary.capabilities.search.tables import Search, Trial
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Task
from armillary.learning.search.ground import lay_ground
from armillary.learning.search.objective import get_objective
from armillary.learning.search.trial import run_trial

NOW = utc_now()


def _search(**given: Any) -> Search:
    facts: dict[str, Any] = {
        "id": "search",
        "task": "regression",
        "metric": "rmse",
        "algorithms": ["lightgbm", "random_forest"],
        "space": {},
        "request": {"stack": True, "hold_out": False},
        "seconds": 60.0,
        "seed": 0,
        "patience": None,
        "most_trials": 100,
        "is_stopping": False,
        "held_to_learned": 0.25,
        "started_at": NOW - timedelta(seconds=30),
        "deadline": NOW + timedelta(seconds=30),
    }
    return Search(**facts | given)


def _trial(number: int, algorithm_id: str, fit_s: float) -> Trial:
    return Trial(
        search_id="search",
        number=number,
        algorithm_id=algorithm_id,
        params=get_entry(algorithm_id).defaults(),
        state="complete",
        value=1.0 + number,
        scores=[1.0 + number] * 5,
        fit_s=fit_s,
        predict_s=0.0,
        started_at=NOW - timedelta(seconds=30),
    )


TRIALS = [_trial(0, "lightgbm", 0.5), _trial(1, "random_forest", 4.0)]


def test_what_there_are_models_of_need_not_be_learned_anew() -> None:
    kept = standing.reserve_s(_search(), TRIALS)
    lost = standing.reserve_s(_search(), TRIALS, [TRIALS[1]])

    # The whole takes one and a half times as long as a fold; handling five folds a tenth of each.
    assert lost - kept == pytest.approx(1.5 * 4.0 - 0.1 * 5 * 4.0)


def test_where_others_work_beside_more_is_kept_but_never_most_of_it() -> None:
    calm, busy, crowded = (
        standing.reserve_s(_search(), TRIALS, slowness=slowness) for slowness in (1.0, 3.0, 50.0)
    )

    assert calm < busy < crowded
    assert crowded == pytest.approx(0.3 * 60.0)


def test_a_search_ends_when_what_is_left_is_what_was_kept() -> None:
    in_time, late = (
        standing.find_reason_to_end(_search(), TRIALS, NOW, kept) for kept in (20.0, 28.0)
    )

    assert (in_time, late) == (None, "time")


def test_models_that_were_too_large_are_known_by_what_was_stored(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(120, 2)), columns=["a", "y"])
    ground = lay_ground(table, Task("regression", "y"), 0, 2)
    storage, known = LocalStorage(tmp_path), dict[int, bool]()
    values = get_entry("lightgbm").defaults()
    looks = run_trial(ground, get_objective("regression"), "lightgbm", values, seed=0)
    folds = [look.model for look in looks if look.model]

    keeping.keep(storage, TRIALS[0], folds)
    keeping.keep(storage, TRIALS[1], folds, with_models=False)
    lost = keeping.find_lost(storage, _search(), [*TRIALS, _trial(2, "lightgbm", 1.0)], known)

    assert lost == [TRIALS[1]]
    assert known == {0: True, 1: False}
