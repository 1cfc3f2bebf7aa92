"""Training over HTTP."""

from fastapi import APIRouter

from armillary.capabilities.training.routes import (
    algorithms,
    calibrating,
    control,
    experiments,
    guard,
    panels,
    predictions,
    presets,
    runs,
    scores,
    sessions,
    sheet,
    sweeps,
    train,
)

router = APIRouter()
for _part in (
    algorithms,
    scores,
    presets,
    sweeps,
    guard,
    train,
    runs,
    experiments,
    sessions,
    control,
    calibrating,
    panels,
    predictions,
    sheet,
):
    router.include_router(_part.router)
