"""Ends its own process in the middle of a call that must not be asked twice."""

import os
import signal
from typing import Any

from armillary.jobs.calls import CallContext, HostName, SingleCall


class Once(SingleCall):
    """Kills the host."""

    id = "questions.once"
    host: HostName = "models"
    idempotent = False

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Never answer."""
        os.kill(os.getpid(), signal.SIGKILL)


call = Once()
