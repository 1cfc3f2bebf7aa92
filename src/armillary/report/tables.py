"""The numbers behind each chart as a table, to be read aloud or copied."""

from collections.abc import Sequence

from armillary.report.contents import Bars, Grid, Lines, Matrix, Points, Range, Ranges
from armillary.report.scores import score_text

Chart = Lines | Points | Bars | Ranges | Matrix
_MOST_STEPS = 21
_MOST_POINTS = 40


def behind(chart: Chart) -> Grid:
    """Give the table behind a chart."""
    match chart:
        case Lines():
            return _of_lines(chart)
        case Points():
            shown = _spread(len(chart.points), _MOST_POINTS)
            rows: list[Sequence[object]] = [chart.points[place] for place in shown]
            return Grid(
                _some(chart.title, rows, chart.points), (chart.x_label, chart.y_label), rows
            )
        case Bars():
            ends: Sequence[Sequence[float]] = chart.reaches or [()] * len(chart.names)
            each = zip(chart.names, chart.values, ends, strict=True)
            head = ("", chart.of, *(("from", "to") if chart.reaches else ()))
            return Grid(chart.title, head, [(name, value, *reach) for name, value, reach in each])
        case Ranges():
            marks = (chart.mark,) if chart.mark else ()
            rows = [(one.name, *_of_range(one, bool(marks))) for one in chart.ranges]
            return Grid(chart.title, ("", "value", "from", "to", *marks), rows)
        case Matrix():
            head = ("actual ↓ predicted →", *chart.labels)
            lines = zip(chart.labels, chart.counts, strict=True)
            return Grid(chart.title, head, [(label, *counts) for label, counts in lines])


def _of_range(one: Range, is_marked: bool) -> Sequence[object]:
    values = (one.value, one.low, one.high, *((one.mark,) if is_marked else ()))
    return [score_text(one.score, value) for value in values] if one.score else values


def _of_lines(chart: Lines) -> Grid:
    """Give a row a step where the curves have their steps in common, else one for each point."""
    steps = [list(one.steps) for one in chart.series]
    if all(one == steps[0] for one in steps):
        places = _spread(len(steps[0]), _MOST_STEPS)
        rows: list[Sequence[object]] = [
            (steps[0][place], *(one.values[place] for one in chart.series)) for place in places
        ]
        head = (chart.x_label, *(one.name for one in chart.series))
        return Grid(_some(chart.title, rows, steps[0]), head, rows)
    most = max(_MOST_STEPS // len(steps), 5)
    rows = [
        (one.name, one.steps[place], one.values[place])
        for one in chart.series
        for place in _spread(len(one.steps), most)
    ]
    title = _some(chart.title, rows, [step for one in steps for step in one])
    return Grid(title, ("", chart.x_label, chart.y_label), rows)


def _spread(count: int, most: int) -> list[int]:
    """Give the places of at most so many, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return sorted({round(at * (count - 1) / (most - 1)) for at in range(most)})


def _some(title: str, shown: Sequence[object], all_of_them: Sequence[object]) -> str:
    if len(shown) == len(all_of_them):
        return title
    return f"{title}: {len(shown)} of {len(all_of_them):,}"
