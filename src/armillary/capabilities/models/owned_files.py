"""The files of models."""

import sqlalchemy as sa

from armillary.capabilities.models.tables import StoredModel
from armillary.jobs.ownership import OwnedFiles

owned = (OwnedFiles("models", "model", sa.select(StoredModel.id)),)
