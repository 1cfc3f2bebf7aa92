"""A sheet as one HTML document; a section that has nothing to say is left out."""

from collections.abc import Sequence
from importlib import resources

from armillary.report import svg, whiskers
from armillary.report.contents import (
    Bars,
    Block,
    Fact,
    Facts,
    Grid,
    Lines,
    Matrix,
    Points,
    Ranges,
    Section,
    Sheet,
    Told,
)
from armillary.report.markup import Markup, element, join
from armillary.report.scale import is_figure, number
from armillary.report.tables import Chart, behind


def render_html(sheet: Sheet) -> str:
    """Write the sheet as one HTML document, which needs no script and no network."""
    style = resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup('<meta name="color-scheme" content="light dark">'),
        element("title", sheet.title),
        element("style", Markup(style)),
    )
    sections = [_section(section) for section in sheet.sections if section.blocks]
    body = element("body", element("main", _header(sheet), *sections))
    return "<!doctype html>\n" + element("html", head, body, lang="en") + "\n"


def _header(sheet: Sheet) -> Markup:
    warnings = [element("p", text, class_="warning") for text in sheet.warnings]
    return element(
        "header",
        element("h1", sheet.title),
        element("p", sheet.about, class_="about"),
        *warnings,
        _facts(sheet.summary),
    )


def _section(section: Section) -> Markup:
    blocks = [_block(block) for block in section.blocks]
    return element("section", element("h2", section.title), *blocks)


def _block(block: Block) -> Markup:
    match block:
        case Facts():
            return _facts(block.facts)
        case Told():
            items = [element("li", sentence) for sentence in block.sentences]
            return element("ul", *items, class_=f"told {block.tone}")
        case Grid():
            return _grid(block)
        case _:
            return _chart(block)


def _chart(chart: Chart) -> Markup:
    """Give a drawing, how it is read, and the numbers behind it."""
    numbers = element("details", element("summary", "Numbers"), _table(behind(chart)))
    reads = element("p", chart.reads, class_="reads") if chart.reads else None
    return element("div", _drawn(chart), reads, numbers, class_="chart")


def _drawn(chart: Chart) -> Markup:
    match chart:
        case Lines():
            return svg.line_chart(
                chart.title, chart.series, x_label=chart.x_label, y_label=chart.y_label,
                limits=chart.limits, diagonal=chart.diagonal,
            )  # fmt: skip
        case Points():
            axes = {"x_label": chart.x_label, "y_label": chart.y_label}
            return svg.scatter(chart.title, chart.points, **axes)
        case Bars():
            return svg.bars(chart.title, chart.names, chart.values, chart.reaches)
        case Ranges():
            return whiskers.ranges(chart)
        case Matrix():
            return svg.matrix(chart.title, chart.labels, chart.counts)


def _facts(facts: Sequence[Fact]) -> Markup:
    rows = []
    for fact in facts:
        note = element("small", fact.note) if fact.note else None
        rows.append(join(element("dt", fact.name), element("dd", number(fact.value), note)))
    return element("dl", *rows)


def _grid(grid: Grid) -> Markup:
    reads = element("p", grid.reads, class_="reads") if grid.reads else None
    if grid.folded:
        shown = element("summary", f"{grid.title}: {len(grid.rows)}")
        return element("details", shown, _table(grid), reads)
    title = element("h3", grid.title) if grid.title else None
    return element("div", title, element("div", _table(grid), class_="wide", tabindex="0"), reads)


def _table(grid: Grid) -> Markup:
    head = element("tr", *(element("th", name, scope="col") for name in grid.head))
    rows = [element("tr", *(_cell(value) for value in row)) for row in grid.rows]
    return element("table", element("thead", head), element("tbody", *rows))


def _cell(value: object) -> Markup:
    return element("td", number(value), class_="number" if is_figure(value) else None)
