"""What killed processes leave where tables are made is removed, and nothing that is in use."""

import os
import time
from pathlib import Path

import pytest

from armillary import jobs
from armillary.base.access import Actor
from armillary.capabilities.datasets import work_folders
from armillary.jobs.cleaning import duties
from armillary.jobs.kinds import CAPABILITIES
from armillary.jobs.tables import Job

DAY_S = 24 * 3600


@pytest.fixture
def parent(idle_server) -> Path:
    parent = work_folders.parent_of(idle_server.state.settings)
    parent.mkdir(exist_ok=True)
    return parent


def running(server, claim_number: int) -> str:
    """Give a job that a worker holds under a number."""
    database = server.state.database
    with database.write() as session:
        params = {"dataset_id": "ds_none", "filename": "none.csv", "size_bytes": 1}
        job_id = jobs.submit(Actor.local(), session, "datasets.import", params).id
    with database.write() as session:
        row = session.get_one(Job, job_id)
        row.state, row.claim_number = "running", claim_number
    return job_id


def clean(server) -> None:
    """Do the duty as a cleaner does."""
    [duty] = [
        duty
        for duty in duties(server.state.settings, server.state.database, CAPABILITIES)
        if duty.name == "left_work"
    ]
    while duty.work.step() is not None:
        pass


def test_folders_of_claims_that_nobody_holds_are_removed(idle_server, parent):
    job_id = running(idle_server, claim_number=2)
    gone = [f"{job_id}-1", f"job_{'0' * 26}-1"]
    kept = [f"{job_id}-2", "exports", "job_of-somebody"]
    for name in (*gone, *kept):
        parent.joinpath(name).mkdir(exist_ok=True)
        parent.joinpath(name, "table.parquet").write_bytes(b"half")

    clean(idle_server)

    assert [parent.joinpath(name).exists() for name in gone] == [False, False]
    assert [parent.joinpath(name, "table.parquet").exists() for name in kept] == [True] * 3


def test_files_that_were_given_out_go_when_they_are_old(idle_server, parent):
    paths = [parent / folder / age for folder in ("exports", "tables") for age in ("old", "new")]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
        if path.name == "old":
            os.utime(path, (time.time() - DAY_S - 60,) * 2)

    clean(idle_server)

    assert [path.exists() for path in paths] == [False, True] * 2
