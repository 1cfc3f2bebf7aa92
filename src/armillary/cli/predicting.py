"""Predicting from the terminal: find the model, read the rows, write what it says."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest, NotFound, TooLarge
from armillary.cli.options import load_settings
from armillary.cli.reading import parse_reading
from armillary.cli.screen import out, print_json, print_note
from armillary.cli.tables import read_frame
from armillary.cli.workshop import open_workshop

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel, Predictions

_LARGEST_BUNDLE = 4 * 2**30


def predict_file(
    model: str,
    data: Path,
    *,
    read: Sequence[str] | None,
    output: Path | None,
    data_dir: Path | None,
    as_json: bool,
) -> None:
    """Predict every row of a file and print or write the answer."""
    with folder_of(model, data_dir) as folder:
        from armillary.learning import bundle

        fitted = bundle.load(folder)
        frame = read_frame(data, load_settings(data_dir), parse_reading(read))
        predictions = fitted.predict(frame)
    if as_json:
        print_json({"model": model, **_target_of(fitted), **_plain(predictions)})
        return
    text = _to_csv(predictions)
    if output is None:
        out.file.write(text)
        return
    output.write_text(text, encoding="utf-8")
    names = fitted.describes or fitted.task.targets or (str(fitted.task.target),)
    what = ", ".join(names[:5])
    print_note(f"Wrote {len(predictions.values)} predictions of {what} to {output}.")


@contextmanager
def folder_of(model: str, data_dir: Path | None) -> Iterator[Path]:
    """Give a bundle as a folder: it is one, a zip that is unpacked, or a stored model."""
    path = Path(model)
    if path.is_dir():
        yield path
    elif path.is_file():
        with tempfile.TemporaryDirectory(prefix="armillary-bundle-") as folder:
            _unpack(path, Path(folder))
            yield Path(folder)
    elif model.startswith("model_") or "@" in model or data_dir is not None:
        yield from _stored(model, data_dir)
    else:
        raise NotFound(
            f"There is no bundle {model!r}; give a folder or a .zip, or with --data-dir a model's "
            "id or name@alias."
        )


def _stored(model_id: str, data_dir: Path | None) -> Iterator[Path]:
    from armillary.capabilities import models

    with open_workshop(load_settings(data_dir)) as shop:
        with shop.database.read() as session:
            prefix = models.get_model(shop.actor, session, model_id).prefix
        yield shop.storage.local_path(prefix)


def _unpack(file: Path, folder: Path) -> None:
    """Unpack a bundle; names that lead out of it and sizes beyond reason are refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _LARGEST_BUNDLE:
                raise TooLarge(f"{file.name} unpacks to more than 4 GiB, the most for a model.")
            for entry in entries:
                name = PurePosixPath(entry.filename)
                if name.is_absolute() or ".." in name.parts:
                    raise BadRequest(
                        f"{file.name} holds {entry.filename!r}, which leads out of it."
                    )
                archive.extract(entry, folder)
    except zipfile.BadZipFile as error:
        raise BadRequest(f"{file.name} is no model bundle: {error}.") from error


def _target_of(fitted: FittedModel) -> dict[str, Any]:
    several = fitted.task.targets
    return {"target": fitted.task.target, **({"targets": list(several)} if several else {})}


def _plain(predictions: Predictions) -> dict[str, Any]:
    return {"predictions": predictions.to_rows()}


def _to_csv(predictions: Predictions) -> str:
    import pandas as pd

    if predictions.described is not None:
        return pd.DataFrame(dict(predictions.described)).to_csv(index=False)
    if predictions.targets is None:
        return pd.DataFrame(_columns(predictions)).to_csv(index=False)
    several = {
        f"{column}_{target}": values
        for target, said in predictions.targets.items()
        for column, values in _columns(said).items()
    }
    return pd.DataFrame(several).to_csv(index=False)


def _columns(said: Predictions) -> dict[str, Any]:
    columns: dict[str, Any] = {"prediction": said.values}
    if said.probabilities is not None:
        for place, label in enumerate(said.classes or ()):
            columns[f"probability_{label}"] = said.probabilities[:, place]
    return columns
