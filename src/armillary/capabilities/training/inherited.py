"""Whether the model of a run that went on from another is the best that there was before.

Such a run begins with the best of the state that it went on from, and keeps that as its model
where no step of its own is better on the validation part.
"""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from armillary.capabilities.training.tables import Descent


@dataclass(frozen=True)
class Inherited:
    """That the model is the one of ``best_step``, before the step that the run went on at."""

    best_step: int
    went_on_at: int

    def told(self, unit: str) -> str:
        """Say it in a sentence."""
        return (
            f"No {unit} after {self.went_on_at:,}, where this run went on from another, was better "
            f"on the validation part than {unit} {self.best_step:,} of that one: "
            f"the model is the one of {unit} {self.best_step:,}."
        )

    def to_wire(self) -> dict[str, Any]:
        """Give it as JSON."""
        return asdict(self)


def find(session: Session, run: str, best_step: int | None) -> Inherited | None:
    """Tell whether the best of a run is from before it went on; None where it is its own."""
    descent = session.get(Descent, run)
    if descent is None or best_step is None or best_step > descent.step:
        return None
    return Inherited(best_step, descent.step)
