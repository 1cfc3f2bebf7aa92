"""The exoplanet playground's addresses: custom training and pretrained prediction, polled."""

from fastapi import APIRouter

from armillary.compat.exoplanets import sessions, starting

router = APIRouter()
for part in (starting, sessions):
    router.include_router(part.router)
