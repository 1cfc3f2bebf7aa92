"""Every algorithm's file opens with an example that runs."""

import doctest
import importlib

import pytest

from armillary.learning.algorithms import curated_algorithms
from tests.contracts.rotation import missing_extras


# Compiling what UMAP needs takes half a minute; its map is tested with the other maps.
@pytest.mark.parametrize("algorithm_id", sorted(curated_algorithms().keys() - {"umap"}))
def test_the_example_of_an_algorithm_runs_and_its_source_is_named(algorithm_id):
    if algorithm_id in missing_extras():
        pytest.skip(f"the extra of {algorithm_id} is not installed")
    module = importlib.import_module(f"armillary.learning.algorithms.{algorithm_id}")

    done = doctest.testmod(module)

    assert done.attempted >= 6
    assert done.failed == 0
    assert "**Source:**" in module.__doc__
