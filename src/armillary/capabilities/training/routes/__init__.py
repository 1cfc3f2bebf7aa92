"""Training over HTTP."""

from fastapi import APIRouter

from armillary.capabilities.training.routes import (
    algorithms,
    control,
    experiments,
    presets,
    runs,
    sessions,
    train,
)

router = APIRouter()
for _part in (algorithms, presets, train, runs, experiments, sessions, control):
    router.include_router(_part.router)
