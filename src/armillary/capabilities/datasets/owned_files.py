"""The files of datasets."""

import sqlalchemy as sa

from armillary.capabilities.datasets.tables import Dataset
from armillary.jobs.ownership import OwnedFiles

owned = (OwnedFiles("datasets", "ds", sa.select(Dataset.id)),)
