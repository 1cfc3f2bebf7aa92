"""One look as a job."""

from typing import Any

from armillary.capabilities import datasets
from armillary.capabilities.training.guarding.schemas import GuardParams
from armillary.capabilities.training.tasks import columns_of, task_of
from armillary.jobs.contract import JobContext, Progress, SingleRun


def run_guard(job: JobContext) -> SingleRun:
    """Look the table over; closed in the middle it leaves nothing."""
    from armillary.learning.guard.looking import look_over
    from armillary.learning.target import infer_task

    params: GuardParams = job.params
    yield Progress(0.1, 0, 2, "steps", "Reading")
    sample = datasets.load_sample(job, params.dataset_id, columns_of(params))
    inferred = infer_task(sample.frame[params.target])
    kind: Any = params.problem_type or inferred
    task = task_of(params, kind)
    yield Progress(0.3, 1, 2, "steps", "Looking")
    looked = look_over(
        sample.frame,
        task,
        order=sample.places,
        of_rows=sample.of_rows,
        learned_steps=sample.learned_steps,
    )
    return looked.to_json()
