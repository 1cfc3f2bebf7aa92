"""A finished run, read back from the data folder: its numbers, its model file and its sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from armillary.base.errors import Invalid
from armillary.cli.workshop import Workshop


@dataclass(frozen=True)
class Run:
    """What is stored of one training; ``model`` is None where it left none."""

    id: str
    name: str
    model: Mapping[str, Any] | None
    model_prefix: str | None
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
    """Read a training with its judgement and its model."""
    from armillary.capabilities import models, training

    with shop.database.read() as session:
        row = training.get_training(shop.actor, session, session_id)
        model = prefix = None
        if row.model_id is not None:
            stored = models.get_model(shop.actor, session, row.model_id)
            model, prefix = models.to_wire(stored, whole=True), stored.prefix
        return Run(
            id=row.id,
            name=row.name,
            model=model,
            model_prefix=prefix,
            evaluation=training.read_evaluation(shop.storage, row),
        )


def check_sheet_file(file: Path | None) -> None:
    """Refuse a file whose ending is no format of sheets, before anything is computed."""
    from armillary.capabilities.training import SheetFormat

    known = get_args(SheetFormat)
    if file is not None and file.suffix.removeprefix(".").lower() not in known:
        endings = ", ".join(f".{one}" for one in known)
        raise Invalid(f"A sheet is written as {endings}, by the ending of the file; got {file}.")


def write_sheet(shop: Workshop, identity: str, file: Path) -> None:
    """Write the sheet of a run, named by its id or its model's, in the format of the ending."""
    from armillary.base.printing import print_pdf
    from armillary.capabilities import training

    check_sheet_file(file)
    ending = cast(training.SheetFormat, file.suffix.removeprefix(".").lower())
    with shop.database.read() as session:
        sheet = training.write_sheet(shop.actor, session, shop.storage, identity, ending)
    text = sheet.text.encode()
    file.write_bytes(print_pdf(sheet.text, sheet.dated) if ending == "pdf" else text)
