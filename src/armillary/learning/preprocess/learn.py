"""Learning a column from the training rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Encoding
from armillary.learning.preprocess import read
from armillary.learning.preprocess.columns import Column, Output
from armillary.learning.preprocess.dates import find_dates, parts_made
from armillary.learning.preprocess.means import (
    MEANS_ABOVE,
    MEANS_LIMIT,
    Guide,
    learn_means,
    mean_parts,
)
from armillary.learning.preprocess.parts import (
    CODES_LIMIT,
    TIME_PARTS,
    TIME_WAVES,
    part_of,
    raw_series,
)
from armillary.learning.preprocess.roles import Role, role_of
from armillary.learning.preprocess.spans import find_spans, part_name, seconds_of
from armillary.learning.preprocess.text import TextReader, texts_of

if TYPE_CHECKING:
    import pandas as pd

ONE_HOT_LIMIT = 30
_KEPT = {"one_hot": ONE_HOT_LIMIT, "codes": CODES_LIMIT, "means": MEANS_LIMIT}
_SCALED = frozenset({"value", *TIME_PARTS, "frequency", "words"})


def learn_column(
    series: pd.Series,
    encoding: Encoding,
    texts: Collection[str] | None = None,
    guide: Guide | None = None,
) -> Column:
    """Learn a column from the training rows; it has no outputs where nothing can be learned.

    ``texts`` names the columns to read as texts; None leaves it to their values. ``guide`` tells
    the target of the rows, where categories may be learned by it.
    """
    known = _describe_values(series, role_of(series, texts), encoding)
    if known.role == "text":
        known = replace(known, text=TextReader.learn(series))
    raw = raw_series(known, {known.name: series})
    if guide is not None and _is_told_by_means(known, encoding):
        known = replace(known, means=learn_means(raw, len(known.values), guide))
    outputs = _learn_outputs(known, raw, _parts(known, raw, encoding), encoding)
    return replace(known, outputs=_in_one_scale(outputs) if encoding.scale else outputs)


def _is_told_by_means(column: Column, encoding: Encoding) -> bool:
    is_category = column.role == "categorical" and encoding.categories == "means"
    return is_category and len(column.values) > MEANS_ABOVE


def learn_dates(
    columns: Sequence[Column], given: Callable[[str], pd.Series], encoding: Encoding
) -> list[Column]:
    """Learn what columns that give a date in parts say together, from the training rows.

    ``columns`` are those that vary; ``given`` tells the training rows of one of them.
    """
    by_name = {column.name: column for column in columns}
    learned = []
    for date in find_dates(columns):
        first = by_name[date[0][1]]
        known = replace(first, outputs=(), date=date)
        raw = raw_series(known, {name: given(name) for name in known.needed})
        parts = parts_made(date, is_scaled=encoding.scale)
        learned.append(replace(known, outputs=_learn_outputs(known, raw, parts, encoding)))
    return [column for column in learned if column.outputs]


def learn_spans(
    columns: Sequence[Column], given: Callable[[str], pd.Series], encoding: Encoding
) -> list[Column]:
    """Learn the times that pass between the dates of a row, from the training rows.

    ``columns`` are those that vary; ``given`` tells the training rows of one of them.
    """
    dates = {column.name: column for column in columns if column.role == "datetime"}
    if len(dates) < 2:
        return []
    seconds = {name: seconds_of(read.times(name, given(name))) for name in dates}
    learned = []
    for span in find_spans(seconds):
        later, earlier, _ = span
        known = replace(dates[later], outputs=(), since=earlier)
        passed = seconds[later] - seconds[earlier]
        outputs = _learn_outputs(known, passed, [part_name(span)], encoding)
        learned.append(replace(known, outputs=outputs))
    return [column for column in learned if column.outputs]


def _learn_outputs(
    column: Column, raw: Any, parts: Sequence[str], encoding: Encoding
) -> tuple[Output, ...]:
    learned = [_learn_output(column, raw, part, encoding) for part in parts]
    return tuple(output for output in learned if output is not None)


def _in_one_scale(outputs: tuple[Output, ...]) -> tuple[Output, ...]:
    """Divide the numbers of a text by one scale: each by its own, the faintest would shout."""
    scales = [output.scale for output in outputs if output.part.startswith("text ")]
    return tuple(
        replace(output, scale=max(scales)) if output.part.startswith("text ") else output
        for output in outputs
    )


def describe_column(series: pd.Series) -> dict[str, Any]:
    """Describe what a person fills in for a column, as `Column.describe` does, without encoding."""
    return _describe_values(series, role_of(series, None), Encoding()).describe()


def _describe_values(series: pd.Series, role: Role, encoding: Encoding) -> Column:
    """Give the column with all but its outputs."""
    name = str(series.name)
    if role == "text":
        seen = (text for text in texts_of(series.tolist()) if text is not None)
        return Column(name, role, (), example=next(seen, None))
    if role == "categorical":
        return _describe_categories(name, series, encoding)
    if role == "boolean":
        flags = read.booleans(name, series)
        seen = flags[flags == flags]
        return Column(name, role, (), example=bool(seen[0]) if len(seen) else None)
    if role == "datetime":
        moments = read.times(name, series).dropna()
        if moments.empty:
            return Column(name, role, ())
        first, low, high = (
            moment.isoformat() for moment in (moments.iloc[0], moments.min(), moments.max())
        )
        return Column(name, role, (), example=first, minimum=low, maximum=high)
    return _describe_numbers(name, series)


def _describe_numbers(name: str, series: pd.Series) -> Column:
    import numpy as np

    seen = read.numbers(name, series)
    seen = seen[~np.isnan(seen)]
    if not len(seen):
        return Column(name, "numeric", ())
    is_whole = bool((np.floor(seen) == seen).all() and np.abs(seen).max() < 2**53)
    first, low, high = (float(value) for value in (seen[0], seen.min(), seen.max()))
    if is_whole:
        first, low, high = int(first), int(low), int(high)
    return Column(name, "numeric", (), example=first, minimum=low, maximum=high, is_whole=is_whole)


def _describe_categories(name: str, series: pd.Series, encoding: Encoding) -> Column:
    """Keep the most frequent categories; of very many, only those seen more than once."""
    ordered = list(read.count_texts(series, _KEPT[encoding.categories]).items())
    # Those beyond the limit stay known by their frequency alone.
    values = tuple(value for value, _ in ordered)
    shares = tuple(count / len(series) for _, count in ordered)
    return Column(
        name, "categorical", (), example=values[0] if values else None, values=values, shares=shares
    )


def _parts(column: Column, raw: Any, encoding: Encoding) -> list[str]:
    """Name the parts that a column may become under an encoding."""
    if column.role == "datetime":
        # Where numbers are scaled they are added and multiplied: there December is near January.
        waves = TIME_WAVES if encoding.scale else ()
        return [*TIME_PARTS, *waves, *_missing_part(encoding)]
    if column.text is not None:
        numbers = [f"text {place + 1}" for place in range(column.text.width)]
        return [*numbers, "words", *_missing_part(encoding)]
    if column.role != "categorical":
        return ["value", *_missing_part(encoding)]
    if column.means:
        return [*mean_parts(len(column.means)), "frequency"]
    limit = CODES_LIMIT if encoding.categories == "codes" else ONE_HOT_LIMIT
    is_long = len(column.values) > limit or bool((raw == -2).any())
    frequency = ["frequency"] if is_long else []
    if encoding.categories == "codes":
        return ["code", *frequency]
    flags = [f"is:{place}" for place in range(min(limit, len(column.values)))]
    return [*flags, *frequency, "missing"]


def _missing_part(encoding: Encoding) -> list[str]:
    return ["missing"] if encoding.missing == "fill" else []


def _learn_output(column: Column, raw: Any, part: str, encoding: Encoding) -> Output | None:
    """Learn fill, mean and scale of a part; None where it is the same in every training row."""
    import numpy as np

    values = part_of(column, raw, part)
    seen = values[~np.isnan(values)]
    has_gaps = len(seen) < len(values)
    if not len(seen):
        return None
    if seen.min() == seen.max() and (encoding.missing == "fill" or not has_gaps):
        return None
    fill = float(np.median(seen)) if encoding.missing == "fill" else None
    is_amount = part in _SCALED or part.startswith(("text ", "mean")) or bool(column.since)
    is_scaled = encoding.scale and is_amount
    if not is_scaled:
        return Output(part, fill)
    filled = seen if fill is None else np.where(np.isnan(values), fill, values)
    mean, scale = float(filled.mean()), float(filled.std())
    return Output(part, fill, mean, scale if np.isfinite(scale) and scale > 0 else 1.0)
