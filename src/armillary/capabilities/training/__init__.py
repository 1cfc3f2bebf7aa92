"""Training: choosing an algorithm, having it learn a table, and watching it learn."""

from armillary.capabilities.training.control import note_end, note_news
from armillary.capabilities.training.earlier import find_earlier_runs
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
    require_its_dataset,
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
from armillary.capabilities.training.timeline import Person
from armillary.capabilities.training.timeline import forget as forget_timeline
from armillary.capabilities.training.timeline import note as note_fact
from armillary.capabilities.training.timeline import read_whole as read_timeline

__all__ = [
    "ClassWeights",
    "FindingId",
    "FirstIn",
    "GuardRequest",
    "Person",
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
    "find_earlier_runs",
    "find_run",
    "forget_timeline",
    "get_training",
    "gpu_for",
    "look_at_start",
    "machine_of",
    "note_end",
    "note_fact",
    "note_news",
    "read_evaluation",
    "read_metrics",
    "read_results",
    "read_status",
    "read_timeline",
    "require_its_dataset",
    "run_recipe_steps",
    "start",
    "stop",
    "store_held",
    "store_scores",
    "write_sheet",
]
