"""Curves, thinned for sending."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from armillary.capabilities.training.curves import LIMIT, History, thin


@given(st.integers(0, 5_000), st.integers(2, 300))
def test_thinning_keeps_first_and_last_and_the_limit(length: int, limit: int) -> None:
    kept = thin(range(length), limit)

    assert len(kept) <= limit
    assert kept == sorted(set(kept))
    assert (kept[:1], kept[-1:]) == (([0], [length - 1]) if length else ([], []))


def test_history_is_arrays_of_one_length_with_gaps() -> None:
    history = History([("train_loss", 1, 0.5), ("val_loss", 2, 0.7), ("train_loss", 2, 0.4)])

    assert history.to_wire() == {
        "epochs": [1, 2],
        "train_loss": [0.5, 0.4],
        "val_loss": [None, 0.7],
        "train_accuracy": [None, None],
        "val_accuracy": [None, None],
    }


def test_a_point_logged_again_replaces_the_first() -> None:
    history = History([("train_loss", 1, 0.5)])

    history.add([("train_loss", 1, 0.25)])

    assert history.to_wire()["train_loss"] == [0.25]
    assert history.last == (1, {"train_loss": 0.25})


@pytest.mark.parametrize("length", [LIMIT, LIMIT + 1, 25_000])
def test_a_long_history_stays_small_and_keeps_its_ends(length: int) -> None:
    history = History()

    for step in range(length):
        history.add([("train_loss", step, float(step))])

    epochs = history.to_wire()["epochs"]
    assert len(epochs) <= LIMIT
    assert len(history) <= 2 * LIMIT
    assert (epochs[0], epochs[-1]) == (0, length - 1)
