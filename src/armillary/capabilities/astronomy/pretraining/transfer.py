"""From Kepler to TESS: a model of one mission asked about the other, and where it should be silent.

It learns from Kepler's decided signals what both missions measure, under the names of TESS's
columns. The instruments are unlike, so how sure it has to be before it speaks is chosen on one half
of TESS's stars, such that even the lower end of the ranking's interval holds what is promised; the
other half, which took no part, tells what that is worth.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.capabilities.astronomy.missions import Mission, get_mission
from armillary.capabilities.astronomy.pretraining import judging
from armillary.capabilities.astronomy.pretraining.bare import without_values
from armillary.capabilities.astronomy.pretraining.physics import derived_steps
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES, SHARED
from armillary.capabilities.astronomy.pretraining.tables import TARGET, is_measured, to_learn
from armillary.capabilities.astronomy.pretraining.training import SEED, Pretrained

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.model import FittedModel

    Array = npt.NDArray[Any]

FROM, TO = "kepler", "tess"
PROMISED = 0.85
"""The least chance that, of what is answered, a planet is ranked above a false positive."""
PARAMS = {
    "n_estimators": 250,
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_samples_leaf": 20,
    "subsample": 0.8,
    "colsample": 0.3,
    "reg_lambda": 3.0,
    "early_stopping_rounds": 250,
}
_SURE = tuple(place / 20 for place in range(19))
_FEWEST = 100


def pretrain_transfer(kepler: pd.DataFrame, tess: pd.DataFrame, *, source: str) -> Pretrained:
    """Train on Kepler's table, choose on half of TESS's stars when to be silent, judge on the rest.

    Raises `Invalid` where no share of the rows can be answered as well as is promised.
    """
    learned, asked = _learned(kepler), _asked(tess)
    model = _train(learned)
    share = planet_share(model, asked)
    chooses = is_choosing(asked["star"])
    threshold = _choose(asked[chooses], share[chooses])
    card = {
        "mission": TO,
        "learned_from": FROM,
        "source": source,
        "rows": len(learned),
        "columns": [QUANTITIES["tess"][name] for name in SHARED],
        "least_sureness": threshold,
        "promised_auc": PROMISED,
        "chosen_on": _scores(asked[chooses], share[chooses], threshold),
        "judged_on": _scores(asked[~chooses], share[~chooses], threshold),
        "drift": _drift(learned, asked),
        "two_sample_auc": _two_sample(learned, asked),
    }
    return Pretrained(without_values(get_mission("tess"), model), card)


def is_choosing(stars: Iterable[Any]) -> npt.NDArray[np.bool_]:
    """Tell of each star (n,) of TESS whether it chose when to be silent; the others may judge."""
    import numpy as np

    digests = (hashlib.sha256(f"half:{_plain(star)}".encode()).digest() for star in stars)
    return np.array([digest[-1] % 2 == 0 for digest in digests], dtype=bool)


def planet_share(model: FittedModel, rows: pd.DataFrame) -> Array:
    """Give the probability of a planet (n,), where there are planets and false positives only."""
    output = model.predict(rows).probabilities
    assert output is not None  # a classifier always gives them
    found: Array = output[:, list(model.classes or ()).index("planet")]
    return found


def sureness(share: Array) -> Array:
    """Give how far from a toss-up each probability is, 0 to 1."""
    import numpy as np

    return np.asarray(np.abs(share - 0.5) * 2)


def _learned(frame: pd.DataFrame) -> pd.DataFrame:
    """Give Kepler's decided signals in TESS's columns."""
    mission = get_mission("kepler")
    return _decided(mission, frame).rename(
        columns={QUANTITIES["kepler"][name]: QUANTITIES["tess"][name] for name in SHARED}
    )


def _asked(frame: pd.DataFrame) -> pd.DataFrame:
    return _decided(get_mission("tess"), frame)


def _decided(mission: Mission, frame: pd.DataFrame) -> pd.DataFrame:
    table = to_learn(mission, frame)
    kept = table[TARGET].ne("candidate") & is_measured(mission, table)
    wanted = [QUANTITIES[mission.key][name] for name in SHARED]
    named = table.rename(columns={mission.star: "star"})
    return named.loc[kept, [*wanted, "star", TARGET]].reset_index(drop=True)


def _train(table: pd.DataFrame) -> FittedModel:
    import pyarrow as pa

    from armillary.learning.contract import Task
    from armillary.learning.fit import fit
    from armillary.learning.recipe.checking import check_steps
    from armillary.learning.recipe.engine import open_memory
    from armillary.learning.recipe.training import begin

    named = {name: QUANTITIES["tess"][name] for name in SHARED}
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    recipe = begin(open_memory(), arrow, check_steps(derived_steps(named)), {})
    task = Task("classification", TARGET, group="star")
    *_, last = fit(recipe.frame, task, "lightgbm", PARAMS, seed=SEED, recipe=recipe)
    return last.model()


def _choose(asked: pd.DataFrame, share: Array) -> float:
    """Give the least sureness with which the promise holds at the lower end of its interval."""
    for threshold in _SURE:
        answered = sureness(share) >= threshold
        if answered.sum() < _FEWEST or len(set(asked.loc[answered, TARGET])) < 2:
            break
        if _judge(asked, share, answered, ("planet_auc",))["planet_auc"]["low"] >= PROMISED:
            return threshold
    raise Invalid(
        f"From {FROM} to {TO} nothing holds {PROMISED:g} on the half of the stars that chooses; "
        "this step is not to be offered.",
        code="no_transfer",
    )


def _scores(asked: pd.DataFrame, share: Array, threshold: float) -> dict[str, Any]:
    """Give the scores of what is answered, beside those of all rows."""
    import numpy as np

    answered = sureness(share) >= threshold
    all_rows = _judge(asked, share, np.ones(len(asked), dtype=bool), ("planet_auc",))
    wanted = ("planet_auc", "planet_calibration_error", "accuracy")
    return {
        "rows": len(asked),
        "stars": int(asked["star"].nunique()),
        "rows_answered": int(answered.sum()),
        "share_answered": round(float(answered.mean()), 4),
        "planet_auc_of_all_rows": all_rows["planet_auc"],
        **_judge(asked, share, answered, wanted),
    }


def _judge(asked: pd.DataFrame, share: Array, rows: Array, only: Sequence[str]) -> dict[str, Any]:
    """Give the wanted scores of some of the rows, with intervals over stars."""
    import numpy as np

    output = np.stack([1 - share, share], axis=1)[rows]
    told, stars = asked.loc[rows, TARGET].to_numpy(), asked.loc[rows, "star"].to_numpy()
    return judging.judge(told, output, ("false_positive", "planet"), stars, SEED, only)


def _drift(learned: pd.DataFrame, asked: pd.DataFrame) -> dict[str, float]:
    """Give how unlike the missions are in each column: the largest gap of the distributions."""
    from scipy.stats import ks_2samp

    columns = (QUANTITIES["tess"][name] for name in SHARED)
    return {
        name: round(float(ks_2samp(learned[name].dropna(), asked[name].dropna()).statistic), 4)
        for name in columns
    }


def _two_sample(learned: pd.DataFrame, asked: pd.DataFrame) -> float:
    """Give how well a forest tells whose row it is, on rows that it has not seen; 0.5: not at all.

    Numbers are rounded to two digits first, since the archives' habits of rounding alone would do.
    """
    import numpy as np
    import pandas as pd
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import cross_val_predict

    columns = [QUANTITIES["tess"][name] for name in SHARED]
    both = pd.concat([learned[columns], asked[columns]]).to_numpy(dtype=np.float64)
    whose = np.r_[np.zeros(len(learned)), np.ones(len(asked))]
    with np.errstate(all="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.abs(both))) - 1)
        rounded = np.nan_to_num(np.round(both / unit) * unit, nan=-1.0)
    forest = RandomForestClassifier(60, min_samples_leaf=5, random_state=SEED)
    said = cross_val_predict(forest, rounded, whose, cv=3, method="predict_proba")[:, 1]
    return round(judging.auc(whose, said), 4)


def _plain(star: Any) -> str:
    is_whole = isinstance(star, float) and star.is_integer()
    return str(int(star)) if is_whole else str(star).strip()
