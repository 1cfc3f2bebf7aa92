"""The algorithms there are, and checking values for them."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query

from armillary.base.access import require
from armillary.capabilities.training import algorithms

router = APIRouter(prefix="/api/algorithms", tags=["algorithms"])
_viewer = [Depends(require("viewer"))]


@router.get("", dependencies=_viewer)
def list_algorithms(
    category: str | None = None, algorithm_type: str | None = None
) -> dict[str, Any]:
    """List the algorithms of the catalogue."""
    return {"algorithms": algorithms.list_algorithms(category or None, algorithm_type or None)}


@router.get("/categories", dependencies=_viewer)
def list_categories() -> dict[str, Any]:
    """List the categories with the number of their algorithms."""
    return {"categories": algorithms.list_algorithm_categories()}


@router.get("/{algorithm_id}", dependencies=_viewer)
def read_algorithm(algorithm_id: str) -> dict[str, Any]:
    """Describe one algorithm with its parameters and their JSON Schema."""
    return algorithms.describe_algorithm(algorithm_id)


@router.get("/{algorithm_id}/hyperparameters", dependencies=_viewer)
def list_hyperparameters(
    algorithm_id: str, advanced: Annotated[bool, Query()] = False
) -> dict[str, Any]:
    """List the parameters of one algorithm, advanced ones only when asked."""
    return {"hyperparameters": algorithms.list_hyperparameters(algorithm_id, advanced=advanced)}


@router.post("/{algorithm_id}/validate-params", dependencies=_viewer)
def validate_params(algorithm_id: str, given: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
    """Check a map of parameter values: numbers are brought into range, missing ones filled in."""
    return algorithms.validate(algorithm_id, given)
