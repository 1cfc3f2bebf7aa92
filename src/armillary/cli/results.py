"""How the numbers of a finished training are printed."""

from collections.abc import Mapping

from armillary.cli.screen import print_table
from armillary.report.names import metric_name
from armillary.report.scores import score_text


def print_metrics(metrics: Mapping[str, float | None], title: str) -> None:
    """Print the metrics that apply, measured on rows that the training did not see."""
    rows = [
        (metric_name(name), score_text(name, value))
        for name, value in metrics.items()
        if value is not None
    ]
    print_table(("metric", "on unseen rows"), rows, title=title)
