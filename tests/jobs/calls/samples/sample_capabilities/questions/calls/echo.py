"""Gives back what it is given and the process that answers; fails when asked to."""

import os
from typing import Any

from armillary.base.errors import Conflict
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Echo(SingleCall):
    """Answers at once."""

    id = "questions.echo"
    host: HostName = "models"

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Give the payload back."""
        if payload == "fail":
            raise Conflict("expected a word; got 'fail'", details={"word": "fail"})
        if payload == "crash":
            raise RuntimeError("this text stays in the log")
        return {"said": payload, "pid": os.getpid()}


call = Echo()
