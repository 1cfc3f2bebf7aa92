"""Training: choosing an algorithm, having it learn a table, and watching it learn."""

from armillary.capabilities.training.earlier import find_earlier_values
from armillary.capabilities.training.guarding.recording import look_at_start
from armillary.capabilities.training.guarding.schemas import GuardRequest
from armillary.capabilities.training.guarding.service import ask as ask_guard
from armillary.capabilities.training.machines import gpu_for, machine_of
from armillary.capabilities.training.recipes import run_steps as run_recipe_steps
from armillary.capabilities.training.runs.changing import delete_several, find_run
from armillary.capabilities.training.schemas import (
    ClassWeights,
    FindingId,
    FirstIn,
    RecipeIn,
    StartRequest,
    TargetColumns,
    TextColumns,
    TrainParams,
)
from armillary.capabilities.training.scores.storing import store as store_scores
from armillary.capabilities.training.scores.storing import store_held
from armillary.capabilities.training.service import (
    Placed,
    begin,
    check_request,
    configure,
    start,
    stop,
)
from armillary.capabilities.training.sessions import (
    get_training,
    read_evaluation,
    read_metrics,
    read_results,
    read_status,
)
from armillary.capabilities.training.sheet.writing import SheetFormat
from armillary.capabilities.training.sheet.writing import write as write_sheet

__all__ = [
    "ClassWeights",
    "FindingId",
    "FirstIn",
    "GuardRequest",
    "Placed",
    "RecipeIn",
    "SheetFormat",
    "StartRequest",
    "TargetColumns",
    "TextColumns",
    "TrainParams",
    "ask_guard",
    "begin",
    "check_request",
    "configure",
    "delete_several",
    "find_earlier_values",
    "find_run",
    "get_training",
    "gpu_for",
    "look_at_start",
    "machine_of",
    "read_evaluation",
    "read_metrics",
    "read_results",
    "read_status",
    "run_recipe_steps",
    "start",
    "stop",
    "store_held",
    "store_scores",
    "write_sheet",
]
