"""Why a model says what it says of a row: what one value takes away, and what it brings alone.

The value of one column after the other is replaced by the usual one (the median of the training
rows): what the probability of the prediction loses, the value had given. And it is put alone into
a row in which everything else is as usual: what that gains, it brings by itself. The mean of both
is told, so that columns which say the same in two ways are both named. (These are the first and
the last term of the Shapley value of the column: L. S. Shapley, 1953.)
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any

from armillary.capabilities.astronomy.missions import DISPOSITIONS, Mission

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from armillary.learning.model import FittedModel

    Floats = np.ndarray[Any, Any]

SHOWN = 5
_NAMED = 3
_LEAST = 0.01
_NEAR = 0.05
_MOST_ROWS = 2_000
_ROWS_AT_ONCE = 40_000


def explain(
    model: FittedModel,
    rows: pd.DataFrame,
    said: Floats,
    usual: Mapping[str, Any],
    mission: Mission,
) -> Generator[float, None, list[dict[str, Any]]]:
    """Give ``{feature_importance, reasons}`` for each row; of very many rows only for the first.

    Tells the share that is done. ``feature_importance`` holds what the five strongest columns add
    to the probability of the prediction, or of the others their mean size.
    """
    import numpy as np
    import pandas as pd

    from armillary.capabilities.astronomy import answering

    some = rows.iloc[:_MOST_ROWS]
    best = said[: len(some)].argmax(axis=1)
    columns = [name for name in rows.columns if name in usual]
    common = some.assign(**usual).astype(some.dtypes.to_dict())

    def of_predictions(frames: list[pd.DataFrame]) -> Floats:
        """Give what is said of the predictions (n_frames, n_rows)."""
        now = answering.probabilities(model, pd.concat(frames, ignore_index=True))
        shaped: Floats = now.reshape(len(frames), len(some), -1)
        return shaped[:, np.arange(len(some)), best]

    whole, base = said[np.arange(len(some)), best], of_predictions([common])[0]
    added = np.zeros((len(some), len(columns)))
    # Asking about many frames at once costs little more than about one.
    at_once = max(1, _ROWS_AT_ONCE // max(1, 2 * len(some)))
    for start in range(0, len(columns), at_once):
        names = columns[start : start + at_once]
        without = of_predictions([some.assign(**{name: common[name]}) for name in names])
        alone = of_predictions([common.assign(**{name: some[name]}) for name in names])
        added[:, start : start + len(names)] = ((whole - without + alone - base) / 2).T
        yield 0.1 + 0.9 * (start + len(names)) / len(columns)
    general = np.abs(added).mean(axis=0) if len(some) else np.zeros(len(columns))
    by_size = np.argsort(-general, kind="stable")[:SHOWN]
    overall = {
        "feature_importance": {columns[one]: float(general[one]) for one in by_size},
        "reasons": [
            f"Rows are explained one by one up to the {_MOST_ROWS:,}th; this is a later one."
        ],
    }
    own = [
        _row(columns, added[place], some.iloc[place], usual, mission, DISPOSITIONS[best[place]])
        for place in range(len(some))
    ]
    for place, one in enumerate(own):
        one["reasons"] = one["reasons"] or [
            none_alone(
                float(whole[place] - base[place]), mission.display[DISPOSITIONS[best[place]]]
            )
        ]
    return own + [overall] * (len(rows) - len(some))


def _row(
    columns: list[str],
    added: Floats,
    row: pd.Series[Any],
    usual: Mapping[str, Any],
    mission: Mission,
    predicted: Any,
) -> dict[str, Any]:
    import numpy as np

    strongest = np.argsort(-np.abs(added), kind="stable")[:SHOWN]
    named = [one for one in strongest[:_NAMED] if abs(added[one]) >= _LEAST]
    display = mission.display[predicted]
    return {
        "feature_importance": {columns[one]: float(added[one]) for one in strongest},
        "reasons": [
            _sentence(mission, columns[one], row[columns[one]], usual, float(added[one]), display)
            for one in named
        ],
    }


def none_alone(apart: float, display: str) -> str:
    """Say why no column is named: ``apart`` is what all together add to the probability."""
    if abs(apart) < _NEAR:
        return f"No value moves {display} by a point: much the same is said where all are usual."
    much = f"{apart:+.0%}".replace("%", " points")
    return f"No value by itself moves {display} by a point; all together do ({much})."


def _sentence(
    mission: Mission,
    column: str,
    value: Any,
    usual: Mapping[str, Any],
    added: float,
    display: str,
) -> str:
    """Say one reason: "Transit depth 603 ppm (usually 421) speaks for Exoplanet (+9 points)."."""
    word = mission.word(column)
    name = word.name[:1].upper() + word.name[1:]
    unit = f" {word.unit}" if word.unit else ""
    how = "speaks for" if added > 0 else "speaks against"
    much = f"{added:+.0%}".replace("%", " points")
    if value is None or value != value:
        return f"{name} is not known, which {how} {display} ({much})."
    return f"{name} {_text(value)}{unit} (usually {_text(usual[column])}) {how} {display} ({much})."


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:,.4g}"


def usual_of(frame: pd.DataFrame, features: list[str]) -> dict[str, Any]:
    """Give the usual value of each column: the median, or the most frequent word."""
    import pandas as pd

    found: dict[str, Any] = {}
    for name in features:
        values = frame[name].dropna()
        if not len(values):
            continue
        is_number = pd.api.types.is_numeric_dtype(values) and values.dtype != bool
        found[name] = float(values.median()) if is_number else values.mode().iloc[0]
    return found
