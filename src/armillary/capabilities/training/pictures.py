"""Pictures of a running training: what its best model so far says over two columns."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from armillary import realtime
from armillary.base.allowance import Allowance, Terms
from armillary.base.errors import AppError
from armillary.base.logging import get_logger
from armillary.base.values import finite, to_json
from armillary.jobs.contract import JobContext

if TYPE_CHECKING:
    from armillary.learning.contract import Predictor
    from armillary.learning.fit_snapshot import FitSnapshot
    from armillary.learning.plane.live import Ground, LivePlane

KEY = "picture"
EVERY = 5
"""A picture is drawn at most every so many steps."""
# Drawing takes at most a two-hundredth of the time that the run has taken; what it will take is
# foretold and may turn out to be more. Once a run has gone on for a moment so much more may be
# spent at once: toys learn in seconds, and are what people watch. Nobody sees more than five a
# second.
_DRAWING = Terms(share=1 / 250, at_once_s=0.03, at_once_from_s=0.5, pause_s=0.2)
# What laying a picture out takes, in all and for each column, and drawing it, before anybody has
# measured it: rather more than less.
_LAYING_S, _COLUMN_S, _DRAWING_S = 0.004, 0.0007, 0.003
_FEW, _SOME = 8, 128
# So much a picture takes however small the model is; up to so many steps a model is taken for small
# until one was drawn.
_SMALL_S, _SMALL_STEPS = 0.008, 500
_GROWING = frozenset({"tree", "round"})
"""Steps that make a model larger, so that it takes longer to be copied and asked."""
_MOST_BYTES = 15_000
# What a model may make of rows that nobody has; it ends the pictures and not the training.
_TROUBLE = (AppError, ArithmeticError, LookupError, MemoryError, TypeError, ValueError)
_log = get_logger(__name__)


class Pictures:
    """Draws one run now and then, and has the newest picture told as a latest value of its topic.

    An account is kept: all drawing together takes at most a two-hundredth of the time, and three
    hundredths of a second more at once, with enough left over for a picture of the end. A run of a
    moment has none; nor have runs that learn in one step, and those of fewer than two columns of
    numbers.
    """

    def __init__(self, job: JobContext, clock: Callable[[], float] = time.monotonic) -> None:
        self._job, self._clock = job, clock
        self._allowance = Allowance(_DRAWING, clock)
        self._cost = _Cost()
        self._plane: LivePlane | None = None
        self._is_off = False
        self._drawn = -1
        self._seen = 0

    def see(self, snapshot: "FitSnapshot") -> None:
        """Draw a look at a training where it is time to."""
        before, self._seen = self._seen, snapshot.step
        if self._is_off or not self._allowance.is_due or not snapshot.metrics:
            return
        is_next = snapshot.step // EVERY > self._drawn // EVERY
        # Where steps come one by one the next round one is waited for.
        is_round = snapshot.step % EVERY == 0 or snapshot.step - before > 1
        if is_next and is_round:
            self._draw(snapshot, 2)

    def see_last(self, snapshot: "FitSnapshot") -> None:
        """Draw the end."""
        if not self._is_off and snapshot.step != self._drawn:
            self._draw(snapshot, 1)

    def _draw(self, snapshot: "FitSnapshot", pictures: int) -> None:
        """Draw, where the account has enough for so many pictures."""
        ground = snapshot.ground
        is_learned_in_steps = snapshot.total > 1 and not snapshot.staged
        # Whether it is drawn takes a while to find out, and stays so.
        is_drawn = self._plane is not None or (ground is not None and ground.is_drawn)
        if ground is None or not is_learned_in_steps or not is_drawn:
            self._is_off = True
            return
        laying_s = 0.0 if self._plane is not None else _LAYING_S + _COLUMN_S * ground.n_read
        if not self._allowance.is_left(laying_s + self._cost.foretell(snapshot) * pictures):
            return
        try:
            with self._allowance.spend():
                picture = self._picture(snapshot, ground, pictures)
        except _TROUBLE as problem:
            _log.warning("the run cannot be drawn", run=self._job.id, problem=repr(problem))
            self._is_off = True
            return
        if picture is not None:
            self._tell(snapshot, picture)

    def _picture(
        self, snapshot: "FitSnapshot", ground: "Ground", pictures: int
    ) -> dict[str, Any] | None:
        """Give a picture; the first time only if it turns out to cost little enough."""
        from armillary.learning.plane.live import LivePlane

        began = self._clock()
        predictor = ground.best()
        taking_s = self._clock() - began
        if self._plane is None:
            self._plane = LivePlane.lay(ground)
            self._cost.will_take(taking_s + self._foretell(self._plane, predictor), snapshot)
            laying_s = self._clock() - began
            if not self._allowance.is_left(laying_s + self._cost.foretell(snapshot) * pictures):
                return None
            began = self._clock()
        picture = self._plane.draw(predictor)
        self._cost.took(self._clock() - began, snapshot)
        return picture

    def _foretell(self, plane: "LivePlane", predictor: "Predictor") -> float:
        """Measure on few rows what a picture will take: some time at any rate, and for each row."""
        took: dict[int, list[float]] = {_FEW: [], _SOME: []}
        # The first time of anything takes longer.
        for rows in (_FEW, _SOME, _FEW, _SOME):
            began = self._clock()
            plane.try_out(predictor, rows)
            took[rows].append(self._clock() - began)
        few_s, some_s = min(took[_FEW]), min(took[_SOME])
        each_s = max(0.0, some_s - few_s) / (_SOME - _FEW)
        return some_s + each_s * (len(plane) - _SOME)

    def _tell(self, snapshot: "FitSnapshot", picture: dict[str, Any]) -> None:
        metrics = {name: finite(value) for name, value in snapshot.metrics.items()}
        value = {"step": snapshot.step, "unit": snapshot.unit, "metrics": metrics, **picture}
        if len(to_json(value)) > _MOST_BYTES:
            self._is_off = True
            return
        self._drawn = snapshot.step
        topic, workspace = f"job:{self._job.id}", self._job.workspace_id
        self._job.write_soon(
            lambda session: realtime.set_latest(session, topic, KEY, value, workspace_id=workspace)
        )


class _Cost:
    """What a picture takes, in seconds: the most until now, and more where the model has grown."""

    def __init__(self) -> None:
        self._step, self._most_s, self._grows_from = 0, _DRAWING_S, 0
        self._is_measured = False
        self._growth_s = 0.0
        """By how much it takes longer with each step."""

    def foretell(self, snapshot: "FitSnapshot") -> float:
        """Give what a picture of a look will take."""
        if snapshot.unit not in _GROWING:
            return self._most_s
        return self._most_s + self._growth_s * max(0, snapshot.step - self._grows_from)

    def will_take(self, cost_s: float, snapshot: "FitSnapshot") -> None:
        """Take what was found out about the first picture before it was drawn."""
        self._step, self._most_s, self._is_measured = snapshot.step, cost_s, True
        self._growth_s = max(0.0, cost_s - _SMALL_S) / max(1, snapshot.step)
        self._grows_from = max(snapshot.step, _SMALL_STEPS)

    def took(self, cost_s: float, snapshot: "FitSnapshot") -> None:
        """Take what a picture took, its model included."""
        steps = snapshot.step - self._step
        if self._is_measured and steps > 0:
            self._growth_s = max(0.0, cost_s - self._most_s) / steps
        elif snapshot.step > 0:
            self._growth_s = cost_s / snapshot.step
        self._step = self._grows_from = snapshot.step
        self._most_s = max(self._most_s, cost_s)
