"""The files of searches: what trials leave is needed while their search may go on."""

import sqlalchemy as sa

from armillary.capabilities.search.tables import Search
from armillary.jobs import Job
from armillary.jobs.ownership import OwnedFiles
from armillary.jobs.states import UNFINISHED

# A lost job that is tried again goes on with the trials that there are.
_MAY_GO_ON = Job.state.in_([*sorted(UNFINISHED), "lost"])
_kept = sa.select(Search.id).join(Job, Job.id == Search.id).where(_MAY_GO_ON)

owned = (OwnedFiles("searches", "job", _kept),)
