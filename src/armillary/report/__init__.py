"""What is known of a run as one document that opens anywhere: plain HTML, or Markdown."""

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
    Series,
    Sheet,
    Told,
)
from armillary.report.markdown import render_markdown
from armillary.report.page import render_html

__all__ = [
    "Bars",
    "Block",
    "Fact",
    "Facts",
    "Grid",
    "Lines",
    "Matrix",
    "Points",
    "Ranges",
    "Section",
    "Series",
    "Sheet",
    "Told",
    "render_html",
    "render_markdown",
]
