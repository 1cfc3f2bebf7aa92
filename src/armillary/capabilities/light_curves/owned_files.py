"""The files of light curves."""

import sqlalchemy as sa

from armillary.capabilities.light_curves.tables import StoredCurve
from armillary.jobs.ownership import OwnedFiles

owned = (OwnedFiles("light_curves", "lc", sa.select(StoredCurve.id)),)
