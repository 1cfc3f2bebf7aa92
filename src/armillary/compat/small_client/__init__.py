"""The addresses of a small client: tables and their UMAP, plain regressions, decision trees."""

from fastapi import APIRouter

from armillary.compat.small_client import decision_tree, regression, tables

router = APIRouter()
for part in (tables, regression, decision_tree):
    router.include_router(part.router)
