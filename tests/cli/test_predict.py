"""Finding the model that shall predict."""

import zipfile
from pathlib import Path

import pytest

from armillary.base.errors import BadRequest
from armillary.cli.exits import Exit
from armillary.cli.predicting import _unpack


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A table of one row."""
    path = tmp_path / "rows.csv"
    path.write_text("a,b\n1,2\n")
    return path


@pytest.mark.parametrize("model", ["nothing.zip", "model_01nothing"])
def test_a_model_that_is_not_there_is_told(armillary, rows: Path, model: str) -> None:
    answer = armillary("predict", model, rows, "--data-dir", "d")

    assert answer.code == Exit.NOT_FOUND
    assert model in answer.err


def test_a_file_that_is_no_bundle_is_refused(armillary, rows: Path) -> None:
    answer = armillary("predict", rows, rows)

    assert answer.code == Exit.BAD_DATA
    assert "is no model bundle" in answer.err


@pytest.mark.parametrize("name", ["../outside.txt", "/absolute.txt", "weights/../../outside.txt"])
def test_a_bundle_cannot_write_outside_its_folder(tmp_path: Path, name: str) -> None:
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr(name, "x")
    folder = tmp_path / "unpacked"
    folder.mkdir()

    with pytest.raises(BadRequest, match="leads out of it"):
        _unpack(evil, folder)

    assert list(folder.iterdir()) == []
    assert not (tmp_path / "outside.txt").exists()
