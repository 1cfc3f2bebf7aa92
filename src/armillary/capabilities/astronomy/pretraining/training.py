"""Training the model that is shipped for a mission, and measuring it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.astronomy.pretraining import judging
from armillary.capabilities.astronomy.pretraining.bare import without_values
from armillary.capabilities.astronomy.pretraining.gaps import with_gaps
from armillary.capabilities.astronomy.pretraining.kept_apart import is_held_out, is_steering
from armillary.capabilities.astronomy.pretraining.physics import derived_steps
from armillary.capabilities.astronomy.pretraining.quantities import HINDSIGHT, QUANTITIES
from armillary.capabilities.astronomy.pretraining.tables import (
    TARGET,
    is_fitted,
    is_measured,
    to_learn,
)
from armillary.learning.contract import ONE_THREAD, Machine, Task

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.model import FittedModel
    from armillary.learning.prepare import Prepared

    Mask = npt.NDArray[np.bool_]

SEED = 42
ALGORITHM = "lightgbm"
PARAMS: Mapping[str, Any] = {
    "n_estimators": 350,
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_samples_leaf": 10,
    "subsample": 0.8,
    "colsample": 0.3,
    "reg_lambda": 3.0,
    "early_stopping_rounds": 80,
}
# A weight on candidates alone moves no planet against a false positive. What is undecided is few
# among Kepler's signals and most of TESS's; weighed, the three classes are told apart alike.
_CANDIDATE_WEIGHT: Mapping[str, float] = {"kepler": 1.4, "tess": 0.6, "k2": 1.0}


@dataclass(frozen=True)
class Pretrained:
    """A model for the mission, and the card that tells how good it is and what it is for."""

    model: FittedModel
    card: dict[str, Any]


def pretrain(
    mission: Mission,
    frame: pd.DataFrame,
    *,
    source: str,
    repeats: int = 2,
    machine: Machine = ONE_THREAD,
) -> Pretrained:
    """Train a model on the stars that are not held out, and judge it on those that are.

    ``source`` says which table it is, for the card. The same table gives the same model. With
    ``repeats`` the way of training is also judged by so many rounds of five folds of all stars.
    """
    table = to_learn(mission, frame)
    stars = table[mission.star]
    held, steering = is_held_out(mission.key, stars), is_steering(mission.key, stars)
    model = train(mission, table, held, steering, machine=machine)
    output = model.predict(table[held]).probabilities
    assert output is not None  # a classifier always gives them
    truth, groups = table.loc[held, TARGET].to_numpy(), stars[held].to_numpy()
    card = {
        "mission": mission.key,
        "title": mission.title,
        "source": source,
        "acknowledgement": mission.source.acknowledgement,
        "rows": len(table),
        "stars": int(stars.nunique()),
        "rows_held_out": int(held.sum()),
        "stars_held_out": int(stars[held].nunique()),
        "columns": list(QUANTITIES[mission.key].values()),
        "left_out_for_hindsight": list(HINDSIGHT[mission.key]),
        "derived_columns": [
            step["params"]["name"] for step in derived_steps(QUANTITIES[mission.key], mission.key)
        ],
        "rows_without_a_measured_dip": int((~is_measured(mission, table)).sum()),
        "scores_on_held_out_stars": judging.judge(truth, output, model.classes, groups, SEED),
        "scores_of_folds": [
            judging.judge(table[TARGET].to_numpy(), said, model.classes, stars.to_numpy(), SEED)
            for said in folds(mission, table, repeats, machine=machine)
        ],
    }
    return Pretrained(without_values(mission, model), card)


def train(
    mission: Mission,
    table: pd.DataFrame,
    held: Mask,
    steering: Mask,
    *,
    machine: Machine = ONE_THREAD,
    extra: tuple[str, ...] = (),
) -> FittedModel:
    """Train on the rows that are neither held out nor steer; ``extra`` are columns beside ours.

    Rows whose dip nobody fitted are not learned from, and what is missing in some is made so by
    chance: that a value is missing shall mean nothing.
    """
    from armillary.learning.fit_prepared import fit_prepared

    may_learn = held | is_fitted(mission, table).to_numpy()
    table, held, steering = table[may_learn], held[may_learn], steering[may_learn]
    table = with_gaps(mission, table, ~held & ~steering, SEED)
    columns = [*QUANTITIES[mission.key].values(), *extra]
    columns = [name for name in columns if table.loc[~held, name].notna().any()]
    prepared = prepare_parts(mission, table[[*columns, mission.star, TARGET]], held, steering)
    *_, last = fit_prepared(prepared, ALGORITHM, PARAMS, seed=SEED, machine=machine)
    return last.model()


def folds(
    mission: Mission,
    table: pd.DataFrame,
    repeats: int,
    *,
    machine: Machine = ONE_THREAD,
    extra: tuple[str, ...] = (),
) -> list[npt.NDArray[np.float64]]:
    """Give what models say of rows of stars they have not seen (n, 3), once for each repeat."""
    import numpy as np

    said = []
    for repeat in range(repeats):
        fold = judging.deal_stars(table[mission.star], np.random.default_rng([SEED, repeat]), 10)
        output = np.zeros((len(table), 3))
        for place in range(5):
            held = (fold == 2 * place) | (fold == 2 * place + 1)
            steering = fold == (2 * place + 2) % 10
            model = train(mission, table, held, steering, machine=machine, extra=extra)
            found = model.predict(table[held]).probabilities
            assert found is not None  # a classifier always gives them
            output[held] = found
        said.append(output)
    return said


def prepare_parts(mission: Mission, table: pd.DataFrame, held: Mask, steering: Mask) -> Prepared:
    """Run the recipe on what `tables.to_learn` gave, and split the rows by the masks."""
    import numpy as np
    import pyarrow as pa

    from armillary.learning.prepare import prepare
    from armillary.learning.recipe.checking import check_steps
    from armillary.learning.recipe.engine import open_memory
    from armillary.learning.recipe.training import begin
    from armillary.learning.split import Shares, Split

    there = {
        name: column for name, column in QUANTITIES[mission.key].items() if column in table.columns
    }
    arrow = pa.Table.from_pandas(table, preserve_index=False)
    recipe = begin(open_memory(), arrow, check_steps(derived_steps(there, mission.key)), {})
    weight = _CANDIDATE_WEIGHT[mission.key]
    weights = None if weight == 1.0 else {"candidate": weight}
    task = Task("classification", TARGET, group=mission.star, class_weights=weights)
    rng = np.random.default_rng(SEED)
    prepared = prepare(recipe.frame, task, Shares(0.1, 0.2), rng, recipe, SEED)
    # The recipe puts rows in the order of the split that it was given; target says whence they are.
    held, steering = held[prepared.target.rows], steering[prepared.target.rows]
    parts = (~held & ~steering, steering & ~held, held)
    split = Split(*(np.flatnonzero(part) for part in parts))
    return replace(prepared, split=split)
