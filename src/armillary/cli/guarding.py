"""The guard at the terminal: what it found is printed, and what is serious stops a training."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from armillary.cli.labour import finish
from armillary.cli.screen import print_note, print_warning
from armillary.cli.workshop import Workshop
from armillary.report.scores import score_text

_ENDED = ("succeeded", "failed", "cancelled", "lost")
_MARKS = {"serious": "!!", "warning": " !", "notice": "  "}


class Order(Protocol):
    """What an order says of the table to look over."""

    @property
    def target(self) -> str | None:
        """The column to predict."""
        ...

    @property
    def group(self) -> str | None:
        """The one by which rows are kept together."""
        ...

    @property
    def time(self) -> str | None:
        """The one in whose order rows are split."""
        ...

    @property
    def task(self) -> str | None:
        """The task, where somebody says."""
        ...


def look_over(
    shop: Workshop, order: Order, dataset_id: str, features: list[str] | None, worker: str
) -> list[dict[str, Any]]:
    """Have the table looked over, print what was found, and give it; nothing without a target."""
    from armillary import jobs
    from armillary.capabilities import training

    request = training.GuardRequest(
        dataset_id=dataset_id,
        target_column=str(order.target),
        feature_columns=features,
        group_column=order.group,
        time_column=order.time,
        problem_type=order.task if order.task in ("classification", "regression") else None,
    )
    with shop.database.write() as session:
        job = training.ask_guard(shop.actor, session, request, reserved_for=worker)
        job_id, is_done = job.id, job.state in _ENDED
    if not is_done:
        finish(shop, job_id, quiet=True)
    with shop.database.read() as session:
        found = jobs.get(shop.actor, session, job_id)
        looked, error = found.result, found.error
    if not looked:
        # Whatever is wrong with the table the training tells better.
        print_warning(f"The table could not be looked over: {(error or {}).get('message', '')}")
        return []
    _tell(looked)
    findings: list[dict[str, Any]] = looked["findings"]
    return findings


def serious_of(findings: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give the findings that nothing is started against unless it is asked to."""
    return [one for one in findings if one["severity"] == "serious"]


def how_to_go_on(order: Order, findings: Sequence[Mapping[str, Any]]) -> str:
    """Say with which options the findings are settled."""
    columns = list(
        dict.fromkeys(
            name
            for one in findings
            if one["severity"] != "notice" and not one["fix"]["group"] and not one["fix"]["time"]
            for name in one["fix"]["leave_out"]
        )
    )
    options = [f"--leave-out {shlex.quote(','.join(columns))}"] if columns else []
    splits = [one["fix"] for one in findings if one["fix"]["group"] or one["fix"]["time"]]
    if splits and order.group is None and order.time is None:
        name = "group" if splits[0]["group"] else "time"
        options.append(f"--{name} {shlex.quote(splits[0][name])}")
    count = len(serious_of(findings))
    found = "A serious finding is" if count == 1 else f"{count} serious findings are"
    settled = f"Add {' '.join(options)} to settle what was found, or " if options else "Add "
    return f"{found} open. {settled}--anyway to go on against it; every score will say so."


def _tell(looked: Mapping[str, Any]) -> None:
    rows, of_rows = looked["rows"], looked["of_rows"]
    if not looked["findings"]:
        return
    print_note(f"Guard: {rows:,} of {of_rows:,} rows were looked at.")
    for one in looked["findings"]:
        print_note(f"{_MARKS[one['severity']]} {one['why']}")
    if (step := looked["step"]) is not None:
        what = "right" if step["metric"] == "accuracy" else "R²"
        naive, honest = (score_text(step["metric"], step[each]) for each in ("naive", "honest"))
        print_note(
            f"A quick model: {naive} {what} with every column and a random split, "
            f"{honest} without what gives the answer away."
        )
