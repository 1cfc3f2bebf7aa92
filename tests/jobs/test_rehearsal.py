"""What is rehearsed where processes are forked."""

import gc
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from armillary.base import compiled
from armillary.base.database import Database
from armillary.jobs.kinds import JobKinds
from armillary.jobs.rehearsal import rehearse
from armillary.jobs.tables import Job


def test_every_rehearsed_job_succeeds_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gc.collect()
    open_before = _open_files()

    states = list(rehearse(JobKinds.load()))

    gc.collect()
    assert states == ["succeeded", "succeeded"]
    assert list(tmp_path.iterdir()) == []
    assert _open_files() <= open_before


def test_kinds_that_rehearse_nothing_need_no_place() -> None:
    assert list(rehearse(JobKinds("tests.jobs.samples"))) == []


def test_what_was_compiled_for_one_database_is_not_compiled_again_for_another(
    tmp_path: Path,
) -> None:
    for name in ("one", "other"):
        database = Database(f"sqlite:///{tmp_path / name}.db")
        database.create_all()
        with database.read() as session:
            session.scalars(sa.select(Job.id).where(Job.kind == name, Job.step == 3)).all()
        found = len(compiled.statements())
        if name == "one":
            known = found
        database.dispose()

    assert found == known


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
