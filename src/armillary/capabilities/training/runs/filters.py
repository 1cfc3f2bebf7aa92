"""Conditions on runs as SQL, each in the form that is cheap for what it lets through.

A condition on another table is a set of ids where few runs meet it, and a look at the one run
otherwise: neither database can know which without statistics that are right at this moment.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from armillary.capabilities.training.runs.query import Condition, RunQuery
from armillary.capabilities.training.runs.tables import ListedRun, RunTag, RunValue, RunWord
from armillary.capabilities.training.runs.words import words_in
from armillary.capabilities.training.tables import MetricSummary

FEW = 1_000
_MOST_SEARCHED = 8
_LAST_CHARACTER = "\U0010ffff"

Clause = sa.ColumnElement[bool]


def own_clauses(workspace_id: str, query: RunQuery, *, are_few_known: bool) -> list[Clause]:
    """Give the conditions on the row of a run itself.

    Where few runs are known by another condition no index of these may take its place: each of
    them begins with the workspace, which is hidden from them then.
    """
    workspace: sa.ColumnElement[str] = sa.type_coerce(ListedRun.workspace_id, sa.String)
    if are_few_known:
        workspace = sa.func.coalesce(workspace, "")
    clauses: list[Clause] = [workspace == workspace_id]
    for column, wanted in (
        (ListedRun.status, query.status),
        (ListedRun.algorithm_id, query.algorithm_id),
        (ListedRun.dataset_id, query.dataset_id),
        (ListedRun.experiment_id, query.experiment_id),
        (ListedRun.created_by, query.created_by),
    ):
        if len(wanted) == 1:
            clauses.append(column == wanted[0])
        elif wanted:
            clauses.append(column.in_(wanted))
    if query.created_after is not None:
        clauses.append(ListedRun.created_at >= _zoned(query.created_after))
    if query.created_before is not None:
        clauses.append(ListedRun.created_at < _zoned(query.created_before))
    return clauses


@dataclass(frozen=True)
class Other:
    """A condition on another table: rows of which columns make a run one of those that are meant.

    The first of its clauses names the workspace.
    """

    run: Any
    clauses: list[Clause]
    are_few: bool
    """Whether no more than `FEW` runs meet it."""

    def of(self, run: Any) -> Clause:
        """Give the condition on the run whose id is in this column, in its cheap form."""
        if self.are_few:
            members: Clause = run.in_(sa.select(self.run).where(*self.clauses))
            return members
        # The run says the workspace, and without it no index of many runs can be chosen by mistake.
        of_this = sa.select(sa.literal(1)).where(self.run == run, *self.clauses[1:])
        return of_this.correlate(run.table).exists()


def other_conditions(session: Session, workspace_id: str, query: RunQuery) -> list[Other]:
    """Give the conditions on tags, words, metrics and values."""
    found = [_tagged(workspace_id, tag) for tag in query.tag]
    words = words_in(query.search)[:_MOST_SEARCHED]
    found += [_worded(workspace_id, word) for word in words]
    found += [_bounded(workspace_id, condition) for condition in query.conditions()]
    return [Other(run, clauses, _are_few(session, clauses)) for run, clauses in found]


def _are_few(session: Session, clauses: list[Clause]) -> bool:
    some = sa.select(sa.literal(1)).where(*clauses).limit(FEW + 1).subquery()
    return (session.scalar(sa.select(sa.func.count()).select_from(some)) or 0) <= FEW


def _tagged(workspace_id: str, tag: str) -> tuple[Any, list[Clause]]:
    return RunTag.run, [RunTag.workspace_id == workspace_id, RunTag.tag == tag]


def _worded(workspace_id: str, word: str) -> tuple[Any, list[Clause]]:
    beginning = [RunWord.word >= word, RunWord.word < word + _LAST_CHARACTER]
    return RunWord.run, [RunWord.workspace_id == workspace_id, *beginning]


def _bounded(workspace_id: str, condition: Condition) -> tuple[Any, list[Clause]]:
    # Under a name of its own: the list may be walked along the same table.
    if condition.kind == "metric":
        table: Any = aliased(MetricSummary)
        same = [table.workspace_id == workspace_id, table.name == condition.name]
        return table.run, [*same, _compare(table.last_value, condition)]
    table = aliased(RunValue)
    same = [
        table.workspace_id == workspace_id,
        table.kind == condition.kind,
        table.name == condition.name,
    ]
    column = table.text if condition.number is None else table.number
    return table.run, [*same, _compare(column, condition)]


def _compare(column: Any, condition: Condition) -> Clause:
    value = condition.text if condition.number is None else condition.number
    clause: Clause = {
        ">=": column >= value,
        "<=": column <= value,
        ">": column > value,
        "<": column < value,
        "=": column == value,
        "!=": column != value,
    }[condition.operator]
    return clause


def _zoned(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
