"""The table of a search, split into the rows that its trials see and those that they do not."""

from typing import TYPE_CHECKING, Any

from armillary.capabilities import datasets
from armillary.capabilities.search.tables import Search
from armillary.jobs.contract import JobContext
from armillary.learning import contract as learning

if TYPE_CHECKING:
    from armillary.learning.search.ground import Ground


def load_ground(job: JobContext, search: Search) -> "Ground":
    """Load the table of a search and lay its ground, the same in every job of it."""
    from armillary.learning.search.ground import lay_ground

    request = search.request
    features, group = request["feature_columns"], request["group_column"]
    columns = None
    if features is not None:
        columns = list(dict.fromkeys([*features, search.target, *([group] if group else [])]))
    frame = datasets.load_frame(job, search.dataset_id, columns)
    named = None if features is None else tuple(features)
    kind: Any = search.task
    task = learning.Task(kind, search.target, named, group)
    hold_out = request.get("hold_out", True)
    return lay_ground(frame, task, search.seed, request["folds"], hold_out=hold_out)
