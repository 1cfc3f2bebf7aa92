"""What may be asked of a picture over two columns; imports no library, since the server does it."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["all", "training", "validation", "test"]
FEWEST, MOST = 2, 300
"""Between how many values along each column a model is asked about at least and at most."""
DRAWN = frozenset({"classification", "regression", "clustering", "anomaly_detection"})
"""The tasks whose models say one thing of each row."""


@dataclass(frozen=True)
class Asked:
    """What is to be drawn: over which columns, in how many values of each, with which rows.

    Without ``x`` or ``y`` the most important of the other columns of numbers is taken. ``reach``
    says how far beyond the points, in shares of their range.
    """

    x: str | None = None
    y: str | None = None
    resolution: int = 100
    part: Part = "all"
    reach: float | None = None
