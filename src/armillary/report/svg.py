"""Drawings as inline SVG: pure functions from numbers to markup, coloured by the page's style."""

from collections.abc import Sequence
from itertools import pairwise

from armillary.report.contents import Series
from armillary.report.markup import Markup, element, join
from armillary.report.scale import Scale, number, padded, span

WIDTH, HEIGHT = 640.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 14.0, 12.0, 44.0
_COLOURS = 8
_LABEL_CHARACTERS = 28


def line_chart(
    title: str,
    series: Sequence[Series],
    *,
    x_label: str,
    y_label: str,
    limits: tuple[float, float] | None = None,
    diagonal: bool = False,
) -> Markup:
    """Draw curves over common axes with a legend; gaps in a curve stay gaps.

    ``limits`` fixes both axes (0 to 1 for rates); ``diagonal`` draws the line of chance.
    """
    x_limits = limits or span(step for one in series for step in one.steps)
    y_limits = limits or padded(*span(value for one in series for value in one.values))
    x = Scale(*x_limits, _LEFT, WIDTH - _RIGHT)
    y = Scale(*y_limits, HEIGHT - _BOTTOM, _TOP)
    curves = [_curve(one, x, y, index) for index, one in enumerate(series)]
    chance = line(x.start, y.start, x.end, y.end, "chance") if diagonal else None
    drawn = drawing(title, HEIGHT, _axes(x, y, x_label, y_label), chance, *curves)
    return figure(title, drawn, _legend([one.name for one in series]))


def scatter(
    title: str, points: Sequence[tuple[float, float]], *, x_label: str, y_label: str
) -> Markup:
    """Draw points over equal axes with the line on which both are the same."""
    low, high = span(value for point in points for value in point)
    x, y = Scale(low, high, _LEFT, WIDTH - _RIGHT), Scale(low, high, HEIGHT - _BOTTOM, _TOP)
    dots = [
        element("circle", class_="dot", cx=x.place(across), cy=y.place(up), r=2.5)
        for across, up in points
    ]
    same = line(x.start, y.start, x.end, y.end, "chance")
    return figure(title, drawing(title, HEIGHT, _axes(x, y, x_label, y_label), same, *dots))


def bars(
    title: str,
    names: Sequence[str],
    values: Sequence[float],
    reaches: Sequence[tuple[float, float]] = (),
) -> Markup:
    """Draw one horizontal bar a name, the length its value, and a whisker over where it may lie."""
    row, left, right = 24.0, 200.0, 70.0
    height = row * len(names) + 8
    x = Scale(0.0, max((*values, *(high for _, high in reaches), 0.0)) or 1.0, left, WIDTH - right)
    drawn = []
    for index, (name, value) in enumerate(zip(names, values, strict=True)):
        top = 4 + index * row
        middle = top + row / 2 + 4
        bar = element(
            "rect", element("title", f"{name}: {number(value)}"), class_="bar", x=left, y=top + 3,
            width=max(x.place(value) - left, 0.5), height=row - 6, rx=2,
        )  # fmt: skip
        low, high = (max(x.place(end), left) for end in (reaches[index] if reaches else (0.0, 0.0)))
        whisker = line(low, top + row / 2, high, top + row / 2, "reach") if reaches else None
        drawn += [
            words(short(name), left - 8, middle, "end"),
            bar,
            whisker,
            words(number(value), max(x.place(value), high) + 6, middle, "start"),
        ]
    return figure(title, drawing(title, height, *drawn))


def matrix(title: str, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> Markup:
    """Draw a confusion matrix: truth in rows, prediction in columns, darker for a greater share."""
    left, top = 130.0, 34.0
    side = min(76.0, (WIDTH - left - _RIGHT) / max(len(labels), 1))
    cells = [
        _cell(labels, counts, row, column, left + column * side, top + row * side, side)
        for row in range(len(labels))
        for column in range(len(labels))
    ]
    names = []
    for index, label in enumerate(labels):
        middle = (index + 0.5) * side
        names.append(words(short(label, 14), left - 8, top + middle + 4, "end"))
        names.append(words(short(label, max(int(side / 7), 2)), left + middle, top - 8, "middle"))
    height = top + side * len(labels) + 34
    below = words("predicted", left + side * len(labels) / 2, height - 10, "middle", "label")
    beside = words("actual", 8, top - 8, "start", "label")
    return figure(title, drawing(title, height, *cells, *names, below, beside))


def _cell(
    labels: Sequence[str],
    counts: Sequence[Sequence[int]],
    row: int,
    column: int,
    x: float,
    y: float,
    side: float,
) -> Markup:
    count, total = counts[row][column], sum(counts[row])
    share = count / total if total else 0.0
    told = f"{count} of {total} {labels[row]} predicted as {labels[column]}"
    square = element(
        "rect", element("title", told), class_="hit" if row == column else "miss",
        x=x + 1, y=y + 1, width=side - 2, height=side - 2, rx=3, fill_opacity=0.08 + 0.87 * share,
    )  # fmt: skip
    kind = "count strong" if share > 0.55 else "count"
    shown = words(str(count), x + side / 2, y + side / 2 + 5, "middle", kind)
    return join(square, shown if side >= 22 else None)


def _curve(series: Series, x: Scale, y: Scale, index: int) -> Markup:
    kind = f"curve c{index % _COLOURS}"
    pieces: list[list[str]] = [[]]
    for step, value in zip(series.steps, series.values, strict=True):
        if value is None:
            pieces.append([])
            continue
        pieces[-1].append(f"{x.place(step):.1f},{y.place(value):.1f}")
    lines = [
        element("polyline", class_=kind, points=" ".join(piece))
        for piece in pieces
        if len(piece) > 1
    ]
    # A piece of one point has no length to draw.
    dots = [
        element("circle", class_=f"{kind} lone", cx=piece[0].split(",")[0],
                cy=piece[0].split(",")[1], r=3)
        for piece in pieces
        if len(piece) == 1
    ]  # fmt: skip
    return element("g", element("title", series.name), *lines, *dots)


def _axes(x: Scale, y: Scale, x_label: str, y_label: str) -> Markup:
    parts = []
    for value in x.ticks(6):
        at = x.place(value)
        parts.append(line(at, y.start, at, y.end, "grid"))
        parts.append(words(number(value), at, y.start + 16, "middle"))
    for value in y.ticks(5):
        at = y.place(value)
        parts.append(line(x.start, at, x.end, at, "grid"))
        parts.append(words(number(value), x.start - 6, at + 4, "end"))
    corners = [(x.start, y.end), (x.start, y.start), (x.end, y.start)]
    parts += [line(*one, *two, "axis") for one, two in pairwise(corners)]
    parts.append(words(x_label, (x.start + x.end) / 2, HEIGHT - 6, "middle", "label"))
    middle = (y.start + y.end) / 2
    turned = element(
        "text", y_label, class_="label", text_anchor="middle",
        transform=f"translate(12 {middle:.1f}) rotate(-90)",
    )  # fmt: skip
    return join(*parts, turned)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """Draw a straight line."""
    return element("line", class_=kind, x1=x1, y1=y1, x2=x2, y2=y2)


def words(text: str, x: float, y: float, anchor: str, kind: str | None = None) -> Markup:
    """Write text at a place."""
    return element("text", text, class_=kind, x=x, y=y, text_anchor=anchor)


def drawing(title: str, height: float, *parts: Markup | None) -> Markup:
    """Put parts on one sheet of paper, named for those who do not see it."""
    return element(
        "svg", element("title", title), *parts, role="img", aria_label=title,
        view_box=f"0 0 {WIDTH:.0f} {height:.0f}", xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip


def figure(title: str, drawn: Markup, legend: Markup | None = None) -> Markup:
    """Put a title above a drawing, and perhaps what its colours are."""
    return element("figure", element("figcaption", title), legend, drawn, tabindex="0")


def _legend(names: Sequence[str]) -> Markup | None:
    if len(names) < 2:
        return None
    items = [
        element("li", element("span", "", class_=f"key c{index % _COLOURS}"), name)
        for index, name in enumerate(names)
    ]
    return element("ul", *items, class_="legend")


def short(text: str, characters: int = _LABEL_CHARACTERS) -> str:
    """Give the beginning of a text that is too long."""
    return text if len(text) <= characters else text[: characters - 1] + "…"
