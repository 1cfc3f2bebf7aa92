"""The model that is asked where a made-up table stands in for a mission's.

It learned another draw of the synthetic transit survey than the one that stands in, so it has seen
none of the stars that it is asked about. Of real stars it knows nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from armillary.capabilities.astronomy import synthetic
from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.astronomy.pretraining import judging
from armillary.capabilities.astronomy.pretraining.tables import TARGET
from armillary.capabilities.astronomy.pretraining.training import ALGORITHM, SEED, Pretrained

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "another draw of the synthetic transit survey"
PARAMS = {
    "n_estimators": 100,
    "learning_rate": 0.1,
    "num_leaves": 8,
    "min_samples_leaf": 20,
    "subsample": 0.8,
    "colsample": 0.5,
    "reg_lambda": 3.0,
    "early_stopping_rounds": 20,
}
_ROWS, _OTHER_SEED = 10_000, 43


def pretrain_survey(mission: Mission) -> Pretrained:
    """Train on one draw of the survey in a mission's columns, and judge on the one that stands in.

    The same release of Armillary gives the same model.
    """
    from armillary.learning.contract import Task
    from armillary.learning.fit import fit

    learned, asked = _drawn(mission, _ROWS, _OTHER_SEED), _drawn(mission)
    task = Task("classification", TARGET, group=mission.star)
    *_, last = fit(learned, task, ALGORITHM, PARAMS, seed=SEED)
    model = replace(last.model(), judged={}, profile=None)
    output = model.predict(asked).probabilities
    assert output is not None  # a classifier always gives them
    truth, stars = asked[TARGET].to_numpy(), asked[mission.star].to_numpy()
    card = {
        "mission": mission.key,
        "title": f"{mission.title}, made up",
        "source": SOURCE,
        "notice": synthetic.NOTICE,
        "rows": len(learned),
        "stars": int(learned[mission.star].nunique()),
        "rows_held_out": len(asked),
        "stars_held_out": int(asked[mission.star].nunique()),
        "columns": [str(one["name"]) for one in model.features],
        "scores_on_held_out_stars": judging.judge(truth, output, model.classes, stars, SEED),
        "scores_of_folds": [],
    }
    return Pretrained(model, card)


def _drawn(mission: Mission, *how: int) -> pd.DataFrame:
    """Give a draw of the survey: what may be learned from, the star, and the disposition."""
    import pandas as pd

    table = pd.DataFrame(synthetic.draw(mission, *how))
    told = table[mission.target].map(mission.disposition_of).astype(str)
    kept = [*mission.features_in(table.columns), mission.star]
    return table[kept].assign(**{TARGET: told})
