"""Training over HTTP."""

from fastapi import APIRouter

from armillary.capabilities.training.routes import algorithms, experiments, runs, sessions, train

router = APIRouter()
for _part in (algorithms, train, runs, experiments, sessions):
    router.include_router(_part.router)
