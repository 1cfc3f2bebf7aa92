"""Folds beside the test part, as they are asked for at the terminal and told there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from armillary.base.errors import Invalid
from armillary.cli.screen import print_note, print_table
from armillary.learning.validation.folds import Validation, ValidationKind
from armillary.report.scores import interval_text, score_text


@dataclass(frozen=True)
class AskedFolds:
    """How many folds, dealt how often, and how many settings each of them tries."""

    folds: int | None
    repeats: int = 1
    nested: int = 0

    def to_request(self, *, group: str | None, time: str | None) -> dict[str, Any] | None:
        """Give what a run is asked for; None where the test part alone is to judge.

        Where rows are split in time, the folds are as well; rows of one group are held back
        together. Raises `Invalid` for what makes no folds.
        """
        if self.folds is None:
            if self.repeats > 1 or self.nested:
                raise Invalid("--repeats and --nested are for folds; add --folds 5.")
            return None
        kind: ValidationKind = "repeated" if self.repeats > 1 else "grouped" if group else "k_fold"
        if time is not None:
            if self.repeats > 1:
                raise Invalid("Folds in time have one order, so --repeats does not go with --time.")
            kind = "time"
        asked = Validation(kind, self.folds, self.repeats, time, self.nested)
        return {
            "kind": asked.kind,
            "folds": asked.folds,
            "repeats": asked.repeats,
            "column": asked.column,
            "trials": asked.trials,
        }


def print_folds(evaluation: Mapping[str, Any]) -> None:
    """Print the mean of each score over the folds, where there are any."""
    found = evaluation.get("cross_validation")
    if not found:
        return
    many = f"{found['folds']} folds"
    many += f", {found['repeats']} times" if found["repeats"] > 1 else ""
    for target, lines in (found.get("targets") or {"": found["table"]}).items():
        rows = [
            (line["name"], score_text(line["id"], line["value"]), _interval(line))
            for line in lines
            if line["value"] is not None
        ]
        of = f" of {target}" if target else ""
        print_table(("score", "mean", "95 % interval"), rows, title=f"Over {many}{of}")
    if nested := found.get("nested"):
        print_note(
            f"Each fold tried {nested['trials']} settings and was judged with the best of them."
        )


def _interval(line: Mapping[str, Any]) -> str:
    reach = interval_text(line["id"], line["low"], line["high"])
    return reach or str(line.get("note") or "–")
