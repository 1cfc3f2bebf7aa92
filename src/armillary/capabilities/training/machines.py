"""What a training asks of a machine by the size of its table, and what it makes of its share."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from armillary.jobs.contract import Granted, Needs
from armillary.learning.catalogue import get_entry
from armillary.learning.computing import threads_worth
from armillary.learning.contract import Machine

_GIBIBYTE = 1 << 30
_BYTES_A_CELL = 16  # the rows as float32, once more by batches, and what is held of layers


def needs_of(algorithm_id: str, rows: int, columns: int) -> Needs:
    """Ask for threads where a table is large, leaving one to others, and wish for a GPU."""
    threads = threads_worth(get_entry(algorithm_id), rows, columns)
    return gpu_for([algorithm_id], rows, columns, Needs(threads=threads, spare_threads=1))


def gpu_for(algorithms: Iterable[str], rows: int, columns: int, needs: Needs) -> Needs:
    """Wish for a share of a GPU where one of the algorithms has a use for it."""
    if not any(get_entry(name).uses_gpu for name in algorithms):
        return needs
    memory = 2 * _GIBIBYTE + _BYTES_A_CELL * rows * columns
    return replace(needs, gpu_wished=True, gpu_memory_bytes=memory)


def machine_of(granted: Granted) -> Machine:
    """Give algorithms what a claim was granted."""
    device: Literal["cpu", "cuda"] = "cuda" if granted.gpus else "cpu"
    return Machine(threads=granted.threads, device=device)


def in_words(granted: Granted) -> str:
    """Say what a claim was granted."""
    many = "one thread" if granted.threads == 1 else f"{granted.threads} threads"
    # Whether steps are large enough for a card is known when the rows are.
    return f"{many}, with a graphics card for large steps" if granted.gpus else many
