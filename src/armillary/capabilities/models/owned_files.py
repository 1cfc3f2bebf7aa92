"""The files of models, and those that are to become models."""

import sqlalchemy as sa

from armillary.capabilities.models.tables import StoredModel
from armillary.jobs.ownership import OwnedFiles
from armillary.jobs.tables import Job

owned = (
    OwnedFiles("models", "model", sa.select(StoredModel.id)),
    OwnedFiles("incoming", "job", sa.select(Job.id)),
)
