"""One sweep as a job: trials on a sample, summed up as they come."""

import statistics
from collections.abc import Generator, Sequence
from dataclasses import asdict
from typing import Any

from armillary import realtime
from armillary.capabilities import datasets
from armillary.capabilities.training.machines import machine_of
from armillary.capabilities.training.sweeps.schemas import SweepParams
from armillary.capabilities.training.tasks import columns_of, task_of
from armillary.jobs.contract import JobContext, Progress, SingleRun
from armillary.learning.catalogue import get_entry
from armillary.learning.computing import load_for
from armillary.learning.sweeps import SEEDS, Budget, Trial, sample, try_values

LONGEST_S = 60.0
"""So long somebody looks on: what is not tried until then is left out."""
KEY = "sweep"
"""The latest value of the job's topic that tells what was found so far, in the result's shape."""
_TOLD_EVERY_S = 0.25
_DIGITS = 5


def run_sweep(job: JobContext) -> SingleRun:
    """Try every value with every seed, as far as the time goes; closed, keep what there is."""
    params: SweepParams = job.params
    table = datasets.load_frame(job, params.dataset_id, columns_of(params))
    rows = sample(table)
    load_for(get_entry(params.algorithm_id))
    # Only what learns counts.
    budget = Budget(LONGEST_S)
    trials: list[Trial] = []
    trying = _try(job, rows, params, budget)

    def found() -> dict[str, Any]:
        return _sum_up(params, trials, len(rows), len(table))

    total = len(params.values) * len(SEEDS)
    told_s = 0.0
    try:
        for trial in trying:
            if trial is not None:
                trials.append(trial)
                if budget.spent_s - told_s > _TOLD_EVERY_S:
                    told_s = budget.spent_s
                    _tell(job, found())
            done = max(len(trials) / total, budget.spent_s / budget.seconds)
            yield Progress(min(1.0, done), len(trials), total, "trainings")
    except GeneratorExit:
        job.finish(found())
        raise
    finally:
        trying.close()
    return found()


def _tell(job: JobContext, found: dict[str, Any]) -> None:
    """Have those who look see what was found so far; trying goes on meanwhile."""
    topic, workspace = f"job:{job.id}", job.workspace_id
    job.write_soon(
        lambda session: realtime.set_latest(session, topic, KEY, found, workspace_id=workspace)
    )


def _try(
    job: JobContext, rows: Any, params: SweepParams, budget: Budget
) -> Generator[Trial | None, None, None]:
    from armillary.learning import target

    known = params.target in rows.columns
    inferred = target.infer_task(rows[params.target]) if known else "classification"
    kind = params.problem_type or inferred
    task = task_of(params, kind)
    machine = machine_of(job.granted)
    return try_values(
        rows,
        task,
        params.algorithm_id,
        params.hyperparameters,
        params.parameter,
        params.values,
        machine,
        budget,
    )


def _sum_up(
    params: SweepParams, trials: Sequence[Trial], rows: int, of_rows: int
) -> dict[str, Any]:
    """Give the mean and the spread of each value over its seeds."""
    return {
        "parameter": params.parameter,
        "metric": next((one.metric for one in trials if one.metric), ""),
        "rows": rows,
        "of_rows": of_rows,
        "seeds": len(SEEDS),
        "budget_s": LONGEST_S,
        "is_whole": len(trials) == len(params.values) * len(SEEDS),
        "values": [
            {"value": value, **_of_value([one for one in trials if one.place == place])}
            for place, value in enumerate(params.values)
        ],
    }


def _of_value(trials: Sequence[Trial]) -> dict[str, Any]:
    train = [one.train for one in trials if one.train is not None]
    validation = [one.validation for one in trials if one.validation is not None]
    problems = [one.problem for one in trials if one.problem is not None]
    stopped = [one.stopped for one in trials if one.stopped is not None]
    return {
        "seeds": len(validation),
        "train": _mean(train),
        "validation": _mean(validation),
        "low": round(min(validation), _DIGITS) if validation else None,
        "high": round(max(validation), _DIGITS) if validation else None,
        "problem": problems[0][:200] if problems else None,
        "stopped": asdict(stopped[0]) if stopped else None,
    }


def _mean(numbers: Sequence[float]) -> float | None:
    return round(statistics.fmean(numbers), _DIGITS) if numbers else None
