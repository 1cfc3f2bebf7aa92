"""What the best trials leave for their sum, in storage while their search goes on."""

import zipfile
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from armillary.base.storage import Storage
from armillary.capabilities.search import standing
from armillary.capabilities.search.tables import Search, Trial
from armillary.learning.search.objective import Objective
from armillary.learning.search.stacking import MOST_CANDIDATES

if TYPE_CHECKING:
    from armillary.learning.search.bags import Bag, FoldModel
    from armillary.learning.search.halving import Stand

_END = ".zip"


def prefix_of(search_id: str) -> str:
    """Give where the files of a search lie."""
    return f"searches/{search_id}"


def is_worth_keeping(
    trial: Trial, value: float, others: Sequence[Trial], objective: Objective
) -> bool:
    """Whether a trial that has just ended may be one of those that are stacked."""
    values = [
        (one.algorithm_id, one.value)
        for one in others
        if one.state == "complete" and one.value is not None
    ]
    better = [name for name, other in values if objective.gain(other, value) > 0]
    return len(better) < MOST_CANDIDATES or trial.algorithm_id not in better


def keep(
    storage: Storage, trial: Trial, folds: Sequence["FoldModel"], *, with_models: bool = True
) -> None:
    """Store what a trial leaves; of models that are too large only what they have said."""
    from armillary.learning.search.bags import MOST_BYTES, Bag

    with storage.write(_key(trial)) as file:
        file.write(Bag.of(folds).to_bytes(MOST_BYTES if with_models else 0))


def find(storage: Storage, trial: Trial) -> "Bag | None":
    """Give what a trial has left; None where that was not kept."""
    from armillary.learning.search.bags import Bag

    if not storage.exists(_key(trial)):
        return None
    with storage.open_read(_key(trial)) as file:
        return Bag.from_bytes(trial.algorithm_id, file.read())


def find_lost(
    storage: Storage, search: Search, trials: Sequence[Trial], known: dict[int, bool]
) -> list[Trial]:
    """Give those of the best trials whose models were too large to be kept.

    ``known`` says by number which have models, and is told of those that are looked at.
    """
    if not search.request.get("stack"):
        return []
    members = standing.members_of(search, trials)
    for one in members:
        if one.number not in known:
            # It may be on its way, or already gone: what has ended meanwhile may have beaten it.
            with suppress(FileNotFoundError):
                known[one.number] = _has_models(storage, one)
    return [one for one in members if not known.get(one.number, True)]


def _has_models(storage: Storage, trial: Trial) -> bool:
    with storage.open_read(_key(trial)) as file, zipfile.ZipFile(file) as archive:
        return len(archive.namelist()) > 1


def keep_stand(storage: Storage, trial: Trial, stand: "Stand") -> None:
    """Store what a trial goes on from, in place of what it went on from before."""
    with storage.write(_stand_key(trial)) as file:
        file.write(stand.to_bytes())


def find_stand(storage: Storage, trial: Trial) -> "Stand | None":
    """Give what a trial goes on from; None for one that begins."""
    from armillary.learning.search.halving import Stand

    if not trial.rung_values or not storage.exists(_stand_key(trial)):
        return None
    with storage.open_read(_stand_key(trial)) as file:
        return Stand.from_bytes(file.read())


def forget_beaten(storage: Storage, search: Search, trials: Sequence[Trial]) -> None:
    """Remove what finished trials have left that will not be stacked any more."""
    wanted = {trial.number for trial in standing.members_of(search, trials)}
    # What is not known to be finished may be on its way.
    over = {trial.number for trial in trials if trial.state == "complete"} - wanted
    for file in list(storage.list_files(prefix_of(search.id))):
        name = file.key.rpartition("/")[2].removesuffix(_END)
        if name.isdigit() and int(name) in over:
            storage.delete(file.key)


def forget(storage: Storage, search_id: str) -> None:
    """Remove everything that the trials of a search have left."""
    storage.delete_prefix(prefix_of(search_id))


def _stand_key(trial: Trial) -> str:
    return f"{prefix_of(trial.search_id)}/rungs/{trial.number}{_END}"


def _key(trial: Trial) -> str:
    return f"{prefix_of(trial.search_id)}/{trial.number}{_END}"
