"""One trial: an algorithm with certain values, learned and judged fold after fold."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Conflict
from armillary.base.passing import passed_on
from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import ONE_THREAD, Machine, Predictor, Snapshot, State
from armillary.learning.encodings import encoding_of
from armillary.learning.going_on import rounds_name
from armillary.learning.search.bags import FoldModel
from armillary.learning.search.before import split_values
from armillary.learning.search.ground import Fold, FoldData, Ground
from armillary.learning.search.halving import Stand
from armillary.learning.search.objective import Objective
from armillary.learning.search.pacing import Pace
from armillary.learning.several import apart, classes_each
from armillary.learning.threads import limited

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]


@dataclass(frozen=True)
class FoldScore:
    """How one fold came out, and what it cost."""

    scores: tuple[float, ...]
    fit_s: float
    predict_s: float


@dataclass(frozen=True)
class Look:
    """A look at a trial that stands still until it is asked for more.

    ``judge`` scores the fold with the best predictor so far, and raises `Conflict` where what goes
    first is still fitted. The last look at a fold brings its ``score``, its ``model``, the
    ``state`` to go on from and the ``values`` it learned with, which are others than wished for
    where there was no time for as many rounds. ``fraction`` is how much of the trial is done;
    ``is_over`` tells that more rounds would bring nothing.
    """

    fold: int
    fraction: float
    judge: Callable[[], FoldScore]
    score: FoldScore | None = None
    model: FoldModel | None = None
    state: Callable[[], State] | None = None
    is_over: bool = False
    values: Mapping[str, Any] | None = None


Trying = Generator[Look, None, None]


def run_trial(
    ground: Ground,
    objective: Objective,
    algorithm_id: str,
    values: Mapping[str, Any],
    seed: int,
    machine: Machine = ONE_THREAD,
    *,
    stand: Stand | None = None,
    seconds: float | None = None,
    wished: Collection[str] = (),
) -> Trying:
    """Learn every fold and judge it on the rows held back, going on from a ``stand`` if given.

    With the same ground, values and seed the scores are the same. Close it to stop. Where its
    rounds would take more than some ``seconds``, it learns fewer, unless they are ``wished``.
    """
    count = len(ground.folds)
    fold_s = math.inf if seconds is None else seconds / count
    pace = Pace(algorithm_id, values, fold_s, len(ground.learned), wished)
    with limited(machine.threads):
        for place in range(len(ground.folds)):
            fold = _FoldRun(ground, objective, algorithm_id, place, machine)
            resume = None if stand is None else stand.states[place]
            spent = 0.0 if stand is None else stand.spent_s[place]
            yield from fold.follow(pace, seed, resume, spent)


class _FoldRun:
    """One fold of one trial."""

    def __init__(
        self, ground: Ground, objective: Objective, algorithm_id: str, place: int, machine: Machine
    ) -> None:
        self._ground, self._objective, self._place = ground, objective, place
        self._algorithm, self._machine = get_algorithm(algorithm_id), machine
        self._entry = get_entry(algorithm_id)
        self._data: FoldData

    def follow(self, pace: Pace, seed: int, resume: State | None, spent: float) -> Trying:
        """Learn, showing every snapshot; ``spent`` are the seconds that it took until here."""
        own, steps = split_values(self._ground.first, pace.values)
        encoding = encoding_of(self._algorithm, own)
        laying = self._ground.laying(self._place, encoding, steps)
        self._data = yield from passed_on(laying, lambda _: self._look_before())
        laid = self._data.laid
        spent += 0.0 if resume else laid.fit_s
        learned = yield from self._learn(pace, seed, resume, spent)
        if learned is None:
            learned = yield from self._learn(pace, seed, resume, spent)
        assert learned is not None
        last, spent = learned
        predictor = last.predictor()
        score, output = self._judge(predictor, spent)
        model = FoldModel(laid.preprocess, laid.whole(predictor), output)
        rounds = rounds_name(self._entry)
        yield Look(
            self._place,
            self._fraction(1.0),
            lambda: score,
            score,
            model,
            last.state,
            rounds is None or last.step < pace.values[rounds],
            dict(pace.values),
        )

    def _learn(
        self, pace: Pace, seed: int, resume: State | None, spent: float
    ) -> Generator[Look, None, tuple[Snapshot, float] | None]:
        """Learn to the end, giving what came of it; None where it has to begin anew."""
        import numpy as np

        own, _ = split_values(self._ground.first, pace.values)
        clock, rng = self._machine.clock, np.random.default_rng([seed, self._place])
        training = self._data.laid.train(self._algorithm.id, own, rng, self._machine, resume)
        last: Snapshot | None = None
        try:
            while last is None or not pace.is_enough(last.step):
                begin = clock()
                last = next(training)
                spent += clock() - begin
                yield self._look(last, spent)
                if self._place == 0 and resume is None and pace.settle(last.step, spent):
                    return None
        except StopIteration:
            pass
        finally:
            training.close()
        assert last is not None
        return last, spent

    def _look(self, snapshot: Snapshot, spent: float) -> Look:
        done = snapshot.step / max(1, snapshot.total)
        within = done if snapshot.fraction is None else snapshot.fraction
        return Look(
            self._place,
            self._fraction(min(within, 1.0)),
            lambda: self._judge(snapshot.predictor(), spent)[0],
        )

    def _look_before(self) -> Look:
        """Give a look while what goes first is fitted: nothing is learned that could be judged."""
        return Look(self._place, self._fraction(0.0), _nothing_learned)

    def _fraction(self, within: float) -> float:
        return (self._place + within) / len(self._ground.folds)

    def _judge(self, predictor: Predictor, fit_s: float) -> tuple[FoldScore, Matrix]:
        clock, data = self._machine.clock, self._data
        begin = clock()
        output = predictor.predict(data.held_features)
        predict_s = clock() - begin
        fold = self._ground.folds[self._place]
        scores = tuple(self._score(fold, output, part) for part in fold.parts)
        return FoldScore(scores, fit_s, predict_s), output

    def _score(self, fold: Fold, output: Matrix, part: Matrix) -> float:
        """Score some of the rows held back: of several targets their mean."""
        task, weights = fold.prepared.task, fold.prepared.test_weights()
        counts = None if weights is None else weights[part]
        said = apart(task, output[part])
        return fmean(
            self._objective.score(truth[part], one, classes, counts)
            for truth, one, classes in zip(fold.truths, said, classes_each(task), strict=True)
        )


def _nothing_learned() -> FoldScore:
    raise Conflict("Nothing has been learned yet: what goes first is not done.", code="no_model")
