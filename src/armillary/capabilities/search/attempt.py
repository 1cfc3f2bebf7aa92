"""What has come of one trial until now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Any

from armillary.capabilities.search.rungs import Rung
from armillary.learning.search.halving import Stand
from armillary.learning.search.trial import FoldScore, Look

if TYPE_CHECKING:
    from armillary.learning.contract import State
    from armillary.learning.search.bags import FoldModel


@dataclass
class Attempt:
    """The folds of a trial that are judged, what they left, and how it stands."""

    rung: Rung | None
    folds: list[FoldScore] = field(default_factory=list)
    models: list["FoldModel"] = field(default_factory=list)
    state: str = "complete"
    error: str | None = None
    values: Mapping[str, Any] | None = None
    last: Look | None = None
    _states: list["State"] = field(default_factory=list)
    _is_over: bool = True

    @property
    def scores(self) -> list[float]:
        """The scores of all folds until now."""
        return [score for fold in self.folds for score in fold.scores]

    @property
    def value(self) -> float:
        """The mean of the scores."""
        return fmean(self.scores)

    @property
    def is_part(self) -> bool:
        """Whether it learns some of its rounds only."""
        return self.rung is not None and not self.rung.is_last

    def take(self, look: Look) -> bool:
        """Take note of a look; gives whether a fold was judged by it."""
        self.last = look
        if look.score is None:
            return False
        self.folds.append(look.score)
        self.values = look.values
        self.models += [look.model] if look.model else []
        if self.is_part and look.state is not None:
            self._states.append(look.state())
            self._is_over = self._is_over and look.is_over
        return True

    def stand(self) -> Stand | None:
        """Give what it goes on from; None where it has come to its end."""
        if self.state != "complete" or not self._states or self._is_over:
            return None
        return Stand(tuple(self._states), tuple(fold.fit_s for fold in self.folds))
