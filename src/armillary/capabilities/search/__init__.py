"""Searching: many trainings of one table, tried and compared, and the best of them kept."""

from armillary.capabilities.search.reading import get_search, list_trials, read_search
from armillary.capabilities.search.schemas import SearchRequest
from armillary.capabilities.search.service import start, stop

__all__ = [
    "SearchRequest",
    "get_search",
    "list_trials",
    "read_search",
    "start",
    "stop",
]
