"""Reports: one file with everything in it, true to the numbers, safe with foreign text."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from armillary.report import Fact, Report, Series, render

REPORT = Report(
    title="Random forest on Iris",
    ended="Finished in 2 s",
    summary=[Fact("Target", "species")],
    data=[Fact("Rows", 150)],
    parameters=[Fact("Trees", 300, "default 100")],
    provenance=[Fact("Seed", 0)],
    columns=[{"name": "petal length", "type": "numeric", "missing": 0}],
    curves=[
        Series("train_loss", [1, 2, 3], [0.9, 0.5, 0.25]),
        Series("val_loss", [1, 2, 3], [1.0, None, 0.5]),
        Series("train_accuracy", [1, 2, 3], [0.5, 0.75, 1.0]),
    ],
    step_unit="tree",
    evaluation={
        "overall_metrics": {"accuracy": 0.9375, "auc": 0.5, "rmse": None},
        "confusion_matrix": [[8, 2], [0, 10]],
        "class_labels": ["setosa", "virginica"],
        "roc_data": {
            "classes": ["setosa", "virginica"],
            "fpr": [[0.0, 0.0, 1.0], []],
            "tpr": [[0.0, 1.0, 1.0], []],
            "auc": [1.0, None],
        },
        "feature_importance": {"features": ["a", "b"], "importances": [0.75, 0.25]},
        "predictions": None,
    },
    warnings=["Column c is empty."],
)


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
    texts = Page(render(REPORT)).texts

    for expected in (
        "Random forest on Iris", "Finished in 2 s", "species", "150", "300", "default 100",
        "0.9375", "Accuracy", "petal length", "Column c is empty.",
    ):  # fmt: skip
        assert expected in texts


def test_metrics_that_do_not_apply_are_left_out() -> None:
    texts = Page(render(REPORT)).texts

    assert "Root mean squared error" not in texts


def test_it_needs_no_network_and_no_script() -> None:
    page = Page(render(REPORT))

    assert page.all("script") == []
    assert page.all("link") == []
    assert not [tag for tag, attributes in page.tags if {"src", "href"} & attributes.keys()]


def test_foreign_text_never_becomes_markup() -> None:
    evil = '<script>alert("x")</script><img src=x onerror=y>"\'&'
    report = replace(
        REPORT,
        title=evil,
        warnings=[evil],
        columns=[{evil: evil}],
        evaluation={
            "class_labels": [evil, "b"],
            "confusion_matrix": [[1, 0], [0, 1]],
            "feature_importance": {"features": [evil], "importances": [1.0]},
        },
    )

    page = Page(render(report))

    assert page.all("script") == []
    assert page.all("img") == []
    assert evil in page.texts


def test_curves_of_one_quantity_are_drawn_together_and_gaps_stay_gaps() -> None:
    drawn = drawings(render(REPORT))

    loss = drawn["Loss"]
    names = [group.findtext("{*}title") for group in loss.iter("{http://www.w3.org/2000/svg}g")]
    lines = list(loss.iter("{http://www.w3.org/2000/svg}polyline"))
    lone = list(loss.iter("{http://www.w3.org/2000/svg}circle"))
    assert names == ["training", "validation"]
    assert len(lines) == 1
    assert len(lone) == 2
    assert set(drawn) >= {"Loss", "Accuracy"}


def test_a_curve_falls_on_paper_where_its_values_fall() -> None:
    loss = drawings(render(REPORT))["Loss"]

    (line,) = loss.iter("{http://www.w3.org/2000/svg}polyline")
    places = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    # Values 0.9, 0.5, 0.25 of a range 0.25 to 1.0: lower values lie lower, in proportion.
    (_, first), (_, second), (_, third) = places
    assert first < second < third
    assert (second - first) / (third - first) == pytest.approx(0.4 / 0.65, abs=0.01)


def test_the_confusion_matrix_shows_counts_and_says_what_they_mean() -> None:
    matrix = drawings(render(REPORT))["Confusion matrix"]

    told = [title.text for title in matrix.iter("{http://www.w3.org/2000/svg}title")]
    counts = [
        text.text
        for text in matrix.iter("{http://www.w3.org/2000/svg}text")
        if "count" in text.attrib.get("class", "")
    ]
    assert counts == ["8", "2", "0", "10"]
    assert "2 of 10 setosa predicted as virginica" in told


def test_a_class_that_was_never_seen_has_no_roc_curve() -> None:
    roc = drawings(render(REPORT))["ROC, each class against the rest"]

    groups = [group.findtext("{*}title") for group in roc.iter("{http://www.w3.org/2000/svg}g")]
    assert groups == ["setosa (area 1)"]


def test_bars_are_as_long_as_their_values() -> None:
    bars = drawings(render(REPORT))["Importance of columns"]

    widths = [
        float(bar.attrib["width"])
        for bar in bars.iter("{http://www.w3.org/2000/svg}rect")
        if bar.attrib["class"] == "bar"
    ]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.01)


def test_regression_is_drawn_as_points() -> None:
    report = replace(REPORT, evaluation={"predictions": {"actual": [1, 2], "predicted": [1, 3]}})

    drawn = drawings(render(report))["Predicted against actual"]

    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == 2


def test_an_empty_run_is_still_a_page() -> None:
    report = Report("Nothing", "Failed", summary=(), data=(), parameters=(), provenance=())

    page = Page(render(report))

    assert "Nothing" in page.texts
    assert page.all("section") == []
