"""How much of a machine a training asks for."""

import pytest

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.computing import MOST_THREADS, threads_worth
from armillary.learning.contract import Machine
from armillary.learning.nets.architecture import Sizes
from armillary.learning.nets.placing import place


@pytest.mark.parametrize(
    ("algorithm", "rows", "threads"),
    [
        ("lightgbm", 0, 1),
        ("lightgbm", 20_000, 1),
        ("lightgbm", 100_000, 4),
        ("random_forest", 10_000_000, MOST_THREADS),
        ("k_means", 10_000_000, 1),
    ],
)
def test_a_large_table_is_worth_threads_to_what_can_use_them(algorithm, rows, threads):
    assert threads_worth(get_entry(algorithm), rows, 20) == threads


@pytest.mark.parametrize(
    ("changed", "is_heavy"),
    [({}, False), ({"hidden_layers": [512, 512], "batch_size": 512}, True)],
)
def test_only_heavy_steps_leave_the_one_thread(changed, is_heavy):
    given = Machine(threads=4, device="cuda")
    values = get_entry("feedforward_nn").defaults() | changed
    network = get_algorithm("feedforward_nn")

    found = place(network.architecture, Sizes(20, 2), values, given)

    assert (found.threads, found.device) == ((4, "cuda") if is_heavy else (1, "cpu"))
