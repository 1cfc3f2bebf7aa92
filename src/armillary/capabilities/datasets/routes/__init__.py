"""Datasets over HTTP; every file here brings its routes as ``router``."""

from fastapi import APIRouter

from armillary.base.registry import modules

router = APIRouter(tags=["datasets"])
for _module in modules(__name__):
    router.include_router(_module.router)
