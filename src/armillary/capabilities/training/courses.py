"""Which values held from which step on, through a run and those that it went on from."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from armillary.capabilities.training.schemas import TrainParams
from armillary.capabilities.training.tables import TrainingCheckpoint
from armillary.capabilities.training.timeline import Change
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.course import Stretch, before, stretch


def begun(params: TrainParams, entry: CatalogueEntry) -> list[Stretch] | None:
    """Give the stretches that are known when a run begins, the last of which is its own first.

    None where it goes on from a run of which that was not kept.
    """
    if params.origin is None:
        return [stretch(entry, params.hyperparameters, 0)]
    if params.origin.course is None:
        return None
    return [Stretch(**one) for one in params.origin.course]


def changed(entry: CatalogueEntry, values: Mapping[str, Any], change: Change) -> Stretch:
    """Give the stretch that begins with a change on the way, all ``values`` with it."""
    return stretch(entry, values, change.step, is_within=change.is_within)


def going_on(
    parent: TrainParams,
    entry: CatalogueEntry,
    changes: Iterable[Change],
    state: TrainingCheckpoint,
    values: Mapping[str, Any],
) -> list[dict[str, Any]] | None:
    """Give the course of a run that goes on from a state of another, with values of its own.

    ``changes`` are those that were made on the way of the ``parent``.
    """
    past = begun(parent, entry)
    if past is None:
        return None
    held = dict(parent.hyperparameters)
    for change in changes:
        held[change.name] = change.value
        past.append(changed(entry, held, change))
    # Who looked at a step that was not done saw no points of it.
    own = stretch(entry, values, state.step, is_within=not state.metrics)
    return [asdict(one) for one in (*before(past, state.step), own)]
