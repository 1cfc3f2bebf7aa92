"""The table of a search, split into the rows that its trials see and those that they do not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.capabilities import datasets, training
from armillary.capabilities.search import standing
from armillary.capabilities.search.tables import Search
from armillary.jobs.contract import JobContext
from armillary.learning import contract as learning

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.recipe.training import TrainingRecipe
    from armillary.learning.search.ground import Ground


@dataclass(frozen=True)
class Given:
    """The rows of a search as they are before they are split, and what is to be learned.

    With a recipe the frame has only what splitting needs; the rest comes out of the recipe.
    """

    frame: "pd.DataFrame"
    task: learning.Task
    recipe: "TrainingRecipe | None"

    def lay_ground(self, search: Search) -> "Ground":
        """Split them, the same in every job of the search."""
        from armillary.learning.search.ground import lay_ground

        folds, hold_out = search.request["folds"], search.request.get("hold_out", True)
        return lay_ground(
            self.frame,
            self.task,
            search.seed,
            folds,
            hold_out=hold_out,
            recipe=self.recipe,
            first=standing.first_of(search),
        )

    def look(self, search: Search) -> dict[str, Any] | None:
        """Give what the guard finds in these rows, unless it has looked already."""
        if search.guard is not None:
            return search.guard
        accepted = search.request.get("accepted_findings") or []
        return training.look_at_start(self.frame, self.task, accepted, self.recipe)


def load(job: JobContext, search: Search) -> Given:
    """Load the table of a search, and run its recipe up to the split."""
    request, task = search.request, _task_of(search)
    recipe = training.run_recipe_steps(
        job, search.dataset_id, request.get("steps") or [], request.get("source_ids") or []
    )
    if recipe is not None:
        return Given(recipe.beside(task.aside), task, recipe)
    columns = None
    if task.features is not None:
        columns = list(dict.fromkeys([*task.features, *task.aside]))
    return Given(datasets.load_frame(job, search.dataset_id, columns), task, None)


def _task_of(search: Search) -> learning.Task:
    request = search.request
    features, texts = request["feature_columns"], request.get("text_columns")
    several = request.get("target_columns")
    kind: Any = search.task
    return learning.Task(
        kind,
        search.target,
        None if features is None else tuple(features),
        request["group_column"],
        time=request.get("time_column"),
        texts=None if texts is None else tuple(texts),
        weight=request.get("weight_column") or None,
        class_weights=request.get("class_weights") or None,
        targets=tuple(several) if several else None,
    )
