"""Training over HTTP."""

from fastapi import APIRouter

from armillary.capabilities.training.routes import algorithms, sessions, train

router = APIRouter()
for _part in (algorithms, train, sessions):
    router.include_router(_part.router)
