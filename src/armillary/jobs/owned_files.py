"""The files of jobs: a checkpoint is needed while its job may go on from it."""

import sqlalchemy as sa

from armillary.jobs.ownership import OwnedFiles
from armillary.jobs.states import UNFINISHED
from armillary.jobs.tables import Job

# A lost job that is tried again goes on from its checkpoint.
_MAY_GO_ON = Job.state.in_([*sorted(UNFINISHED), "lost"])

owned = (
    OwnedFiles("jobs", "job", sa.select(Job.id)),
    OwnedFiles("jobs", "job", sa.select(Job.id).where(_MAY_GO_ON), part="checkpoints"),
)
