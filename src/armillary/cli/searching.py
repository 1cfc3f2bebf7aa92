"""Searching from the terminal: the same rows and jobs as from the page."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from armillary.base.errors import Invalid
from armillary.cli.assignments import parse_class_weights
from armillary.cli.chosen_columns import choose_features, choose_texts, listed
from armillary.cli.exits import Exit
from armillary.cli.given_recipe import read_recipe
from armillary.cli.guarding import how_to_go_on, look_over, serious_of
from armillary.cli.labour import hired_worker
from armillary.cli.leaderboard import follow, print_leaderboard
from armillary.cli.options import load_settings
from armillary.cli.reading import parse_reading
from armillary.cli.results import print_metrics
from armillary.cli.run_report import Run, load_run
from armillary.cli.screen import print_error, print_json, print_note, print_warning
from armillary.cli.tables import complete_report, find_same, import_table
from armillary.cli.training import FAULTS
from armillary.cli.wishes import parse_searched_first, parse_wishes
from armillary.cli.workshop import Workshop, open_workshop
from armillary.learning.catalogue import get_entry


@dataclass(frozen=True)
class Order:
    """What somebody asks for at the terminal."""

    data: Path
    targets: Sequence[str]
    algorithms: str | None
    metric: str | None
    trials: int
    seconds: float | None
    patience: int
    folds: int | None
    values: Sequence[str] | None
    ranges: Sequence[str] | None
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
    first_ranges: Sequence[str] | None
    first_search: bool
    halving: bool
    stack: bool
    hold_out: bool
    seed: int
    name: str | None
    read: Sequence[str] | None
    data_dir: Path | None
    model: Path | None
    as_json: bool

    @property
    def target(self) -> str:
        """The column to predict, or the first of several."""
        return self.targets[0]

    @property
    def model_file(self) -> Path | None:
        """Where the model is written, besides being kept in the data folder if there is one."""
        usual = Path(f"{self.data.name.split('.')[0]}-best.zip")
        return self.model or (None if self.data_dir is not None else usual)


def search_table(order: Order) -> int:
    """Search, print and write what came of it, and give the exit code."""
    request, reading = _request(order), parse_reading(order.read or ())
    with ExitStack() as stack:
        folder = order.data_dir or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="armillary-"))
        )
        settings = load_settings(folder).model_copy(update={"queue": "local"})
        shop = stack.enter_context(open_workshop(settings))
        worker = stack.enter_context(hired_worker(shop))
        dataset = None if order.read else find_same(shop, order.data)
        if dataset is None:
            dataset = import_table(shop, order.data, worker, reading=reading, quiet=order.as_json)
        features = choose_features(order, order.targets, dataset)
        accepted: list[str] = []
        if order.recipe is None:
            findings = look_over(shop, order, dataset["id"], features, worker)
            accepted = [one["id"] for one in serious_of(findings)]
            if accepted and not order.anyway:
                print_error(how_to_go_on(order, findings))
                return Exit.BAD_DATA
        asked = {"feature_columns": features, "accepted_findings": accepted}
        search_id = _start(shop, request | asked | {"dataset_id": dataset["id"]}, worker)
        found, was_stopped = follow(shop, search_id, quiet=order.as_json)
        code = _deliver(shop, order, found, was_stopped=was_stopped)
        if order.data_dir is not None and not was_stopped:
            complete_report(shop, dataset, worker, quiet=order.as_json)
        return code


def _request(order: Order) -> dict[str, Any]:
    """Refuse what cannot be meant before anything is read or made."""
    algorithms = listed(order.algorithms)
    return {
        **read_recipe(order.recipe),
        "target_column": order.target,
        "target_columns": list(order.targets),
        "group_column": order.group,
        "time_column": order.time,
        "text_columns": choose_texts(order.texts),
        "weight_column": order.weight,
        "class_weights": parse_class_weights(order.class_weights or ()),
        "problem_type": order.task,
        "algorithms": None if algorithms is None else [get_entry(one).id for one in algorithms],
        "metric": order.metric,
        "space": parse_wishes(order.values or (), order.ranges or ()),
        "first": parse_searched_first(order),
        "trials": order.trials,
        "seconds": order.seconds,
        "patience": order.patience or None,
        "folds": order.folds,
        "halving": order.halving,
        "stack": order.stack,
        "hold_out": order.hold_out,
        "seed": order.seed,
        "name": order.name,
    }


def _start(shop: Workshop, request: dict[str, Any], worker: str) -> str:
    from pydantic import ValidationError

    from armillary.capabilities import search

    try:
        parsed = search.SearchRequest.model_validate(request)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Invalid(f"{place}: {first['msg']}.") from wrong
    parallel = shop.settings.worker_slots
    with shop.database.write() as session:
        return search.start(
            shop.actor, session, parsed, usual_parallel=parallel, reserved_for=worker
        ).id


def _deliver(shop: Workshop, order: Order, found: dict[str, Any], *, was_stopped: bool) -> int:
    outcome = found["search"]["outcome"] or {}
    if outcome.get("model_id") is None:
        error = found["job"]["error"] or {"code": "", "message": outcome.get("error")}
        print_error(error["message"] or "There was nothing to keep yet.")
        if order.as_json:
            print_json({"search": found["search"], "trials": found["trials"], "model_id": None})
        if was_stopped:
            return Exit.INTERRUPTED
        return Exit.FAILED if error["code"] in FAULTS else Exit.BAD_DATA
    run = load_run(shop, outcome["training_id"])
    if order.model_file is not None:
        run.write_model(shop, order.model_file)
        _write_stack(shop, run, outcome, order.model_file)
    if order.as_json:
        print_json(
            {
                "search": found["search"],
                "trials": found["trials"],
                "model_id": outcome["model_id"],
                "metrics": run.metrics,
                "model": None if order.model_file is None else str(order.model_file),
            }
        )
    else:
        print_leaderboard(found)
        print_metrics(run.metrics, run.name)
        kept = f"{outcome['model_id']} in {order.data_dir}"
        if outcome.get("stack") is not None:
            print_note(outcome["stack"]["told"])
        for told in (*found["search"]["notes"], *found["against"]):
            print_warning(told)
        print_note(f"Model:  {order.model_file or kept}")
    return Exit.INTERRUPTED if was_stopped else Exit.OK


def _write_stack(shop: Workshop, run: Run, outcome: dict[str, Any], beside: Path) -> None:
    """Write the stack of the best beside the best, where one was kept."""
    from armillary.capabilities import models

    model_id = (outcome.get("stack") or {}).get("model_id")
    if model_id is None:
        return
    with shop.database.read() as session:
        prefix = models.get_model(shop.actor, session, model_id).prefix
    file = beside.with_name(f"{beside.stem}-stack.zip")
    replace(run, model_prefix=prefix).write_model(shop, file)
    print_note(f"Stack:  {file}")
