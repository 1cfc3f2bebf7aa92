"""From a table to a model: split, encode, train, judge, one snapshot at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Conflict, Invalid
from armillary.base.values import to_json
from armillary.learning import belonging, chain, several
from armillary.learning.able import require_able
from armillary.learning.algorithms import get_algorithm
from armillary.learning.calibration import Method, require_probabilities
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.contract import (
    ONE_THREAD,
    Algorithm,
    Control,
    Machine,
    Predictor,
    SetParam,
    Snapshot,
    State,
    Task,
)
from armillary.learning.encodings import encoding_of
from armillary.learning.familiar import Profile
from armillary.learning.fit_snapshot import FitSnapshot, Fitting
from armillary.learning.judging import Judging
from armillary.learning.linking import Linked, Linking, is_behind, link
from armillary.learning.model import FittedModel
from armillary.learning.params import check, check_live
from armillary.learning.plane.live import Ground
from armillary.learning.prepare import Prepared, prepare
from armillary.learning.preprocess import Preprocess
from armillary.learning.split import Shares
from armillary.learning.threads import limited
from armillary.learning.validation.folding import Folding
from armillary.learning.validation.folds import Validation

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.recipe.training import TrainingRecipe

_PREPROCESS_FILE, _FOLDS_FILE = "preprocess.json", "folds.json"
_USUAL_SHARES = Shares()
_HOLDOUT = Validation()
# Of the progress, for what goes first: how long it takes beside the learner nobody knows.
_FIRST_SHARE = 0.1
_HARDLY = 1e-6


def fit(
    frame: pd.DataFrame,
    task: Task,
    algorithm_id: str,
    params: Mapping[str, Any],
    *,
    seed: int,
    resume: State | None = None,
    machine: Machine = ONE_THREAD,
    shares: Shares = _USUAL_SHARES,
    recipe: TrainingRecipe | None = None,
    first: Sequence[Mapping[str, Any]] = (),
    validation: Validation = _HOLDOUT,
    calibration: Method = "none",
) -> Fitting:
    """Train a model on a table.

    ``params`` are complete or partial values, checked at the strict door. With the same frame,
    seed and params the numbers are the same, whether or not training was interrupted and resumed
    from a ``state()``. Parameters that are live, or marked so, may differ from those of the state.
    With a ``recipe`` the frame is that of the recipe, which has run up to the split, or its columns
    that say how to split; the algorithms named ``first`` ({algorithm_id, hyperparameters})
    transform what is left. After the training ``validation`` learns its folds, and the test part is
    looked at once behind them. ``calibration`` makes probabilities say how often they come true, by
    the validation part.

    Raises
    ------
    `AppError` where the table, the task or a parameter cannot be used.

    """
    import numpy as np

    entry = get_entry(algorithm_id)
    values = check(entry, params, door="strict").require()
    require_able(entry, task)
    steps = [chain.Step(**step) for step in chain.check_first(first, task.kind)]
    split_seed, *_ = np.random.SeedSequence(seed).spawn(3)
    with limited(machine.threads):
        split_rng = np.random.default_rng(split_seed)
        prepared = prepare(frame, task, shares, split_rng, recipe, seed)
        folds = Folding(prepared, validation, frame, recipe, seed)
        del frame  # what is learned from it is prepared
        algorithm = get_algorithm(entry.id)
        run = FitRun(algorithm, entry, values, prepared, seed, resume, steps, folds, shares)
        run.calibrate_by(require_probabilities(calibration, task))
        yield from run.learn(machine)


class FitRun:
    """One training: what it learns from, and how its snapshots are dressed."""

    def __init__(
        self,
        algorithm: Algorithm,
        entry: CatalogueEntry,
        params: dict[str, Any],
        prepared: Prepared,
        seed: int,
        resume: State | None,
        first: Sequence[chain.Step] = (),
        folding: Folding | None = None,
        shares: Shares = _USUAL_SHARES,
    ) -> None:
        self._first, self._folding, self._shares = first, folding, shares
        self._calibration: Method = "none"
        self._algorithm, self._entry = algorithm, entry
        self._params, self._prepared, self._seed = params, prepared, seed
        self._warnings = list(prepared.warnings)
        self._first_files: Mapping[str, bytes] = {}
        self._best_step: int | None = None
        self._resume = resume
        if resume is None:
            encoding = chain.first_encoding(first, encoding_of(algorithm, params))
            self._preprocess = prepared.learn_preprocess(encoding)
        else:
            belonging.require_same(resume, self._identity(), self._entry)
            self._best_step = belonging.best_step_of(resume)
            self._preprocess = Preprocess.from_json(resume.files[_PREPROCESS_FILE])
            if folding is not None and _FOLDS_FILE in resume.files:
                folding.take(resume.files[_FOLDS_FILE])

    def calibrate_by(self, method: Method) -> None:
        """Have the models that come calibrated."""
        self._calibration = method

    def learn(self, machine: Machine) -> Fitting:
        """Fit what goes first, then the algorithm, each by a chance of its own; see `fit`."""
        import numpy as np

        _, train_seed, first_seed = np.random.SeedSequence(self._seed).spawn(3)
        yield from self._fit_first(np.random.default_rng(first_seed), machine)
        yield from self._follow(np.random.default_rng(train_seed), machine)

    def _fit_first(self, rng: Any, machine: Machine) -> Fitting:
        """Fit what goes first; until that is done there is nothing to be judged."""
        table, encoding = self._prepared.table(self._preprocess), self._algorithm.encoding
        fitting = link(self._first, table, encoding, rng, machine, self._resume)
        try:
            while True:
                yield self._dress_first(next(fitting))
        except StopIteration as end:
            linked: Linked = end.value
        finally:
            fitting.close()
        self._links, self._table = linked.links, linked.table
        self._warnings += linked.warnings
        self._first_files = linked.files()

    def _follow(self, rng: Any, machine: Machine) -> Fitting:
        """Drive the algorithm, passing snapshots out and controls in."""
        is_begun = self._resume is not None and is_behind(self._resume)
        resume = self._resume if is_begun and self._algorithm.resumable else None
        table = self._table
        training = several.train_all(
            self._algorithm,
            self._prepared,
            table,
            self._params,
            rng,
            machine=machine,
            resume=resume,
        )
        try:
            last = next(training)
            while True:
                control = yield self._dress(last)
                last = training.send(self._checked(control))
        except StopIteration:
            pass
        finally:
            training.close()
        yield from self._fold(last, machine)
        model = self._model(last)
        yield replace(
            self._dress(last),
            fraction=1.0,
            told="",
            model=lambda: model,
            final=True,
            evaluation=model.evaluation,
        )

    def _fold(self, last: Snapshot, machine: Machine) -> Fitting:
        """Learn the folds; somebody who stops meanwhile keeps the model without them."""
        folding = self._folding
        if folding is None or not folding.splits:
            return
        algorithm, values = self._algorithm.id, self._params
        still = replace(self._dress(last), metrics={}, vitals={})
        for done in folding.follow(algorithm, values, self._first, machine, self._calibration):
            yield replace(still, fraction=folding.fraction(done), told=folding.told())

    def _dress(self, snapshot: Snapshot) -> FitSnapshot:
        done = snapshot.step / max(1, snapshot.total)
        done = done if snapshot.fraction is None else snapshot.fraction
        done = _FIRST_SHARE + (1 - _FIRST_SHARE) * done if self._first else done
        if snapshot.best and snapshot.metrics:
            self._best_step = snapshot.step
        is_folded = self._folding is not None and bool(self._folding.splits)
        return FitSnapshot(
            step=snapshot.step,
            total=snapshot.total,
            unit=snapshot.unit,
            fraction=self._folding.fraction_before(done) if self._folding else done,
            metrics=snapshot.metrics,
            state=lambda: self._state(snapshot),
            model=lambda: self._model(snapshot),
            best=snapshot.best,
            best_step=self._best_step,
            staged=snapshot.staged,
            warnings=(*self._warnings, *snapshot.warnings),
            vitals=snapshot.vitals,
            notes=tuple(self._preprocess.notes()),
            told="Folds follow" if is_folded else "",
            is_within=_is_within(snapshot),
            remember=self._remembering(snapshot),
            ground=Ground(
                self._prepared,
                self._preprocess,
                lambda: self._linked(snapshot.predictor()),
                None if self._links else self._table,
            ),
        )

    def _dress_first(self, linking: Linking) -> FitSnapshot:
        def state() -> State:
            own = linking.state()
            return self._with_identity(own, step=0, best_step=None)

        done = _FIRST_SHARE * linking.fraction
        return FitSnapshot(
            step=0,
            total=1,
            unit="step",
            fraction=self._folding.fraction_before(done) if self._folding else done,
            metrics={},
            state=state,
            model=_no_model,
            told=linking.told,
            is_before=True,
        )

    def _checked(self, control: Control | None) -> Control | None:
        """Let a control through, unless it sets what cannot be set; then warn and go on."""
        if not isinstance(control, SetParam):
            return control
        try:
            return SetParam(control.name, check_live(self._entry, control.name, control.value))
        except Invalid as wrong:
            self._warnings.append(wrong.message)
            return None

    def _state(self, snapshot: Snapshot) -> State:
        step, best_step = snapshot.step, self._best_step
        return self._with_identity(snapshot.state(), step, best_step, self._first_files)

    def _remembering(self, snapshot: Snapshot) -> Callable[[], Callable[[], State]] | None:
        """Dress what is remembered, while no fold is learned yet: then there is more to a state."""
        own = snapshot.remember
        if own is None or (self._folding is not None and self._folding.done):
            return None

        def remember() -> Callable[[], State]:
            later, best_step = own(), self._best_step
            return lambda: self._with_identity(
                later(), snapshot.step, best_step, self._first_files, with_folds=False
            )

        return remember

    def _with_identity(
        self,
        state: State,
        step: int,
        best_step: int | None,
        further: Mapping[str, bytes] = MappingProxyType({}),
        *,
        with_folds: bool = True,
    ) -> State:
        identity = to_json(self._identity() | {"step": step, "best_step": best_step})
        named = {belonging.IDENTITY_FILE: identity, _PREPROCESS_FILE: self._preprocess.to_json()}
        own = {**further, **named}
        if with_folds and self._folding is not None and self._folding.done:
            own[_FOLDS_FILE] = self._folding.to_json()
        return State({**state.files, **own}, state.resume_only | (set(own) - {_PREPROCESS_FILE}))

    def _model(self, snapshot: Snapshot) -> FittedModel:
        """Build the best model so far and judge it on the test part."""
        prepared, preprocess = self._prepared, self._preprocess
        encoded = None if self._links else self._table
        judging = Judging(prepared, preprocess, self._calibration, encoded)
        found = judging.judge(self._linked(snapshot.predictor()))
        return FittedModel(
            algorithm=self._algorithm.id,
            params=self._params,
            task=prepared.task,
            seed=self._seed,
            preprocess=preprocess,
            predictor=found.predictor,
            evaluation=found.evaluation
            | {"split": prepared.split.sizes()}
            | ({} if self._shares == _USUAL_SHARES else {"shares": asdict(self._shares)})
            | (self._folding.outcome() if self._folding is not None else {}),
            schema_hash=preprocess.schema_hash(),
            data_hash=prepared.data_hash,
            proof_rows=prepared.proof_rows(preprocess),
            warnings=(*self._warnings, *snapshot.warnings),
            recipe=prepared.recipe,
            judged=found.judged,
            described_rows=found.described,
            conformal=found.reach,
            profile=Profile.learn(prepared, preprocess, found.evaluation),
        )

    def _linked(self, predictor: Predictor) -> Predictor:
        return chain.chained(self._links, predictor, self._algorithm.encoding)

    def _identity(self) -> dict[str, Any]:
        """Say what a state belongs to."""
        return {
            "algorithm": self._algorithm.id,
            "params": self._params,
            "task": belonging.task_to_json(self._prepared.task),
            "seed": self._seed,
            "split": self._prepared.split.sizes(),
            "data_hash": self._prepared.data_hash,
            **({"first": [asdict(step) for step in self._first]} if self._first else {}),
            **(self._folding.identity() if self._folding is not None else {}),
        }


def _is_within(snapshot: Snapshot) -> bool:
    if snapshot.fraction is None or snapshot.step >= snapshot.total:
        return False
    return abs(snapshot.fraction * snapshot.total - snapshot.step) > _HARDLY


def _no_model() -> FittedModel:
    raise Conflict("Nothing has been learned yet: what goes first is not done.", code="no_model")
