"""The files of runs: states that were kept, to go on from."""

import sqlalchemy as sa

from armillary.capabilities.training.tables import Training
from armillary.jobs.ownership import OwnedFiles

owned = (OwnedFiles("trainings", "job", sa.select(Training.id)),)
