"""The report of drift: columns, rows, and what the model says, then and now."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.drift.columns import compare_column
from armillary.learning.drift.matching import comparable, match_columns
from armillary.learning.drift.worlds import tell_worlds
from armillary.learning.familiar import Profile, find_strange
from armillary.learning.familiar.profile import see_column
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.model import FittedModel

ROWS = 50_000
_ASKED = 5_000
_LIKELY = 0.01
_SOME, _STRONG = 0.1, 0.25
_EXAMPLES = 20
_FEWEST = 30


def report_drift(
    model: FittedModel, new: pd.DataFrame, then: pd.DataFrame | None, seed: int = 0
) -> Generator[tuple[str, float], None, dict[str, Any]]:
    """Compare new rows with those of the training; yields what it is about and how far it is.

    ``then`` is the table that the model was trained on, None where it is gone: then columns are
    compared with what the model remembers of it. Rows beyond 50,000 are left out evenly.
    """
    import numpy as np

    chance = np.random.default_rng(seed)
    new = new.iloc[spread(len(new), ROWS)].reset_index(drop=True)
    matched, extra = match_columns(model.features, new)
    told: dict[str, Any] = {
        "rows": len(new),
        "matched": [one.to_json() for one in matched],
        "extra": [name for name in extra if name not in model.task.aside],
        "notes": [],
    }
    yield "Columns", 0.1
    shown, shown_then = _shown(model, new, then, comparable(matched), told["notes"])
    profile = model.profile or _learned(model, then if model.recipe is None else shown_then)
    told["columns"] = _columns(profile, shown, chance)
    told["rows_then"] = None if profile is None else profile.rows
    yield "Rows that are too far", 0.4
    told["strange"] = _strange(profile, shown)
    yield "Telling the two apart", 0.5
    told["worlds"] = tell_worlds(shown_then, shown)
    yield "What the model says", 0.8
    told["predictions"] = _predictions(model, new, then, matched, chance)
    told["verdict"] = _verdict(told)
    return told


def _shown(
    model: FittedModel,
    new: pd.DataFrame,
    then: pd.DataFrame | None,
    names: Sequence[str],
    notes: list[str],
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Give both tables as the model sees them: prepared by its recipe, if it has one."""
    if then is None:
        notes.append(
            "The table of the training is gone: columns are compared with what the model remembers "
            "of it, and the rows of the two cannot be told apart."
        )
    else:
        then = then.iloc[spread(len(then), ROWS)].reset_index(drop=True)
    if model.recipe is None:
        kept = [name for name in names if then is None or name in then.columns]
        return new[kept], None if then is None else then[kept]
    if len(names) < len(model.features):
        notes.append(
            "The model's recipe needs columns that are missing or changed, so nothing else can be "
            "compared."
        )
        return new[[]], None
    return model.recipe.apply(new), None if then is None else model.recipe.apply(then)


def _learned(model: FittedModel, then: pd.DataFrame | None) -> Profile | None:
    """Learn what an older model does not remember from its table."""
    import numpy as np

    names = [column.name for column in model.preprocess.columns]
    if then is None or any(name not in then.columns for name in names):
        return None
    importance = model.evaluation.get("feature_importance")
    return Profile.of(then, np.arange(len(then)), model.preprocess, importance)


def _columns(profile: Profile | None, new: pd.DataFrame, chance: Any) -> list[dict[str, Any]]:
    """Compare each column; those that changed most and matter come first."""
    if profile is None:
        return []
    found = [
        compared
        for column in profile.columns
        if column.name in new.columns
        and (compared := compare_column(column, new[column.name], profile.rows, chance))
    ]
    for one, adjusted in zip(found, _adjusted([one["p_value"] for one in found]), strict=True):
        one["adjusted_p_value"] = adjusted
        one["level"] = _level(one["psi"] - one["by_chance"], adjusted)
    return sorted(found, key=lambda one: -one["psi"])


def _level(psi: float, p_value: float | None) -> str:
    if p_value is None or p_value >= _LIKELY or psi < _SOME:
        return "none"
    return "strong" if psi >= _STRONG else "some"


def _adjusted(values: Sequence[float | None]) -> list[float | None]:
    """Adjust p-values for their number by the way of S. Holm (1979)."""
    given = sorted((value, place) for place, value in enumerate(values) if value is not None)
    adjusted: list[float | None] = [None] * len(values)
    most = 0.0
    for rank, (value, place) in enumerate(given):
        most = max(most, min(1.0, value * (len(given) - rank)))
        adjusted[place] = most
    return adjusted


def _strange(profile: Profile | None, new: pd.DataFrame) -> dict[str, Any] | None:
    """Give the share of rows that are too far, its interval, and some of them with the reason."""
    import numpy as np

    from armillary.learning.scores.intervals import wilson

    if profile is None or not len(new):
        return None
    if any(one.name not in new.columns for one in profile.columns):
        return None
    found = find_strange(profile, new)
    share, interval = wilson(found.is_far.astype(float), None, None)
    places = np.flatnonzero(found.is_far)
    return {
        "share": share,
        "low": interval.low,
        "high": interval.high,
        "rows": len(places),
        "examples": [{"row": int(at), "why": found.why(int(at))} for at in places[:_EXAMPLES]],
    }


def _predictions(
    model: FittedModel,
    new: pd.DataFrame,
    then: pd.DataFrame | None,
    matched: Sequence[Any],
    chance: Any,
) -> dict[str, Any] | None:
    """Compare what the model says of both tables; None where it cannot be asked."""
    if then is None or any(one.state != "same" for one in matched) or model.describes is not None:
        return None
    if any(one.name not in then.columns for one in matched):
        return None
    said_then, said_now = (
        _said(model, table.iloc[spread(len(table), _ASKED)]) for table in (then, new)
    )
    role: Any = "numeric" if model.classes is None else "categorical"
    values = said_then.to_numpy(float) if role == "numeric" else None
    seen = see_column(str(model.task.target), role, 1.0, values, said_then)
    found = compare_column(seen, said_now, len(said_then), chance)
    if found is not None:
        found["adjusted_p_value"] = found["p_value"]
        found["level"] = _level(found["psi"] - found["by_chance"], found["p_value"])
    return found


def _said(model: FittedModel, frame: pd.DataFrame) -> pd.Series:
    import pandas as pd

    values: npt.NDArray[Any] = model.predict(frame).values
    if model.classes is None:
        return pd.Series(values.astype(float))
    return pd.Series([str(value) for value in values], dtype=object)


def _verdict(told: dict[str, Any]) -> str:
    """Say in a word what is to be thought: broken, unclear, drifted, watch or same."""
    if any(one["state"] != "same" for one in told["matched"]):
        return "broken"
    if told["rows"] < _FEWEST or not told["columns"]:
        return "unclear"
    levels = [one["level"] for one in told["columns"]]
    worlds, strange = told["worlds"], told["strange"]
    far = 0.0 if strange is None else strange["low"]
    if "strong" in levels or far > 0.05 or (worlds is not None and worlds["low"] > 0.7):
        return "drifted"
    is_seen = worlds is not None and worlds["low"] > 0.55
    return "watch" if "some" in levels or far > 0.01 or is_seen else "same"
