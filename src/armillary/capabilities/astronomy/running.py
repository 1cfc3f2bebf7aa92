"""One session as a job: its tables, its training, and what the model says of the test rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import AppError, Conflict
from armillary.base.passing import passed_on
from armillary.base.values import to_json
from armillary.capabilities import datasets, models, training
from armillary.capabilities.astronomy import (
    answering,
    keeping,
    mission_tables,
    questions,
    reasons,
    sessions,
    words,
)
from armillary.capabilities.astronomy.fine_tuning import (
    FineTuned,
    fine_tune,
    summed_up,
    why_too_few,
)
from armillary.capabilities.astronomy.ground import Ground, Test
from armillary.capabilities.astronomy.keeping import Kept
from armillary.capabilities.astronomy.missions import get_mission
from armillary.capabilities.astronomy.pretrained import (
    load_stored,
    stored_card,
    stored_model,
    survey_key,
    transfer_key,
)
from armillary.capabilities.astronomy.pretraining.tables import to_learn
from armillary.capabilities.astronomy.splitting import CLASS, SEED, STEERING_SHARE, VALIDATION_SHARE
from armillary.capabilities.astronomy.stages import Stage, stages_of
from armillary.capabilities.astronomy.tables import ExoplanetSession
from armillary.jobs import Job
from armillary.jobs.contract import JobContext, Log, Progress, SingleRun, Wait
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Machine
from armillary.learning.params import check

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    import pandas as pd
    from sqlalchemy.orm import Session

    from armillary.learning.model import FittedModel

_STORED = ("lightgbm", {"n_estimators": 120, "num_leaves": 31, "learning_rate": 0.06})
_TUNED = ("random_forest", {"n_estimators": 100, "max_depth": 20})


@dataclass(frozen=True)
class Learner:
    """What is to be trained: an algorithm with complete values, and what goes before it."""

    algorithm_id: str
    values: dict[str, Any]
    first: list[dict[str, Any]]
    title: str


class SessionRun:
    """Drives one session; what is done already stands in its row, so that it may go on anywhere."""

    def __init__(self, job: JobContext) -> None:
        self._job = job
        with job.read() as session:
            row = sessions.find(job.actor, session, job.id)
        self._row, self._data = row, row.asked["data"]
        self._mission = get_mission(row.mission)
        self._stages = stages_of(row.flow, self._data)
        self._ground = Ground(job, row, self._mission)
        self._keeps: list[Callable[[Session], None]] = []

    def run(self) -> SingleRun:
        """Wait for what is wanting, train, and answer."""
        if self._job.checkpoint is None:
            yield self._at("prepare")
        waited = self._ground.wanting()
        if waited:
            yield Wait(waited)
        if (other := self._row.asked.get("learned_from")) is not None:
            yield from self._answer_across(other)
            return None
        if self._knows_survey:
            yield from self._answer_made_up()
            return None
        stored = self._stored()
        if stored is not None and (yield from self._answer_by(*stored)):
            return None
        if self._training() is None:
            yield from self._begin_training()
        job = self._training()
        assert job is not None
        if not job.is_finished:
            yield Wait((job.id,))
        yield from self._answer_with(job)
        return None

    @property
    def _knows_survey(self) -> bool:
        """Whether a made-up table is asked about, and the model that comes for such is there."""
        is_asked = self._is_stored and self._row.asked.get("model_id") is None
        is_made_up = self._ground.source == "synthetic" and self._training() is None
        return is_asked and is_made_up and stored_model(survey_key(self._mission.key)) is not None

    def _answer_made_up(self) -> SingleRun:
        """Answer by the model that learned another draw of the survey that stands in."""
        key = survey_key(self._mission.key)
        yield self._at("train")
        self._ground.notes.append(
            "The stored model learned another draw of the made-up survey: it has seen none of "
            "these stars, and of real ones it knows nothing."
        )
        yield from self._answer(load_stored(key), None, {"survey": stored_card(key)})
        return None

    def _stored(self) -> tuple[FittedModel, Kept] | None:
        """Give the stored model to ask, and how the workspace knows it; None without one."""
        chosen = self._row.asked.get("model_id")
        if chosen is not None:
            return keeping.load(self._job, chosen), Kept(chosen)
        is_real = self._ground.source not in (None, "synthetic")
        if self._row.flow != "pretrained" or not is_real or self._training() is not None:
            return None
        if stored_model(self._mission.key) is None:
            return None
        return load_stored(self._mission.key), keeping.keep_shipped(self._job, self._mission)

    def _answer_across(self, other: str) -> SingleRun:
        """Answer by what another mission taught, where that is sure enough."""
        if self._ground.source in (None, "synthetic"):
            raise Conflict(
                f"What {other} taught is of use for the real table of {self._mission.title} only, "
                "and a made-up one stands in for it. Give the table (ARMILLARY_DATASETS_DIR)."
            )
        yield self._at("train")
        key = transfer_key(other, self._mission.key)
        yield from self._answer(load_stored(key), None, {"transfer": stored_card(key)})
        return None

    def _answer_by(self, stored: FittedModel, kept: Kept) -> Generator[Any, Any, bool]:
        """Answer by a stored model, which goes on learning first where rows were brought.

        Gives False where these are too few for that.
        """
        told: dict[str, Any] = {"stored_model_id": kept.model_id}
        if "model_id" not in self._row.asked:
            told["pretrained"] = stored_card(self._mission.key)
        self._keeps = [kept.register]
        if self._is_stored:
            yield self._at("train")
            yield from self._answer(stored, kept.model_id, told)
            return True
        yield self._at("user")
        rows = self._ground.load_brought()
        if (reason := why_too_few(self._mission, rows)) is not None:
            self._ground.notes.append(f"{reason} So all rows are learned anew.")
            return False
        yield self._at("merge")
        yield self._at("create")
        yield self._at("train")
        tuned = self._tune(stored, rows)
        told["fine_tuning"] = {
            "rounds": tuned.rounds,
            "on_new": tuned.on_new,
            "on_old": tuned.on_old,
        }
        made = yield from self._ground.keep_learned(
            to_learn(self._mission, rows, self._ground.past)
        )
        origin = keeping.Origin(kept.model_id, made, self._ground.filename)
        own = keeping.keep_tuned(self._job, self._mission, tuned, origin)
        self._keeps += [lambda session: datasets.take_derived(session, made), own.register]
        self._ground.notes += summed_up(tuned, self._mission)
        yield from self._answer(tuned.model, own.model_id, told)
        return True

    def _tune(self, stored: FittedModel, rows: pd.DataFrame) -> FineTuned:
        return fine_tune(
            self._mission,
            stored,
            rows,
            old=self._ground.past,
            may_be_worse=bool(self._row.asked.get("may_be_worse")),
            machine=Machine(threads=self._job.granted.threads),
        )

    @property
    def _is_stored(self) -> bool:
        return self._row.flow == "pretrained" and self._data == "nasa"

    def _at(self, stage: Stage) -> Progress:
        fraction, text = self._stages.at(stage)
        return Progress(fraction, message=text)

    def _training(self) -> Job | None:
        with self._job.read() as session:
            row = sessions.find(self._job.actor, session, self._job.id)
            if row.training_id is None:
                return None
            return session.get(Job, row.training_id)

    def _begin_training(self) -> SingleRun:
        for stage in self._stages.steps:
            if stage in ("user", "merge"):
                yield self._at(stage)
        made = yield from self._ground.make_table()
        if "create" in self._stages.steps:
            yield self._at("create")
        learner = self._learner()
        with self._job.write() as session:
            row = session.get_one(ExoplanetSession, self._job.id)
            self._ground.take(session, row, made)
            row.training_id = self._stored_training(session) or self._submit(session, learner, made)
        yield self._at("train")
        return None

    def _stored_training(self, session: Session) -> str | None:
        """Give the run whose model is stored for the mission, where it goes on or left one."""
        if not self._is_stored:
            return None
        table = mission_tables.lock(session, self._job.actor, self._mission)
        held = None if table.training_id is None else session.get(Job, table.training_id)
        if held is None or (held.is_finished and self._model_id(session, held.id) is None):
            return None
        return held.id

    def _submit(self, session: Session, learner: Learner, made: Any) -> str:
        actor, where = self._job.actor, self._ground.learnable(session, made)
        request = training.StartRequest(
            algorithm_id=learner.algorithm_id,
            dataset_id=where.dataset_id,
            target_column=CLASS,
            feature_columns=where.features,
            group_column=where.group,
            hyperparameters=learner.values,
            problem_type="classification",
            seed=SEED,
            name=learner.title,
            first=[training.FirstIn(**one) for one in learner.first] or None,
            max_seconds=float(self._job.settings.exoplanet_training_s),
        )
        params = training.check_request(actor, session, request)
        shares: tuple[float, float] = (STEERING_SHARE, VALIDATION_SHARE)
        params = params.model_copy(update={"shares": shares})
        placed = training.Placed(tags=("exoplanets", self._mission.key))
        # What others will wait for as well is not stopped with this session.
        parent = None if self._is_stored else self._job.id
        job = training.begin(actor, session, params, placed, parent_id=parent)
        if self._is_stored:
            mission_tables.lock(session, actor, self._mission).training_id = job.id
        return job.id

    def _learner(self) -> Learner:
        asked, title = self._row.asked, f"{self._mission.title}: {self._row.flow} session"
        if "algorithm_id" in asked:
            return Learner(asked["algorithm_id"], asked["values"], asked["first"], title)
        algorithm_id, values = _STORED if self._is_stored else _TUNED
        complete = check(get_entry(algorithm_id), values, door="strict").require()
        return Learner(algorithm_id, complete, [], title)

    def _model_id(self, session: Session, training_id: str) -> str | None:
        model_id = training.get_training(self._job.actor, session, training_id).model_id
        found = model_id and models.find_model(self._job.actor, session, model_id)
        return model_id if found else None

    def _answer_with(self, job: Job) -> SingleRun:
        """Answer with the model that a run has left; raises where it left none."""
        with self._job.read() as session:
            model_id = self._model_id(session, job.id)
            stored = (
                None if model_id is None else models.find_model(self._job.actor, session, model_id)
            )
        if stored is None:
            told = job.error["message"] if job.error else f"it was {job.state}"
            raise AppError(
                f"The training left no model: {told}", code="training_failed", status=500
            )
        yield from self._answer(models.load_bundle(self._job.storage, stored.prefix), model_id)
        return None

    def _answer(
        self, model: FittedModel, model_id: str | None, told: dict[str, Any] | None = None
    ) -> SingleRun:
        """Ask a model about the test rows; ``told`` is what else to say of a shipped one."""
        yield self._at("evaluate")
        features = [str(one["name"]) for one in model.features]
        test = self._ground.load_test(features)
        if told is None or "survey" in told:
            usual = reasons.usual_of(self._ground.load_usual(features), features)
            asked = answering.Asked(model, self._mission, test.frame, features, usual, test.target)
        else:
            asked = self._question(model, test, told)
        predictions, test_metrics = yield from passed_on(
            answering.answer(asked),
            lambda share: Progress(round(self._stages.within("evaluate", share), 4)),
        )
        for note in test.notes:
            yield Log("warning", note)
        yield self._at("done")
        metrics = self._metrics(model, test_metrics)
        result = {
            **(told or {}),
            "metrics": metrics,
            "test_metrics": test_metrics or None,
            "predictions": predictions,
            "model_info": self._model_info(model, model_id, len(predictions), test.notes),
            "mission": words.of_mission(self._mission),
            "answered": sum("unsupported" not in one for one in predictions),
        }
        if (notice := mission_tables.notice_of(self._ground.source)) is not None:
            result["notice"] = notice
        self._store(result, test.notes)
        return None

    def _question(self, model: FittedModel, test: Test, told: Mapping[str, Any]) -> answering.Asked:
        mission, past = self._mission, self._ground.past
        if "transfer" in told:
            least = float(told["transfer"]["least_sureness"])
            return questions.across(mission, model, test, past, least)
        return questions.as_measured(mission, model, test, past)

    def _metrics(self, model: FittedModel, on_test: dict[str, Any]) -> dict[str, Any]:
        """Give the metrics on rows that the model never saw: its validation part, or the test."""
        is_shipped = self._row.flow == "pretrained" and self._training() is None
        if on_test and (is_shipped or self._is_stored):
            return on_test
        return answering.wire_metrics(model.evaluation)

    def _model_info(
        self, model: FittedModel, model_id: str | None, tested: int, notes: list[str]
    ) -> dict[str, Any]:
        split = model.evaluation["split"]
        asked = self._row.asked
        return {
            "model_type": asked.get("model_type") or model.algorithm,
            "feature_count": len(model.features),
            "train_size": int(split["train"]),
            "test_size": tested,
            "validation_size": int(split["test"]),
            "steering_size": int(split["validation"]),
            "features": [one["name"] for one in model.features],
            "algorithm": model.algorithm,
            "hyperparameters": dict(model.params),
            "adjusted": asked.get("adjusted", []),
            "ignored": asked.get("ignored", []),
            "model_id": model_id,
            "training_id": self._training_id(),
            "feature_importance": model.evaluation.get("feature_importance"),
            "source": self._ground.source,
            "notes": [
                *self._ground.notes,
                *notes,
                *words.of_hindsight(self._mission, model),
                *model.warnings,
            ],
        }

    def _training_id(self) -> str | None:
        job = self._training()
        return None if job is None else job.id

    def _store(self, result: dict[str, Any], notes: list[str]) -> None:
        job = self._job
        key = f"{sessions.prefix_of(job.id)}/result.json"
        with job.storage.write(key) as file:
            file.write(to_json(result))

        def keep(session: Session) -> None:
            for one in self._keeps:
                one(session)
            row = session.get(ExoplanetSession, job.id)
            if row is not None:
                row.result_key = key
                row.notes = [*self._ground.notes, *notes]
                row.source = self._ground.source

        told = {"accuracy": result["metrics"]["accuracy"], "rows": len(result["predictions"])}
        job.finish(told, write=keep)
