"""Sheets: one file with everything in it, true to the numbers, safe with foreign text."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from armillary.report import (
    Bars,
    Fact,
    Facts,
    Grid,
    Lines,
    Matrix,
    Points,
    Ranges,
    Section,
    Series,
    Sheet,
    Told,
    render_html,
    render_markdown,
)
from armillary.report.contents import Range
from armillary.report.tables import behind

SVG = "{http://www.w3.org/2000/svg}"

LOSS = Lines(
    "Loss",
    [
        Series("training", [1, 2, 3], [0.9, 0.5, 0.25]),
        Series("validation", [1, 2, 3], [1.0, None, 0.5]),
    ],
    "tree",
    "Loss",
    reads="Lower is better.",
)
MATRIX = Matrix("Confusion matrix", ["setosa", "virginica"], [[8, 2], [0, 10]])
ROC = Lines(
    "ROC", [Series("setosa", [0.0, 0.0, 1.0], [0.0, 1.0, 1.0])], "false", "true", (0.0, 1.0),
    diagonal=True,
)  # fmt: skip
SHEET = Sheet(
    title="Random forest on Iris",
    about="Random forest: classification of species",
    summary=[Fact("Accuracy", 0.9375, "0.8 to 0.99")],
    sections=[
        Section("Data", [Facts([Fact("Rows", 150)])]),
        Section("Columns", [Grid("Columns", ("name",), [("petal",)], True)]),
        Section("Nothing", []),
        Section("Curves", [LOSS, ROC]),
        Section("Right and wrong", [MATRIX, Points("Pairs", [(1, 1), (2, 3)], "actual", "said")]),
        Section("Scores", [
            Ranges("Scores", [Range("Accuracy", 0.5, 0.25, 0.75, 0.375)], (0.0, 1.0), "no model"),
            Bars("Importance", ["a", "b"], [0.75, 0.25], "share"),
            Bars("Growth", ["c"], [0.5], "growth", reaches=[(-0.1, 0.9)]),
        ]),
        Section("Limits", [Told(["The test part is small."], "warning")]),
    ],
    warnings=["Column c gives the answer away."],
)  # fmt: skip


class Page(HTMLParser):
    """Takes a page apart into the texts, tags and attributes that a browser would see."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(document)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != ["style"]:
            self.texts.append(data)

    def all(self, tag: str, kind: str | None = None) -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.tags
            if name == tag and (kind is None or kind in (attributes.get("class") or "").split())
        ]


def drawings(document: str) -> dict[str, ElementTree.Element]:
    found = {}
    for part in document.split("<svg")[1:]:
        root = ElementTree.fromstring("<svg" + part.split("</svg>")[0] + "</svg>")
        found[root.attrib["aria-label"]] = root
    return found


def test_it_tells_every_fact_and_number() -> None:
    texts = Page(render_html(SHEET)).texts

    for expected in (
        "Random forest on Iris", "0.9375", "0.8 to 0.99", "150", "petal", "Lower is better.",
        "The test part is small.", "Column c gives the answer away.",
    ):  # fmt: skip
        assert expected in texts
    assert "Nothing" not in texts, "a section with nothing in it is left out"


def test_it_needs_no_network_and_no_script() -> None:
    page = Page(render_html(SHEET))

    assert page.all("script") == []
    assert page.all("link") == []
    assert not [tag for tag, attributes in page.tags if {"src", "href"} & attributes.keys()]


def test_foreign_text_never_becomes_markup() -> None:
    evil = '<script>alert("x")</script><img src=x onerror=y>"\'& [a](b) | `c` *d*'
    sheet = replace(
        SHEET,
        title=evil,
        warnings=[evil],
        sections=[
            Section(evil, [
                Facts([Fact(evil, evil, evil)]),
                Told([evil]),
                Grid(evil, (evil,), [(evil,)]),
                Matrix(evil, [evil, "b"], [[1, 0], [0, 1]]),
                Bars(evil, [evil], [1.0], evil),
                Ranges(evil, [Range(evil, 0.5, 0.25, 0.75)]),
            ])
        ],
    )  # fmt: skip

    page, text = Page(render_html(sheet)), render_markdown(sheet)

    assert page.all("script") == []
    assert page.all("img") == []
    assert evil in page.texts
    for markup in ("<script", "<img", "](b)", " | `", "*d*"):
        assert not re.search(rf"(?<!\\){re.escape(markup.strip())}", text), markup


def test_gaps_in_a_curve_stay_gaps() -> None:
    loss = drawings(render_html(SHEET))["Loss"]

    names = [group.findtext("{*}title") for group in loss.iter(f"{SVG}g")]
    assert names == ["training", "validation"]
    assert len(list(loss.iter(f"{SVG}polyline"))) == 1
    assert len(list(loss.iter(f"{SVG}circle"))) == 2


def test_a_curve_falls_on_paper_where_its_values_fall() -> None:
    loss = drawings(render_html(SHEET))["Loss"]

    (line,) = loss.iter(f"{SVG}polyline")
    places = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    # Values 0.9, 0.5, 0.25 of a range 0.25 to 1.0: lower values lie lower, in proportion.
    (_, first), (_, second), (_, third) = places
    assert first < second < third
    assert (second - first) / (third - first) == pytest.approx(0.4 / 0.65, abs=0.01)


def test_the_confusion_matrix_shows_counts_and_says_what_they_mean() -> None:
    matrix = drawings(render_html(SHEET))["Confusion matrix"]

    told = [title.text for title in matrix.iter(f"{SVG}title")]
    counts = [
        text.text for text in matrix.iter(f"{SVG}text") if "count" in text.attrib.get("class", "")
    ]
    assert counts == ["8", "2", "0", "10"]
    assert "2 of 10 setosa predicted as virginica" in told


def test_bars_are_as_long_as_their_values_and_points_are_drawn() -> None:
    drawn = drawings(render_html(SHEET))

    widths = [
        float(bar.attrib["width"])
        for bar in drawn["Importance"].iter(f"{SVG}rect")
        if bar.attrib["class"] == "bar"
    ]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)
    assert len(list(drawn["Pairs"].iter(f"{SVG}circle"))) == 2


def test_an_interval_is_drawn_from_end_to_end_with_its_value_and_mark() -> None:
    (group,) = drawings(render_html(SHEET))["Scores"].iter(f"{SVG}g")

    whisker, mark = group.iter(f"{SVG}line")
    (dot,) = group.iter(f"{SVG}circle")
    low, high, value, at = (
        float(one) for one in (whisker.attrib["x1"], whisker.attrib["x2"], dot.attrib["cx"],
                               mark.attrib["x1"])
    )  # fmt: skip
    assert value == pytest.approx((low + high) / 2, abs=0.01)
    assert at == pytest.approx((low + value) / 2, abs=0.01)
    assert group.findtext("{*}title") == "Accuracy: 0.5, from 0.25 to 0.75; no model 0.375"


def test_the_numbers_behind_every_chart_are_in_both_formats() -> None:
    page, text = Page(render_html(SHEET)), render_markdown(SHEET)

    charts = [one for section in SHEET.sections for one in section.blocks if hasattr(one, "reads")]
    folded = page.texts.count("Numbers")
    assert folded == len([one for one in charts if not isinstance(one, Grid)]) == 7
    assert "| setosa | 8 | 2 |" in text
    assert "| 2 | 0.5 | – |" in text  # the gap at the second step
    assert "| Accuracy | 0.5 | 0.25 | 0.75 | 0.375 |" in text


def test_long_curves_are_thinned_in_tables_with_first_and_last() -> None:
    steps = list(range(1000))
    grid = behind(Lines("Loss", [Series("training", steps, [float(one) for one in steps])], "", ""))

    assert grid.title == "Loss: 21 of 1,000"
    assert (grid.rows[0], grid.rows[-1]) == ((0, 0.0), (999, 999.0))


def test_an_empty_sheet_is_still_a_page() -> None:
    sheet = Sheet("Nothing", "Failed", summary=())

    page = Page(render_html(sheet))

    assert "Nothing" in page.texts
    assert page.all("section") == []
    assert render_markdown(sheet) == "# Nothing\n\nFailed\n"


def test_a_bar_has_a_whisker_where_it_is_known_how_far_it_reaches() -> None:
    document = render_html(SHEET)

    whiskers = Page(document).all("line", "reach")
    assert len(whiskers) == 1
    assert float(str(whiskers[0]["x2"])) > float(str(whiskers[0]["x1"]))
    assert "| c | 0.5 | \\-0.1 | 0.9 |".replace("\\", "") in render_markdown(SHEET).replace(
        "\\", ""
    )
