"""Datasets: tables that people bring, checked, typed, stored and shown."""

from armillary.capabilities.datasets.frames import load_frame, load_table, read_frame
from armillary.capabilities.datasets.recipes.checks import (
    CheckedRecipe,
    check_recipe,
    get_recipe_steps,
)
from armillary.capabilities.datasets.reports import look_again
from armillary.capabilities.datasets.service import get_dataset, list_datasets
from armillary.capabilities.datasets.small import bring_small, find_small, first_rows, map_small
from armillary.capabilities.datasets.uploads import submit_upload

__all__ = [
    "CheckedRecipe",
    "bring_small",
    "check_recipe",
    "find_small",
    "first_rows",
    "get_dataset",
    "get_recipe_steps",
    "list_datasets",
    "load_frame",
    "load_table",
    "look_again",
    "map_small",
    "read_frame",
    "submit_upload",
]
