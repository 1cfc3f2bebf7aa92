"""One training as a job: drive the learning generator, show it, keep what it leaves."""

from collections.abc import Generator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from armillary.base.database import after_commit
from armillary.base.storage import Gathered
from armillary.capabilities import datasets, models
from armillary.capabilities.training import (
    checkpoints,
    inherited,
    machines,
    points,
    recipes,
    validating,
)
from armillary.capabilities.training.curves import History
from armillary.capabilities.training.guarding import recording as guarding
from armillary.capabilities.training.inherited import Inherited
from armillary.capabilities.training.keeping import Keeper
from armillary.capabilities.training.pictures import Pictures
from armillary.capabilities.training.recorder import Recorder
from armillary.capabilities.training.schemas import TrainParams
from armillary.capabilities.training.scores import storing
from armillary.capabilities.training.steering import Steering
from armillary.capabilities.training.tables import Training
from armillary.capabilities.training.tasks import beside_of, columns_of, task_of
from armillary.capabilities.training.telling import progress, what_came
from armillary.capabilities.training.vitals import Vitals
from armillary.jobs.contract import (
    Checkpoint,
    Control,
    JobContext,
    Log,
    SingleRun,
    Update,
)
from armillary.learning import contract as learning
from armillary.learning.catalogue import get_entry
from armillary.learning.computing import load_for
from armillary.learning.going_on import rounds_name
from armillary.learning.guard.against import sum_up
from armillary.learning.split import Shares

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.fit_snapshot import FitSnapshot, Fitting
    from armillary.learning.recipe.training import TrainingRecipe


class TrainingRun:
    """Drives one training from its table to its model."""

    keeps_states = True
    """Whether there is something to go on from, if the algorithm can."""

    def __init__(self, job: JobContext) -> None:
        self._job = job
        self._params: TrainParams = job.params
        self._recorder = Recorder(job)
        self._vitals = Vitals(job)
        self._pictures = Pictures(job)
        self._entry = get_entry(self._params.algorithm_id)
        self._keeps_states = self.keeps_states and self._entry.resumable
        self._keeper = Keeper(job, is_able=self._keeps_states)
        self._steering = Steering(job, self._entry, self._keeper)
        self._warned = 0
        self._is_staged = False
        self._read, self._table_key = "", ""
        self._recipe: TrainingRecipe | None = None
        self._came = ""
        self._inherited: Inherited | None = None
        self._looked_at: tuple[Any, learning.Task] | None = None
        self._guard: dict[str, Any] | None = None
        self._deadline = float("inf")

    def run(self) -> SingleRun:
        """Train; closed in the middle, keep the best model so far."""
        try:
            return (yield from self._train())
        finally:
            if self._recipe is not None:
                self._recipe.close()

    def _train(self) -> SingleRun:
        fitting = self._begin()
        snapshot: FitSnapshot | None = None
        try:
            yield from self._say(Log("info", self._what_begins()))
            snapshot = yield from self._fit_first(fitting)
            self._note_beginning(snapshot)
            if against := sum_up(self._look()):
                yield from self._say(Log("warning", against))
            done = self._recipe.notes if self._recipe is not None else ()
            if cost := validating.cost_of(self._params):
                yield from self._say(Log("info", cost))
            for note in (*done, *snapshot.notes):
                yield from self._say(Log("info", note))
            while not snapshot.final and not self._is_late:
                yield from self._warn(snapshot)
                control = yield from self._show(snapshot)
                if snapshot.step >= snapshot.total and not snapshot.told:
                    # What comes now is the judgement of the whole, and storing it.
                    self._job.closing()
                snapshot = fitting.send(control)
        except GeneratorExit:
            if snapshot is None and self._job.checkpoint is not None:
                # It went on only to keep what it had.
                snapshot = next(fitting)
            if snapshot is not None and not snapshot.is_before:
                self._steering.keep_asked(snapshot)
                self._keep(snapshot)
            raise
        finally:
            fitting.close()
        self._note_ending(snapshot)
        is_kept = self._keep(snapshot)
        if not snapshot.final:
            yield Log("warning", self._stopped_in_time())
        if not is_kept:
            yield Log("info", self._keeper.too_large())
        yield from self._warn(snapshot)
        yield Log("info", self._came)
        if self._inherited is not None:
            yield Log("warning", self._inherited.told(snapshot.unit))
        yield progress(snapshot)
        return None

    def _fit_first(self, fitting: "Fitting") -> "Generator[Update, Control | None, FitSnapshot]":
        """Show how far what goes first is, and give the first look at the learner."""
        snapshot = next(fitting)
        while snapshot.is_before:
            if self._recorder.is_due:
                self._recorder.hand_on()
                yield from self._say(progress(snapshot))
                yield from self._say(Checkpoint(partial(_files_of, snapshot)))
            snapshot = next(fitting)
        return snapshot

    @property
    def _limit_s(self) -> float:
        most = float(self._job.settings.max_training_time_s)
        return min(most, self._params.max_seconds or most)

    def _say(self, update: Update) -> Generator[Update, Control | None, None]:
        """Yield something, and remember what is asked meanwhile."""
        self._steering.hear((yield update))

    def _note_beginning(self, snapshot: "FitSnapshot") -> None:
        steering, step = self._steering, snapshot.step
        if self._job.checkpoint is not None:
            after = "pause" if steering.was_paused else "interruption"
            steering.note_soon("went_on", step=step, details={"after": after})
        elif steering.has_begun_before:
            steering.note_soon("began_anew", step=step if self._params.origin else 0)
        else:
            steering.note_soon("started", step=step if self._params.origin else 0)

    def _note_ending(self, snapshot: "FitSnapshot") -> None:
        rounds = rounds_name(self._entry)
        if not snapshot.final:
            details = {"seconds": self._limit_s}
            self._steering.note_soon("time_budget_reached", step=snapshot.step, details=details)
        elif rounds is not None and snapshot.step < self._steering.values[rounds]:
            why = next((one for one in snapshot.warnings if one.startswith("Stopped ")), None)
            self._steering.note_soon("early_stopped", step=snapshot.step, details={"why": why})

    def _what_begins(self) -> str:
        how = "Going on" if self._job.checkpoint is not None else "Training"
        return f"{how} with {self._read}, on {machines.in_words(self._job.granted)}."

    @property
    def _is_late(self) -> bool:
        return self._recorder.clock() > self._deadline

    def _begin(self) -> "Fitting":
        from armillary.learning import fit

        params = self._params
        frame, task = self._read_table()
        load_for(self._entry)
        # Only what learns counts, and no pause does.
        self._deadline = self._recorder.clock() + self._limit_s - self._job.used_s
        return fit.fit(
            frame,
            task,
            params.algorithm_id,
            params.hyperparameters,
            seed=params.seed,
            resume=self._state_to_go_on_from(),
            machine=machines.machine_of(self._job.granted),
            recipe=self._recipe,
            first=params.first,
            validation=validating.of(params),
            calibration=params.calibration,
            shares=Shares(*params.shares) if params.shares else Shares(),
        )

    def _read_table(self) -> "tuple[pd.DataFrame, learning.Task]":
        """Load what is learned from, run the recipe up to the split, and say what is learned."""
        from armillary.learning import target

        params = self._params
        recipe = self._recipe = recipes.begin(self._job)
        ordered_by = params.validation.column if params.validation else None
        needed = columns_of(params, ordered_by) if recipe is None else None
        with self._job.read() as session:
            key = datasets.find_table_key(self._job.actor, session, params.dataset_id, needed)
        self._table_key = key
        if recipe is None:
            frame = datasets.read_frame(self._job.storage, key, needed)
            columns = frame.shape[1]
        else:
            # What is learned from comes out of the recipe once it is known how rows are split.
            frame = recipe.beside(beside_of(params, ordered_by))
            columns = len(recipe.names)
        self._read = f"{len(frame):,} rows and {columns:,} columns"
        kind = params.problem_type or _infer(frame, params, target)
        task = task_of(params, kind)
        self._looked_at = frame, task
        return frame, task

    def _look(self) -> dict[str, Any] | None:
        """Look the rows over once, when it is known that they can be learned from."""
        if self._looked_at is not None:
            frame, task = self._looked_at
            self._looked_at = None
            accepted = self._params.accepted
            self._guard = guarding.look_at_start(frame, task, accepted, self._recipe)
        return self._guard

    def _state_to_go_on_from(self) -> learning.State | None:
        """Give the run's own last state, else the one of another run that it begins with."""
        from armillary.learning.belonging import step_of

        held, origin = self._job.checkpoint, self._params.origin
        if held is None and origin is not None:
            held = checkpoints.load(self._job.storage, origin.storage_key)
        if held is None:
            return None
        state = learning.State(dict(held))
        return replace(state, live=self._steering.live_at(step_of(state)))

    def _warn(self, snapshot: "FitSnapshot") -> Generator[Update, Control | None, None]:
        """Log what was noticed about the table and not yet told."""
        for warning in snapshot.warnings[self._warned :]:
            yield from self._say(Log("warning", warning))
        self._warned = len(snapshot.warnings)
        if snapshot.staged and not self._is_staged:
            self._is_staged = True
            told = "The curve was computed after the training, stage by stage."
            yield from self._say(Log("info", told))

    def _show(
        self, snapshot: "FitSnapshot"
    ) -> Generator[Update, Control | None, learning.Control | None]:
        """Show a snapshot where it is time to, and hand on what somebody wants changed."""
        self._recorder.add(snapshot.step, snapshot.metrics)
        self._keeper.see(snapshot, self._steering.values)
        self._vitals.see(snapshot.step, snapshot.vitals)
        self._pictures.see(snapshot)
        if self._recorder.is_due:
            self._recorder.hand_on()
            self._vitals.hand_on()
            yield from self._say(progress(snapshot))
            yield from self._say(Checkpoint(lambda: self._save(snapshot)))
        for done in self._steering.next(snapshot):
            if isinstance(done, learning.SetParam):
                return done
            yield from self._say(done)
        return None

    def _save(self, snapshot: "FitSnapshot") -> Mapping[str, bytes]:
        """Give what going on takes; what was best until then is stored beside it."""
        self._keeper.store_best()
        return snapshot.state().files

    def _keep(self, snapshot: "FitSnapshot") -> bool:
        """Store the best model and its judgement; they count from the moment the job ends.

        Gives whether the last state is kept as well, where there is one.
        """
        self._job.closing()
        gathered = Gathered(self._job.storage)
        keep_states = self._keeper.last(snapshot, self._steering.values, gathered)
        history = self._finish_curves(snapshot)
        self._pictures.see_last(snapshot)
        model = snapshot.model()
        guard = self._look()
        if guard is not None:
            model = replace(model, evaluation={**model.evaluation, "guard": guard})
        if self._keeps_states:
            model = replace(model, course=self._steering.course(snapshot.step))
        self._came = what_came(model)
        job, params = self._job, self._params
        if params.origin is not None:
            with job.read() as session:
                self._inherited = inherited.find(session, job.id, snapshot.best_step)
        model_id = models.model_id_of(job.id)
        # The claim's number keeps what a slower, lost claim still writes apart from this.
        folder = f"models/{model_id}/{job.claim_number}"
        parent_id = _parent_of(params)
        lineage = models.lineage_of(job, params.dataset_id, parent_id=parent_id)
        bundle = models.gather_bundle(gathered, model, f"{folder}/bundle", lineage)
        key = storing.gather_whole(gathered, folder, model, self._table_key)
        gathered.write()
        origin = models.Lineage(params.dataset_id, job.id, params.name, parent_id)

        def register(session: Session) -> None:
            models.register(job.actor, session, model_id, model, bundle, origin)
            row = session.get_one(Training, job.id)
            row.model_id, row.model_path = model_id, bundle.prefix
            row.evaluation_key, row.metrics = key, dict(model.metrics)
            row.training_history, row.guard = history, guard
            if keep_states is not None:
                keep_states(session)
            after_commit(session, lambda _: models.keep_only(job.storage, model_id, folder))

        curve = "afterwards" if self._is_staged else "live"
        result = {"model_id": model_id, "metrics": dict(model.metrics), "curve": curve}
        if self._inherited is not None:
            result["inherited"] = self._inherited.to_wire()
        job.finish({**result, "evaluation_key": key}, write=register)
        return keep_states is not None or not self._keeps_states

    def _finish_curves(self, snapshot: "FitSnapshot") -> dict[str, Any]:
        """Have the last points written, and give the curves.

        Short ones are written by the transaction that ends it, which spares the disk one, and
        are remembered.
        """
        self._recorder.add(snapshot.step, snapshot.metrics)
        if self._recorder.has_few:
            self._recorder.hand_on()
            return self._recorder.to_wire()
        self._recorder.flush()
        with self._job.read() as session:
            return History(points.read(session, self._job.id)).to_wire()

    def _stopped_in_time(self) -> str:
        own = self._params.max_seconds
        whose = "its time budget" if own == self._limit_s else "the longest a training may take"
        return f"Stopped after {self._limit_s:g} s, {whose}; the best model is kept."


def _files_of(snapshot: "FitSnapshot") -> Mapping[str, bytes]:
    return snapshot.state().files


def _parent_of(params: TrainParams) -> str | None:
    """Give the model of the run that this one goes on from."""
    return None if params.origin is None else models.model_id_of(params.origin.run)


def _infer(frame: Any, params: TrainParams, target: Any) -> learning.TaskKind:
    """Guess the task from the target; a missing column is told by `fit`, which knows how."""
    if params.target is None or params.target not in frame.columns:
        return "classification"
    kind: learning.TaskKind = target.infer_task(frame[params.target])
    return kind
