"""Training from the terminal: the same rows, job and files as from the page."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from armillary.base.errors import Invalid
from armillary.cli.assignments import parse_assignments, parse_class_weights
from armillary.cli.chosen_columns import choose_features, choose_texts
from armillary.cli.exits import Exit
from armillary.cli.given_first import parse_first
from armillary.cli.given_folds import AskedFolds, print_folds
from armillary.cli.given_recipe import read_recipe
from armillary.cli.guarding import how_to_go_on, look_over, serious_of
from armillary.cli.labour import finish, hired_worker
from armillary.cli.options import load_settings
from armillary.cli.reading import parse_reading
from armillary.cli.results import print_metrics
from armillary.cli.run_report import Run, check_sheet_file, load_run, write_sheet
from armillary.cli.screen import print_error, print_json, print_note
from armillary.cli.tables import complete_report, find_same, import_table
from armillary.cli.workshop import Workshop, open_workshop
from armillary.learning import chain
from armillary.learning.calibration import METHODS, Method
from armillary.learning.catalogue import get_entry, require_weighs
from armillary.learning.contract import TaskKind
from armillary.learning.params import check

# A job that ends with any other code was refused for what it was given.
FAULTS = frozenset({"crashed", "died", "lost", "out_of_memory", "memory_limit", "time_limit"})
_TASKS = get_args(TaskKind)


@dataclass(frozen=True)
class Order:
    """What somebody asks for at the terminal."""

    data: Path
    targets: Sequence[str] | None
    algorithm: str
    values: Sequence[str] | None
    task: str | None
    features: str | None
    group: str | None
    time: str | None
    texts: str | None
    weight: str | None
    class_weights: Sequence[str] | None
    leave_out: str | None
    anyway: bool
    recipe: str | None
    first: Sequence[str] | None
    first_values: Sequence[str] | None
    calibration: str
    folds: int | None
    repeats: int
    nested: int
    seed: int
    max_seconds: float | None
    name: str | None
    read: Sequence[str] | None
    data_dir: Path | None
    model: Path | None
    report: Path | None
    as_json: bool

    @property
    def target(self) -> str | None:
        """The column to predict, or the first of several."""
        return self.targets[0] if self.targets else None

    @property
    def validation(self) -> dict[str, Any] | None:
        """The folds that judge beside the test part."""
        asked = AskedFolds(self.folds, self.repeats, self.nested)
        return asked.to_request(group=self.group, time=self.time)

    @property
    def stem(self) -> str:
        """How files are named that nobody gave a name."""
        return f"{self.data.name.split('.')[0]}-{self.algorithm}"

    @property
    def model_file(self) -> Path | None:
        """Where the model is written, besides being kept in the data folder if there is one."""
        is_kept = self.data_dir is not None
        return self.model or (None if is_kept else Path(f"{self.stem}.zip"))

    @property
    def report_file(self) -> Path | None:
        """Where the report is written."""
        return self.report or (None if self.as_json else Path(f"{self.stem}.html"))


def train_table(order: Order) -> int:
    """Train, print and write what came of it, and give the exit code."""
    hyperparameters, recipe = _check(order), read_recipe(order.recipe)
    reading = parse_reading(order.read or ())
    with ExitStack() as stack:
        folder = order.data_dir or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="armillary-"))
        )
        settings = load_settings(folder).model_copy(update={"queue": "local"})
        shop = stack.enter_context(open_workshop(settings))
        worker = stack.enter_context(hired_worker(shop))
        # A table that was read in another way is another one.
        dataset = None if order.read else find_same(shop, order.data)
        if dataset is None:
            dataset = import_table(shop, order.data, worker, reading=reading, quiet=order.as_json)
        features = choose_features(order, order.targets or (), dataset)
        accepted: list[str] = []
        if order.target is not None and not recipe:
            findings = look_over(shop, order, dataset["id"], features, worker)
            accepted = [one["id"] for one in serious_of(findings)]
            if accepted and not order.anyway:
                print_error(how_to_go_on(order, findings))
                return Exit.BAD_DATA
        asked = recipe | {"feature_columns": features, "accepted_findings": accepted}
        job_id = _start(shop, order, dataset["id"], hyperparameters, asked, worker)
        job, was_stopped = finish(shop, job_id, quiet=order.as_json)
        code = _deliver(shop, order, dataset, job, was_stopped=was_stopped)
        if order.data_dir is not None and not was_stopped:
            complete_report(shop, dataset, worker, quiet=order.as_json)
        return code


def _check(order: Order) -> dict[str, Any]:
    """Refuse what cannot be meant before anything is read or made."""
    entry = get_entry(order.algorithm)
    if order.task is not None and order.task not in _TASKS:
        raise Invalid(f"--task must be one of {', '.join(_TASKS)}; got {order.task!r}.")
    kind: Any = entry.task_of(order.task)
    chain.check_first(parse_first(order.first or (), order.first_values or ()), kind)
    if order.target is None and entry.requires_target(order.task):
        raise Invalid(f"{entry.name} learns to predict a column; name it with --target.")
    check_sheet_file(order.report)
    parse_class_weights(order.class_weights or ())
    _ = order.validation  # raises where there can be no such folds
    if order.calibration not in METHODS:
        raise Invalid(
            f"--calibration must be one of {', '.join(METHODS)}; got {order.calibration!r}."
        )
    if order.weight is not None or order.class_weights:
        require_weighs(entry, order.task)
    given = parse_assignments(entry, order.values or ())
    return check(entry, given, door="strict").require()


def _start(
    shop: Workshop,
    order: Order,
    dataset_id: str,
    hyperparameters: dict[str, Any],
    asked: dict[str, Any],
    worker: str,
) -> str:
    from armillary.capabilities import training

    request = training.StartRequest(
        algorithm_id=order.algorithm,
        dataset_id=dataset_id,
        target_column=order.target,
        target_columns=list(order.targets) if order.targets and order.targets[1:] else None,
        group_column=order.group,
        time_column=order.time,
        text_columns=choose_texts(order.texts),
        weight_column=order.weight,
        class_weights=parse_class_weights(order.class_weights or ()),
        **asked,
        first=parse_first(order.first or (), order.first_values or ()) or None,
        hyperparameters=hyperparameters,
        problem_type=order.task,
        calibration=cast(Method, order.calibration),
        validation=order.validation,
        seed=order.seed,
        max_seconds=order.max_seconds,
        name=order.name,
    )
    with shop.database.write() as session:
        return training.start(shop.actor, session, request, reserved_for=worker).id


def _deliver(
    shop: Workshop, order: Order, dataset: dict[str, Any], job: dict[str, Any], *, was_stopped: bool
) -> int:
    run = load_run(shop, job["id"])
    if run.model is None:
        error = job["error"] or {"code": job["state"], "message": "There was nothing to keep yet."}
        print_error(error["message"])
        if order.as_json:
            print_json({"job": job, "metrics": None, "model_id": None})
        if was_stopped:
            return Exit.INTERRUPTED
        return Exit.FAILED if error["code"] in FAULTS else Exit.BAD_DATA
    if order.model_file is not None:
        run.write_model(shop, order.model_file)
    if order.report_file is not None:
        write_sheet(shop, run.id, order.report_file)
    _tell(order, run, job, dataset)
    return Exit.INTERRUPTED if was_stopped else Exit.OK


def _tell(order: Order, run: Run, job: dict[str, Any], dataset: dict[str, Any]) -> None:
    assert run.model is not None
    model_id = run.model["id"]
    if order.as_json:
        print_json(
            {
                "session_id": job["id"],
                "state": job["state"],
                "dataset_id": dataset["id"],
                "model_id": model_id,
                "metrics": run.metrics,
                "cross_validation": run.evaluation.get("cross_validation"),
                "model": _text(order.model_file),
                "report": _text(order.report_file),
                "data_dir": _text(order.data_dir),
            }
        )
        return
    print_metrics(run.metrics, job["title"])
    print_folds(run.evaluation)
    if order.model_file is not None:
        print_note(f"Model:  {order.model_file}")
    else:
        print_note(f"Model:  {model_id} in {order.data_dir}")
    print_note(f"Report: {order.report_file}")


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
