"""What was learned without a target: each number with its interval and what chance gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import TaskKind
from armillary.learning.scores.block import reaching, to_wire
from armillary.learning.scores.contract import LEVEL, Estimate, Interval, Score

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

SCORES: Mapping[str, Score] = {
    score.id: score
    for score in (
        Score("silhouette", "Silhouette", "higher", -1, 1,
              "How much nearer rows are to their own group than to the next; 0 is on the border."),
        Score("davies_bouldin", "Davies-Bouldin", "lower", 0, None,
              "How wide groups are against how far apart they lie."),
        Score("calinski_harabasz", "Calinski-Harabasz", "higher", 0, None,
              "Spread between groups against spread within; it grows with the rows."),
        Score("noise_share", "Share in no group", "lower", 0, 1, "Rows that belong to no group."),
        Score("adjusted_rand", "Adjusted Rand index", "higher", -1, 1,
              "How often pairs of rows are together both in groups and in labels; 0 is chance."),
        Score("mutual_information", "Mutual information", "higher", 0, 1,
              "How much groups and labels tell of each other; chance is a little above 0."),
        Score("share_unusual", "Share unusual", "nearer_zero", 0, 1, "Rows beyond the threshold."),
        Score("auc", "ROC AUC", "higher", 0, 1,
              "How often a row of the rarest label is held more unusual than another."),
        Score("average_precision", "Average precision", "higher", 0, 1,
              "Precision along the order of how unusual rows are; chance gives the label's share."),
        Score("reconstruction_error", "Reconstruction error", "lower", 0, None,
              "Mean squared difference between rows and what can be had back of them."),
        Score("explained_variance", "Explained variance", "higher", None, 1,
              "Which share of the spread of the rows can be had back."),
        Score("trustworthiness", "Trustworthiness", "higher", 0, 1,
              "How seldom rows become neighbours that were none."),
        Score("same_label", "Same label", "higher", 0, 1,
              "How often the nearest neighbours have the same label."),
    )
}  # fmt: skip


def block_of(
    kind: TaskKind,
    values: Mapping[str, float | None],
    intervals: Mapping[str, Interval | None],
    chance: Mapping[str, float | None],
    what: str,
    rows: int,
    groups: Array | None,
) -> dict[str, Any]:
    """Give scores as `armillary.learning.scores.judge_rows` does, for a task without a target.

    ``chance`` is what each would be without a model, and ``what`` says what that is.
    """
    import numpy as np

    beside = {"baseline": {(name, None): value for name, value in chance.items()}}
    return {
        "kind": kind,
        "level": LEVEL,
        "rows": rows,
        "groups": None if groups is None else len(np.unique(groups)),
        "is_weighted": False,
        "table": list(_lines(values, intervals, beside)),
        "classes": [],
        "baselines": {"baseline": what},
        "curves": {},
        "warnings": [],
    }


def _lines(
    values: Mapping[str, float | None],
    intervals: Mapping[str, Interval | None],
    beside: Mapping[str, Any],
) -> Iterator[dict[str, Any]]:
    for name, value in values.items():
        if (score := SCORES.get(name)) is None:
            continue
        found = intervals.get(name)
        note = "The rows do not suffice to say." if value is None else None
        yield to_wire(score, reaching(Estimate(value, found, note=note)), beside)
