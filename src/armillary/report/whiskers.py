"""Values with their intervals on one axis, drawn as a dot on a line."""

from armillary.report.contents import Range, Ranges
from armillary.report.markup import Markup, element, join
from armillary.report.scale import Scale, number, padded, span
from armillary.report.scores import score_text
from armillary.report.svg import WIDTH, drawing, figure, line, short, words

_ROW, _LEFT, _RIGHT, _BELOW = 26.0, 200.0, 20.0, 26.0


def ranges(chart: Ranges) -> Markup:
    """Draw a dot for each value on the line of its interval, and a stroke where its mark lies."""
    ends = [end for one in chart.ranges for end in (one.low, one.high, one.value, one.mark)]
    bottom = 4 + _ROW * len(chart.ranges)
    x = Scale(*(chart.limits or padded(*span(ends))), _LEFT, WIDTH - _RIGHT)
    rows = [
        _row(one, x, 4 + _ROW * (place + 0.5), chart.mark) for place, one in enumerate(chart.ranges)
    ]
    ticks = [
        join(
            line(x.place(value), 4, x.place(value), bottom, "grid"),
            words(number(value), x.place(value), bottom + 16, "middle"),
        )
        for value in x.ticks(5)
    ]
    return figure(chart.title, drawing(chart.title, bottom + _BELOW, *ticks, *rows))


def _row(one: Range, x: Scale, y: float, mark: str) -> Markup:
    value, low, high = (score_text(one.score, each) for each in (one.value, one.low, one.high))
    told = f"{one.name}: {value}, from {low} to {high}"
    if one.mark is not None and mark:
        told += f"; {mark} {score_text(one.score, one.mark)}"
    at = None if one.mark is None else x.place(one.mark)
    return element(
        "g",
        element("title", told),
        words(short(one.name), _LEFT - 8, y + 4, "end"),
        line(x.place(one.low), y, x.place(one.high), y, "whisker"),
        None if at is None else line(at, y - 8, at, y + 8, "mark"),
        element("circle", class_="value", cx=x.place(one.value), cy=y, r=4),
    )
