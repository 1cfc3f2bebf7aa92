"""How much of a machine a training is worth, by the size of its table, and what it loads."""

from armillary.learning.catalogue import CatalogueEntry

MOST_THREADS = 8
# Below so many cells a second thread costs boosting and forests about what it saves.
_CELLS_A_THREAD = 500_000


def threads_worth(entry: CatalogueEntry, rows: int, columns: int) -> int:
    """Give how many threads shorten a training on a table, from 1 to `MOST_THREADS`."""
    if not entry.parallel:
        return 1
    return max(1, min(rows * columns // _CELLS_A_THREAD, MOST_THREADS))


def load_for(entry: CatalogueEntry) -> None:
    """Load what an algorithm learns with and takes seconds to load, before its time counts."""
    if entry.uses_gpu:
        import torch  # noqa: F401  # who has a use for a card learns with it
