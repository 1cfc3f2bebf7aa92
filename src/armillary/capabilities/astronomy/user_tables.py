"""Tables that people bring: which columns are learned from, and what their labels mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.capabilities.astronomy.missions import Mission, all_missions
from armillary.capabilities.astronomy.splitting import CLASS, classes_of

if TYPE_CHECKING:
    import pandas as pd

_TARGETS = ("disposition", "label", "class", "target", CLASS)
_FEWEST_STARS = 3
_FEWEST_ROWS = 10
_SHOWN = 8


@dataclass(frozen=True)
class Learnable:
    """A table with a class a row, the columns to learn from, and the column of the star, if any."""

    frame: pd.DataFrame
    features: list[str]
    group: str | None
    notes: list[str]


def target_in(columns: list[str], mission: Mission) -> str | None:
    """Find the column that says what each row is; None where there is none."""
    by_name = {name.lower(): name for name in columns}
    found = (by_name.get(name) for name in (mission.target, *_TARGETS))
    return next((name for name in found if name is not None), None)


def read_training(frame: pd.DataFrame, mission: Mission) -> Learnable:
    """Make a table ready to be learned from; raises `Invalid` saying what is wanting."""
    columns = [str(name) for name in frame.columns]
    target = target_in(columns, mission)
    if target is None:
        raise Invalid(_no_target(columns, mission))
    classes = classes_of(frame, mission, target)
    labelled = int(classes.notna().sum())
    if not labelled:
        raise Invalid(_no_labels(frame, mission, target))
    features = features_in(frame, mission, target)
    notes = []
    if labelled < len(frame):
        notes.append(f"{len(frame) - labelled:,} rows without a known {target} were left out.")
    kept = frame[classes.notna()].reset_index(drop=True)
    numbers = as_numbers(kept, features, mission)
    made = numbers.assign(**{CLASS: classes.dropna().astype(str).to_numpy()})
    group = None
    if mission.star in kept.columns:
        made[mission.star] = kept[mission.star].to_numpy()
        group = mission.star if _has_enough_stars(made, mission.star) else None
    return Learnable(made, features, group, notes)


def note_on_parting(learnable: Learnable, mission: Mission) -> list[str]:
    """Say what it means that a table which knows its stars cannot be parted by them, if so."""
    if learnable.group is not None or mission.star not in learnable.frame.columns:
        return []
    return [
        f"There are too few stars of each class to part the table by {mission.star}, so "
        "rows of one star may lie on both sides: take the scores as too good."
    ]


def require_enough(learnable: Learnable, mission: Mission) -> None:
    """Raise `Invalid` where a table alone has too little to learn from."""
    rows = len(learnable.frame)
    if rows < _FEWEST_ROWS:
        raise Invalid(
            f"The training table has {rows} {'row' if rows == 1 else 'rows'} of which it is known "
            f"what they are; at least {_FEWEST_ROWS} are needed.",
            code="too_few_rows",
        )
    kinds = sorted(learnable.frame[CLASS].unique())
    if len(kinds) < 2:
        raise Invalid(
            f"All rows of the training table are of one kind ({kinds[0].replace('_', ' ')}); "
            f"expected at least two kinds of {', '.join(mission.labels)}.",
            code="one_kind",
        )


def require_answerable(testing: pd.DataFrame, learnable: Learnable, mission: Mission) -> None:
    """Raise `Invalid` where a testing table cannot be asked about, before anything is trained."""
    import pandas as pd

    require_some(testing, learnable.features)
    # In the archive's own columns what is no number counts as a gap.
    archive = {*mission.features, *mission.error_columns}
    for name in (one for one in learnable.features if one not in archive):
        if name not in testing or not pd.api.types.is_numeric_dtype(learnable.frame[name]):
            continue
        given = testing[name]
        is_text = given.notna() & pd.to_numeric(given, errors="coerce").isna()
        if is_text.any():
            raise Invalid(
                f"Column {name!r} of the testing table must hold numbers, as in the training "
                f"table; row {int(is_text.to_numpy().argmax()) + 1} holds "
                f"{str(given[is_text].iloc[0])[:60]!r}."
            )


def require_some(testing: pd.DataFrame, features: list[str]) -> None:
    """Raise `Invalid` where a testing table has no column that was learned from."""
    if not set(features) & set(testing.columns):
        shown = ", ".join(map(str, testing.columns[:_SHOWN]))
        raise Invalid(
            "The testing table has none of the columns that are learned from "
            f"({', '.join(features[:_SHOWN])}); its columns begin with {shown[:300]}."
        )


def as_mission_table(frame: pd.DataFrame, mission: Mission) -> tuple[pd.DataFrame, list[str]]:
    """Give a table in the mission's own form, and notes; raises `Invalid` saying what is wanting.

    Where no column names the star, every row counts as a star of its own.
    """
    columns = [str(name) for name in frame.columns]
    target = target_in(columns, mission)
    if target is None:
        raise Invalid(_no_target(columns, mission))
    if not classes_of(frame, mission, target).notna().any():
        raise Invalid(_no_labels(frame, mission, target))
    require_columns_of(mission, columns)
    made = frame.assign(**{mission.target: frame[target]})
    if mission.star in columns:
        return made, []
    made[mission.star] = [f"row {place + 1}" for place in range(len(made))]
    return made, [
        f"No column {mission.star} says which star a row is of, so every row counts as a star of "
        "its own."
    ]


def require_columns_of(mission: Mission, columns: Iterable[str]) -> None:
    """Raise `Invalid` where none of the mission's columns to learn from is among these."""
    if not mission.features_in(columns):
        raise Invalid(
            f"The table has none of {mission.telescope}'s columns, so its rows cannot be put "
            f"beside NASA's; expected some of {', '.join(mission.features[:_SHOWN])}."
        )


def features_in(frame: pd.DataFrame, mission: Mission, target: str | None) -> list[str]:
    """Name the recommended columns; where there are none, all numbers that tell no answer."""
    import pandas as pd

    columns = [str(name) for name in frame.columns]
    if mission.features_in(columns):
        return mission.features_in(columns)
    apart = {target, mission.star, CLASS, *mission.identifiers, *mission.names}
    found = [
        name
        for name in columns
        if name not in apart
        and not mission.is_leaking(name)
        and pd.api.types.is_numeric_dtype(frame[name])
        and not _is_identifier(frame, name)
    ]
    if not found:
        raise Invalid(
            f"The table has no column to learn from: none of {mission.key}'s "
            f"({', '.join(mission.features[:_SHOWN])} …), and no other with numbers."
        )
    return found


def as_numbers(frame: pd.DataFrame, features: list[str], mission: Mission) -> pd.DataFrame:
    """Give the columns to learn from; those of the archive as numbers, absent ones empty."""
    import pandas as pd

    there = frame.reindex(columns=features)
    archive = {*mission.features, *mission.error_columns}
    for name in features:
        if name in archive or there[name].isna().all():
            there[name] = pd.to_numeric(there[name], errors="coerce").astype("float64")
    return there


def _has_enough_stars(frame: pd.DataFrame, star: str) -> bool:
    counts = frame.groupby(CLASS)[star].nunique()
    return bool((counts >= _FEWEST_STARS).all())


def _is_identifier(frame: pd.DataFrame, name: str) -> bool:
    """Whether a column numbers the rows: whole numbers, all different, under such a name."""
    called = name.lower()
    if called in ("id", "index", "rowid", "row_id") or called.endswith("_id"):
        return True
    values: pd.Series[Any] = frame[name]
    return called.startswith("unnamed") and bool(values.is_unique)


def _no_target(columns: list[str], mission: Mission) -> str:
    for other in all_missions():
        if other is not mission and other.target in columns and other.target not in _TARGETS:
            return (
                f"This looks like a table of {other.telescope}: it has {other.target}. "
                f"Send data_format={other.key} with it."
            )
    shown = ", ".join(columns[:_SHOWN])
    return (
        f"The training table has no column {mission.target!r} that says what each row is "
        f"({', '.join(mission.labels)}); its columns begin with {shown[:300]}."
    )


def _no_labels(frame: pd.DataFrame, mission: Mission, target: str) -> str:
    seen = [str(value)[:30] for value in frame[target].dropna().unique()[:_SHOWN]]
    came = f"it holds {', '.join(seen)}" if seen else "it is empty in every row"
    return f"{target} must say {', '.join(mission.labels)}; {came}."
