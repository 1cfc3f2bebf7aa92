"""A finished run, read back from the data folder, as a report and as a model file."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from armillary import __version__
from armillary.cli.workshop import Workshop
from armillary.learning.catalogue import get_entry
from armillary.report import Fact, Report, Series, render

_COLUMN_FACTS = ("name", "type", "missing", "distinct", "minimum", "maximum")


@dataclass(frozen=True)
class Run:
    """What is stored of one training; ``model`` is None where it left none."""

    training: Mapping[str, Any]
    model: Mapping[str, Any] | None
    model_prefix: str | None
    history: Mapping[str, Any]
    evaluation: Mapping[str, Any]

    @property
    def metrics(self) -> dict[str, Any]:
        """The overall metrics on rows that the training did not see."""
        return dict(self.evaluation.get("overall_metrics") or {})

    def write_model(self, shop: Workshop, file: Path) -> None:
        """Write the model as a zip, whole or not at all."""
        from armillary.capabilities import models

        assert self.model_prefix is not None
        fresh = file.with_name(f".{file.name}.new")
        with fresh.open("wb") as target:
            for piece in models.zip_bundle(shop.storage, self.model_prefix):
                target.write(piece)
        fresh.replace(file)


def load_run(shop: Workshop, session_id: str) -> Run:
    """Read a training with its curves, its judgement and its model."""
    from armillary.capabilities import models, training

    with shop.database.read() as session:
        row = training.get_training(shop.actor, session, session_id)
        model = prefix = None
        if row.model_id is not None:
            stored = models.get_model(shop.actor, session, row.model_id)
            model, prefix = models.to_wire(stored, whole=True), stored.prefix
        return Run(
            training={"name": row.name, "request": row.request, "values": row.hyperparameters},
            model=model,
            model_prefix=prefix,
            history=training.read_metrics(session, shop.storage, row)["training_history"],
            evaluation=training.read_evaluation(shop.storage, row),
        )


def build_report(run: Run, dataset: Mapping[str, Any], job: Mapping[str, Any]) -> str:
    """Write the report of a run as one HTML document."""
    from armillary.capabilities import training

    assert run.model is not None
    report = Report(
        title=str(run.training["name"]),
        ended=_ended(job),
        summary=list(_summary(run, dataset)),
        data=list(_data(run, dataset)),
        parameters=list(_parameters(run)),
        provenance=list(_provenance(run, job)),
        columns=[
            {key: column.get(key) for key in _COLUMN_FACTS} for column in dataset["schema"] or ()
        ],
        curves=list(_curves(run.history)),
        step_unit=str(job["unit"] or "step"),
        evaluation=run.evaluation,
        warnings=[
            *training.guard_sentences(run.evaluation.get("guard")),
            *(dataset["warnings"] or ()),
        ],
    )
    return render(report)


def _ended(job: Mapping[str, Any]) -> str:
    word = {"succeeded": "Finished", "cancelled": "Stopped, best kept,"}.get(job["state"], "Ended")
    if job["started_at"] and job["finished_at"]:
        taken = datetime.fromisoformat(job["finished_at"]) - datetime.fromisoformat(
            job["started_at"]
        )
        return f"{word} after {taken.total_seconds():.1f} s, {job['finished_at'][:19]} UTC"
    return word


def _summary(run: Run, dataset: Mapping[str, Any]) -> Iterator[Fact]:
    assert run.model is not None
    yield Fact("Algorithm", run.model["algorithm_name"])
    yield Fact("Task", run.model["task"])
    if run.model["target"] is not None:
        yield Fact("Target", run.model["target"])
    yield Fact("Table", dataset["name"])
    if run.model["classes"]:
        yield Fact("Classes", [str(label) for label in run.model["classes"]])


def _data(run: Run, dataset: Mapping[str, Any]) -> Iterator[Fact]:
    assert run.model is not None
    yield Fact("File", dataset["filename"])
    yield Fact("Rows", dataset["rows"])
    yield Fact("Columns", dataset["columns"])
    yield Fact("Used", len(run.model["features"]), "columns that the model reads")
    for part, rows in (run.evaluation.get("split") or {}).items():
        yield Fact(f"Rows for {part}", rows)
    yield Fact("Content", dataset["content_hash"], "SHA-256 of the file")


def _parameters(run: Run) -> Iterator[Fact]:
    assert run.model is not None
    properties = get_entry(run.model["algorithm"]).properties
    for name, value in run.training["values"].items():
        spec = properties.get(name, {})
        default = spec.get("default")
        note = "" if value == default else f"default {'none' if default is None else default}"
        yield Fact(str(spec.get("title", name)), "none" if value is None else value, note)


def _provenance(run: Run, job: Mapping[str, Any]) -> Iterator[Fact]:
    assert run.model is not None
    yield Fact("Model", run.model["id"])
    yield Fact("Run", job["id"])
    yield Fact("Data set", run.model["dataset_id"])
    yield Fact("Seed", run.training["request"].get("seed"))
    yield Fact("Armillary", __version__)
    yield Fact("Python", platform.python_version())


def _curves(history: Mapping[str, Any]) -> Iterator[Series]:
    steps = history["epochs"]
    for name, values in history.items():
        if name != "epochs" and any(value is not None for value in values):
            yield Series(name, steps, values)
