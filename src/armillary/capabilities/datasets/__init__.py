"""Datasets: tables that people bring, checked, typed, stored and shown."""

from armillary.capabilities.datasets.frames import load_frame, read_frame
from armillary.capabilities.datasets.service import get_dataset, list_datasets
from armillary.capabilities.datasets.uploads import submit_upload

__all__ = ["get_dataset", "list_datasets", "load_frame", "read_frame", "submit_upload"]
