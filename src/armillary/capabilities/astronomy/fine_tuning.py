"""Going on with a pretrained model on somebody's own rows, and seeing what that did to the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Conflict, Invalid
from armillary.capabilities.astronomy.missions import Mission
from armillary.capabilities.astronomy.pretrained import WORSE_ON_OLD
from armillary.capabilities.astronomy.pretraining.kept_apart import is_held_out, is_steering
from armillary.capabilities.astronomy.pretraining.tables import TARGET, is_measured, to_learn
from armillary.capabilities.astronomy.pretraining.training import prepare_parts
from armillary.learning.algorithms import get_algorithm
from armillary.learning.contract import ONE_THREAD, Machine, State, Table
from armillary.learning.pack import pack_json
from armillary.learning.rounds import PROGRESS_FILE, Progress

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.model import FittedModel

    Array = npt.NDArray[Any]

_SEED = 42
_DRAWS = 400
_MUCH_WORSE = -0.01
_LEAST_ROWS = 10


@dataclass(frozen=True)
class FineTuned:
    """The model that went on learning, judged anew, and its scores on stars that neither knows.

    ``on_new`` and ``on_old`` hold ``before``, ``after`` and ``change`` of the accuracy, each
    ``{value, low, high}``, and ``rows``; ``on_old`` is None where no old table was given.
    """

    model: FittedModel
    rounds: int
    on_new: Mapping[str, Any]
    on_old: Mapping[str, Any] | None


def fine_tune(
    mission: Mission,
    model: FittedModel,
    rows: pd.DataFrame,
    *,
    old: pd.DataFrame | None = None,
    rounds: int = 60,
    may_be_worse: bool = False,
    machine: Machine = ONE_THREAD,
) -> FineTuned:
    """Add rounds to the boosting of ``model`` (one that `armillary pretrain` made).

    ``rows`` are somebody's own with their dispositions, ``old`` the mission's table where there is
    one: its training stars are learned from again beside the new ones, so that they are not
    forgotten. A fifth of the stars of each, by their names, is never learned from and judges the
    model before and after; the same stars each time.

    Raises
    ------
    `Conflict` (``worse_on_old``) where the old gets clearly worse, unless ``may_be_worse``.
    `Invalid` for a table that is not the mission's, or with too few rows to learn from and judge.

    """
    new = _parts(mission, rows, old)
    past = None if old is None else _parts(mission, old)
    if (reason := _too_few(new, len(rows))) is not None:
        raise Invalid(reason, code="too_few_rows")
    tuned, added = _go_on(model, new, past, rounds, machine)
    tuned = _judged(mission, tuned, [new] if past is None else [new, past])
    on_old = None if past is None else _compare(mission, model, tuned, past["held"])
    if on_old is not None and on_old["change"]["high"] < _MUCH_WORSE and not may_be_worse:
        raise Conflict(
            f"With these rows the model gets worse on the stars of {mission.title}: of 100 it "
            f"tells {100 * on_old['before']['value']:.1f} right before and "
            f"{100 * on_old['after']['value']:.1f} after. Look the dispositions over, or take "
            "it anyway.",
            code=WORSE_ON_OLD,
            details={"on_old": on_old},
        )
    return FineTuned(tuned, added, _compare(mission, model, tuned, new["held"]), on_old)


def why_too_few(mission: Mission, rows: pd.DataFrame) -> str | None:
    """Say why rows are too few to go on learning with; None where they are not."""
    return _too_few(_parts(mission, rows), len(rows))


def summed_up(tuned: FineTuned, mission: Mission) -> list[str]:
    """Say what going on learning did, in sentences."""
    said = [f"{tuned.rounds:,} rounds were added to the shipped model."]
    sides = (("your rows", tuned.on_new), (f"the rows of {mission.title}", tuned.on_old))
    for whose, found in sides:
        if found is not None:
            before, after, change = (found[name] for name in ("before", "after", "change"))
            said.append(
                f"Of {found['rows']:,} of {whose} that neither learned from, "
                f"{before['value']:.1%} were told right before and {after['value']:.1%} after "
                f"(the change lies between {100 * change['low']:+.1f} and "
                f"{100 * change['high']:+.1f} points)."
            )
    return said


def _too_few(new: Mapping[str, pd.DataFrame], given: int) -> str | None:
    if len(new["train"]) >= _LEAST_ROWS and len(new["held"]):
        return None
    return (
        f"Fine-tuning needs {_LEAST_ROWS} rows to learn from and a star to judge by; the {given} "
        f"rows given leave {len(new['train'])} and {len(new['held'])}. Give more stars."
    )


def _parts(
    mission: Mission, frame: pd.DataFrame, beside: pd.DataFrame | None = None
) -> dict[str, pd.DataFrame]:
    """Split a table by the names of its stars."""
    table = to_learn(mission, frame, beside)
    stars = table[mission.star]
    held, steering = is_held_out(mission.key, stars), is_steering(mission.key, stars)
    may_teach = is_measured(mission, table).to_numpy() & ~held
    return {
        "train": table[may_teach & ~steering],
        "steering": table[may_teach & steering],
        "held": table[held],
    }


def _go_on(
    model: FittedModel,
    new: Mapping[str, pd.DataFrame],
    past: Mapping[str, pd.DataFrame] | None,
    rounds: int,
    machine: Machine,
) -> tuple[FittedModel, int]:
    """Add rounds, and keep those up to the best on the rows that steer."""
    import numpy as np
    import pandas as pd

    sources = [new] if past is None else [new, past]
    train = pd.concat([source["train"] for source in sources], ignore_index=True)
    steering = pd.concat([source["steering"] for source in sources], ignore_index=True)
    if not len(steering):
        steering = train
    table = Table(
        kind="classification",
        features=_encode(model, train),
        target=_labels(model, train),
        validation_features=_encode(model, steering),
        validation_target=_labels(model, steering),
        n_classes=len(model.classes or ()),
        columns=model.preprocess.output_names(),
        categorical=model.preprocess.categorical(),
    )
    state, done = _state_of(model)
    params = {**model.params, "n_estimators": done + rounds}
    rng = np.random.default_rng(_SEED)
    algorithm = get_algorithm(model.algorithm)
    *_, last = algorithm.train(table, params, rng, resume=state, machine=machine)
    best = last.predictor()
    # Rounds behind the best are not kept.
    kept = int(best.booster.current_iteration())  # type: ignore[attr-defined]  # it is LightGBM's
    return replace(model, predictor=best, params=params), kept - done


def _judged(
    mission: Mission, tuned: FittedModel, sources: Sequence[Mapping[str, pd.DataFrame]]
) -> FittedModel:
    """Judge a model on the stars of all sources that are held out, as any training is judged.

    Where these rows lack one of its classes it keeps what was known of it before.
    """
    import numpy as np
    import pandas as pd

    from armillary.learning.familiar import Profile
    from armillary.learning.judging import Judging

    parts = [(name, source[name]) for source in sources for name in ("train", "steering", "held")]
    table = pd.concat([frame for _, frame in parts], ignore_index=True)
    if set(table[TARGET]) != set(map(str, tuned.classes or ())):
        return tuned
    part = np.concatenate([[name] * len(frame) for name, frame in parts])
    prepared = prepare_parts(mission, table, part == "held", part == "steering")
    found = Judging(prepared, tuned.preprocess).judge(tuned.predictor)
    return replace(
        tuned,
        evaluation=found.evaluation | {"split": prepared.split.sizes()},
        data_hash=prepared.data_hash,
        judged=found.judged,
        conformal=found.reach,
        profile=Profile.learn(prepared, tuned.preprocess, found.evaluation),
    )


def _state_of(model: FittedModel) -> tuple[State, int]:
    """Give a state from which boosting goes on behind the last round that the model kept."""
    from armillary.learning.leafwise.booster import BEST_FILE, BoosterPredictor
    from armillary.learning.leafwise.rounds import ALL_FILE

    if not isinstance(model.predictor, BoosterPredictor):
        raise Invalid(
            f"Only a model of LightGBM can go on learning here; this is one of {model.algorithm}.",
            code="not_tunable",
        )
    text = model.predictor.to_state().files[BEST_FILE]
    done = int(model.predictor.booster.current_iteration())
    progress = Progress(learning_rate=float(model.params["learning_rate"]), rounds=done,
                        best_round=done)  # fmt: skip
    return State(
        {BEST_FILE: text, ALL_FILE: text, PROGRESS_FILE: pack_json(asdict(progress))}
    ), done


def _encode(model: FittedModel, table: pd.DataFrame) -> Array:
    prepared = table if model.recipe is None else model.recipe.apply(table)
    return model.preprocess.encode(prepared)


def _labels(model: FittedModel, table: pd.DataFrame) -> Array:
    import numpy as np

    names = [str(label) for label in model.classes or ()]
    return np.array([names.index(label) for label in table[TARGET]], dtype=np.int64)


def _compare(
    mission: Mission, before: FittedModel, after: FittedModel, held: pd.DataFrame
) -> dict[str, Any]:
    """Give the accuracy of both on held-out stars, and how it changed, over draws of stars."""
    import numpy as np
    import pandas as pd

    truth = _labels(before, held)
    right = []
    for model in (before, after):
        said = model.predictor.predict(_encode(model, held)).argmax(axis=1)
        right.append((said == truth).astype(float))
    places, names = pd.factorize(held[mission.star])
    counts = np.bincount(places)
    rng = np.random.default_rng(_SEED)
    drawn = rng.integers(len(names), size=(_DRAWS, len(names)))  # (draw, star)
    size = counts[drawn].sum(axis=1)
    sums = [np.bincount(places, each)[drawn].sum(axis=1) / size for each in right]
    means = [float(each.mean()) for each in right]
    return {
        "rows": len(held),
        "stars": len(names),
        "before": _interval(means[0], sums[0]),
        "after": _interval(means[1], sums[1]),
        "change": _interval(means[1] - means[0], sums[1] - sums[0]),
    }


def _interval(value: float, drawn: Sequence[float] | Array) -> dict[str, float]:
    import numpy as np

    low, high = np.quantile(drawn, (0.025, 0.975))
    return {"value": round(value, 4), "low": round(float(low), 4), "high": round(float(high), 4)}
