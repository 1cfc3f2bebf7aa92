"""Whether an algorithm can do what a task asks of it, here."""

from importlib.util import find_spec

from armillary.base.errors import Invalid, Unavailable
from armillary.learning.catalogue import CatalogueEntry, require_weighs
from armillary.learning.contract import Task, task_words

_MODULES = {"maps": "umap"}  # what an extra installs, where it is called otherwise


def require_able(entry: CatalogueEntry, task: Task) -> None:
    """Refuse a task that an algorithm is not for, or that lacks what it needs."""
    if task.kind not in entry.tasks:
        raise Invalid(
            f"{entry.name} is for {task_words(*entry.tasks)}, not for {task_words(task.kind)}. "
            "Choose another algorithm or target.",
            code="task_not_supported",
        )
    if entry.needs_target and task.target is None:
        raise Invalid(f"{entry.name} learns from a target; name the column.", code="target_missing")
    if task.kind == "preprocessing" and task.target is not None and not entry.needs_target:
        raise Invalid(
            f"{entry.name} learns nothing from a target; leave it out.", code="target_not_used"
        )
    if task.weight is not None or task.class_weights:
        require_weighs(entry, task.kind)
    if entry.needs_extra and find_spec(_MODULES.get(entry.needs_extra, entry.needs_extra)) is None:
        raise Unavailable(
            f"{entry.name} needs the optional part {entry.needs_extra!r}, which is not installed "
            f"here. Install armillary[{entry.needs_extra}].",
            code="missing_extra",
        )
