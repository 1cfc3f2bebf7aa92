"""How far a session is, in the words that clients show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Stage = Literal["prepare", "user", "merge", "create", "train", "evaluate", "done"]


@dataclass(frozen=True)
class Stages:
    """The stages of one flow: how much is done when each begins, and what it is called."""

    steps: Mapping[Stage, tuple[float, str]]

    def at(self, stage: Stage) -> tuple[float, str]:
        """Give how much is done when a stage begins, and its text."""
        return self.steps[stage]

    def within(self, stage: Stage, share: float) -> float:
        """Give how much is done when so much of a stage is."""
        begins = self.steps[stage][0]
        later = [fraction for fraction, _ in self.steps.values() if fraction > begins]
        return begins + (min(later, default=1.0) - begins) * min(max(share, 0.0), 1.0)

    def text_at(self, fraction: float) -> str:
        """Give what goes on where so much is done."""
        begun = [step for step in self.steps.values() if step[0] <= fraction + 1e-9]
        return max(begun)[1] if begun else INITIAL


INITIAL = "Initializing..."
ENDED = "Completed"

_CUSTOM: Mapping[Stage, tuple[float, str]] = {
    "prepare": (0.10, "Preparing data..."),
    "create": (0.30, "Creating model..."),
    "train": (0.40, "Training model..."),
    "evaluate": (0.80, "Evaluating model..."),
    "done": (1.0, "Training completed!"),
}
_STORED: Mapping[Stage, tuple[float, str]] = {
    "prepare": (0.10, "Preparing data..."),
    "train": (0.30, "Loading pretrained model..."),
    "evaluate": (0.60, "Loading test data..."),
    "done": (1.0, ENDED),
}
_TUNED: Mapping[Stage, tuple[float, str]] = {
    "prepare": (0.20, "Loading NASA training data..."),
    "user": (0.30, "Loading user data..."),
    "merge": (0.40, "Augmenting dataset..."),
    "create": (0.50, "Configuring training..."),
    "train": (0.60, "Training model..."),
    "evaluate": (0.80, "Evaluating model..."),
    "done": (1.0, "Training completed!"),
}


def stages_of(flow: str, source: str) -> Stages:
    """Give the stages of a flow (custom or pretrained) with its data (nasa or user)."""
    if flow == "custom":
        return Stages(_CUSTOM)
    return Stages(_STORED if source == "nasa" else _TUNED)
