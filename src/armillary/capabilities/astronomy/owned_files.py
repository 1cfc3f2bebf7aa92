"""The files of sessions."""

import sqlalchemy as sa

from armillary.capabilities.astronomy.tables import ExoplanetSession
from armillary.jobs.ownership import OwnedFiles

owned = (OwnedFiles("exoplanets", "job", sa.select(ExoplanetSession.id)),)
