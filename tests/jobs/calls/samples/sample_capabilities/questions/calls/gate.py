"""Waits until the test opens a gate (a named pipe), and tells how large its batch was."""

import os
import select
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from armillary.base.errors import Unavailable
from armillary.jobs.calls import CallContext, HostName, SingleCall


class Gate(SingleCall):
    """Answers when something is written into the pipe, or when nobody waits any more."""

    id = "questions.gate"
    host: HostName = "models"
    batch_limit = 512

    def key(self, payload: Any) -> str:
        """Share a batch where the gate is the same."""
        return str(payload["gate"])

    def run(self, payloads: Sequence[Any], context: CallContext) -> Sequence[Any]:
        """Wait, then give every payload the size of the batch and the process."""
        gate = Path(payloads[0]["gate"])
        stop_reading, stop_writing = os.pipe()
        Path(f"{gate}.entered").touch()
        pipe = os.open(gate, os.O_RDWR | os.O_NONBLOCK)
        with context.interruptible(lambda: os.write(stop_writing, b"x")):
            ready, _, _ = select.select([pipe, stop_reading], [], [])
        if stop_reading in ready:
            Path(f"{gate}.interrupted").touch()
            raise Unavailable("nobody waits any more")
        os.read(pipe, 1)
        return [{"batch": len(payloads), "pid": os.getpid()} for _ in payloads]


call = Gate()
