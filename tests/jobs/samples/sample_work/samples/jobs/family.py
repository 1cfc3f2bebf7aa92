"""A job that submits children and waits for them."""

import os
from typing import Any

from pydantic import BaseModel

from armillary.base.values import from_json, to_json
from armillary.jobs.contract import JobContext, Log, SingleJobKind, SingleRun, Wait


class FamilyParams(BaseModel):
    """How many children, whether one of them fails, and how slowly they count."""

    children: int = 2
    fail_at: int | None = None
    pause_s: float = 0.0
    trace: str | None = None


class FamilyKind(SingleJobKind):
    """Adds up what its children have counted."""

    id = "test.family"
    params = FamilyParams

    def why_not_pausable(self, params: Any) -> str | None:
        return None

    def run_one(self, job: JobContext) -> SingleRun:
        if job.checkpoint is None:
            ids = tuple(
                job.submit(
                    "test.count",
                    {"to": number + 1, **job.params.model_dump(exclude={"children"})},
                    idempotency_key=str(number),
                )
                for number in range(job.params.children)
            )
            yield Log("info", "waiting")
            yield Wait(ids, lambda: {"ids": to_json({"ids": ids, "pid": os.getpid()})})
            raise AssertionError("nobody asks a waiting generator for more")
        held = from_json(job.checkpoint["ids"])
        results = job.results(held["ids"])
        counted = [results[one]["counted"] if results[one] else None for one in held["ids"]]
        return {"counted": counted, "moved": held["pid"] != os.getpid()}


kind = FamilyKind()
