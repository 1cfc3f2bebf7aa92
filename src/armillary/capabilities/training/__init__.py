"""Training: choosing an algorithm, having it learn a table, and watching it learn."""

from armillary.capabilities.training.earlier import find_earlier_values
from armillary.capabilities.training.guarding.recording import sentences as guard_sentences
from armillary.capabilities.training.guarding.schemas import GuardRequest
from armillary.capabilities.training.guarding.service import ask as ask_guard
from armillary.capabilities.training.runs.changing import delete_several, find_run
from armillary.capabilities.training.schemas import RecipeIn, StartRequest
from armillary.capabilities.training.service import check_request, configure, start, stop
from armillary.capabilities.training.sessions import (
    get_training,
    read_evaluation,
    read_metrics,
    read_results,
    read_status,
)

__all__ = [
    "GuardRequest",
    "RecipeIn",
    "StartRequest",
    "ask_guard",
    "check_request",
    "configure",
    "delete_several",
    "find_earlier_values",
    "find_run",
    "get_training",
    "guard_sentences",
    "read_evaluation",
    "read_metrics",
    "read_results",
    "read_status",
    "start",
    "stop",
]
