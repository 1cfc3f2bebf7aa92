"""Loads something that is ready when the test opens a gate (a named pipe), and says how often."""

from pathlib import Path
from typing import Any

from armillary.jobs.calls import CallContext, HostName, SingleCall


class Load(SingleCall):
    """Answers with what was loaded for a gate, once for all who ask."""

    id = "questions.load"
    host: HostName = "models"
    batch_limit = 8

    def key(self, payload: Any) -> str:
        """Share a batch where the gate is the same."""
        return str(payload["gate"])

    def run_one(self, payload: Any, context: CallContext) -> Any:
        """Give the number of times that it was loaded."""
        return context.load(payload["gate"], lambda: _pass(Path(payload["gate"])))


call = Load()


def _pass(gate: Path) -> int:
    entered = Path(f"{gate}.entered")
    with entered.open("a") as file:
        file.write("x")
    with gate.open("rb") as pipe:
        pipe.read(1)
    return len(entered.read_text())
