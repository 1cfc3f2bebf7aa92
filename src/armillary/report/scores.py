"""How scores are written: the same on a sheet, on a card, at the terminal and on the page.

The page does alike in ``web/src/lib/metrics.ts``; both are held to the cases of
``web/src/lib/score-texts.json``.
"""

from armillary.report.scale import Figure, number, short_of

_SHARES = frozenset(
    {
        "accuracy",
        "balanced_accuracy",
        "precision",
        "recall",
        "f1",
        "f1_score",
        "calibration_error",
        "noise_share",
        "share_unusual",
        "explained_variance",
        "same_label",
    }
)
"""Shares of rows, of spread, or means of such: read as per cent."""

_UNIT = frozenset(
    {
        "auc",
        "average_precision",
        "matthews",
        "kappa",
        "r2",
        "adjusted_r2",
        "silhouette",
        "adjusted_rand",
        "mutual_information",
        "trustworthiness",
    }
)
"""Areas, correlations and what else is at most 1 without being a share of anything."""

_PARTS = ("train_", "val_", "test_")
_MEANS = ("_macro", "_micro", "_weighted")


def score_text(name: str, value: float | None) -> Figure:
    """Write the score of this id: ``94.2 %``, ``0.987``, or as any number where it has no bounds.

    Nothing short of perfect reads as perfect: 0.9999 is 99.99 %, and an area of it 0.9999.
    """
    if value is None:
        return Figure("–")
    kind = _kind_of(name)
    if kind in _SHARES and 0 <= value <= 1:
        return Figure(f"{short_of(100 * value, 100, 1)} %")
    if kind in _UNIT and abs(value) <= 1:
        return Figure(short_of(value, 1, 3))
    return Figure(number(value))


def interval_text(name: str, low: float | None, high: float | None) -> str:
    """Write between which values a score lies; nothing where that is not known."""
    if low is None or high is None:
        return ""
    return f"{score_text(name, low)} to {score_text(name, high)}"


def _kind_of(name: str) -> str:
    for part in _PARTS:
        name = name.removeprefix(part)
    for mean in _MEANS:
        name = name.removesuffix(mean)
    return name
