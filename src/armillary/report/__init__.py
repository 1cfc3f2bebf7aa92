"""A finished run as one HTML file that opens anywhere, without a network or a script."""

from armillary.report.contents import Fact, Report, Series
from armillary.report.page import render

__all__ = ["Fact", "Report", "Series", "render"]
