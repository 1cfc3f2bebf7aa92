"""Counts slowly, can be stopped, told and resumed, and leaves traces of what it did."""

import os
import time
from functools import partial
from typing import Any

from pydantic import BaseModel, Field

from armillary.base.values import from_json, to_json
from armillary.jobs.contract import (
    Checkpoint,
    JobContext,
    Log,
    Needs,
    Progress,
    SingleJobKind,
    SingleRun,
)


class CountParams(BaseModel):
    """How far to count, how slowly, and where to leave traces."""

    to: int = Field(default=5, ge=0)
    pause_s: float = 0.0
    trace: str | None = None
    fail_at: int | None = None
    with_checkpoints: bool = True


class CountKind(SingleJobKind):
    """Counts."""

    id = "test.count"
    params = CountParams
    controls = ("set_param",)

    def title(self, params: Any) -> str:
        return f"Count to {params.to}"

    def needs(self, params: Any) -> Needs:
        return Needs(memory_bytes=1024)

    def why_not_pausable(self, params: Any) -> str | None:
        return None if params.with_checkpoints else "It does not remember how far it counted."

    def run_one(self, job: JobContext) -> SingleRun:
        params: CountParams = job.params
        counted = from_json(job.checkpoint["count"]) if job.checkpoint else 0
        first = counted
        told: list[Any] = []
        trace(params, f"begin {counted} pid {os.getpid()}")
        try:
            while counted < params.to:
                if counted == params.fail_at:
                    raise ValueError("reached the number in /secret/folder/file to fail at")
                counted += 1
                time.sleep(params.pause_s)
                trace(params, f"count {counted}")
                control = yield Progress(counted / params.to, counted, params.to, "numbers")
                if control is not None:
                    told.append(dict(control))
                    yield Log("info", f"told {control['type']}")
                if params.with_checkpoints:
                    yield Checkpoint(partial(_state, counted))
        except GeneratorExit:
            job.finish({"counted": counted, "stopped": True})
            raise
        return {"counted": counted, "from": first, "told": told, "attempt": job.attempt}


def _state(counted: int) -> dict[str, bytes]:
    return {"count": to_json(counted)}


def trace(params: CountParams, line: str) -> None:
    """Append a line to the trace at once, whoever dies next."""
    if params.trace is not None:
        with open(params.trace, "ab", buffering=0) as file:  # noqa: PTH123
            file.write(f"{line}\n".encode())


kind = CountKind()
