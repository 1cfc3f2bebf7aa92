"""What is done beside the main work takes little of its time."""

import pytest

from armillary.base.allowance import Allowance, Terms
from armillary.capabilities.training.keeping import WRITING
from armillary.jobs.checkpoints import SAVING


class Clock:
    """A clock that somebody else moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def _spend(allowance: Allowance, clock: Clock, seconds: float) -> None:
    with allowance.spend():
        clock.now += seconds


def test_short_trainings_miss_nothing_and_long_ones_give_half_a_hundredth() -> None:
    clock = Clock()
    allowance, done, steps = Allowance(WRITING, clock), 0, 20_000

    for step in range(steps):
        if allowance.is_left():
            _spend(allowance, clock, 0.005)
            done += 1
        if step == 3:
            assert done == 4
        clock.now += 0.045

    assert done * 0.005 < 0.025 + 0.0055 * clock.now


def test_loading_libraries_for_the_first_time_does_not_count() -> None:
    clock = Clock()
    allowance = Allowance(WRITING, clock)

    _spend(allowance, clock, 0.4)

    assert allowance.is_left()


def test_what_takes_long_is_done_rarely_from_the_first_time_on() -> None:
    clock = Clock()
    allowance = Allowance(WRITING, clock)

    _spend(allowance, clock, 2.0)

    clock.now += 370
    assert not allowance.is_left()
    clock.now += 25
    assert allowance.is_left()


def test_states_are_saved_soon_at_first_and_then_as_rarely_as_their_cost_asks() -> None:
    clock = Clock()
    saving = Allowance(SAVING, clock)

    assert not saving.is_due
    clock.now = SAVING.pause_s
    assert saving.is_due

    saving.spent(cost_s=1.0)
    clock.now = SAVING.pause_s + 199.9
    assert not saving.is_due
    clock.now = SAVING.pause_s + 200.0
    assert saving.is_due

    saving.spent(cost_s=0.001)
    clock.now += SAVING.pause_s
    assert saving.is_due


def test_saved_at_once_again_and_again_only_the_last_saving_counts() -> None:
    clock = Clock()
    saving = Allowance(SAVING, clock)

    for _ in range(10):
        saving.spent(cost_s=1.0)

    clock.now += 199.9
    assert not saving.is_due
    clock.now += 0.1
    assert saving.is_due


def test_what_will_cost_more_than_is_left_has_to_wait() -> None:
    clock = Clock()
    allowance = Allowance(Terms(share=1 / 100, at_once_s=0.5, at_once_from_s=10.0), clock)

    assert not allowance.is_left(0.01)
    clock.now = 9.0
    assert allowance.is_left(0.08)
    assert not allowance.is_left(0.1)
    clock.now = 10.0
    assert allowance.is_left(0.6)


def test_nothing_is_due_within_the_pause_however_much_is_left() -> None:
    clock = Clock()
    allowance = Allowance(Terms(share=1 / 2, at_once_s=100.0, pause_s=3.0), clock)
    clock.now = 3.0
    assert allowance.is_due

    _spend(allowance, clock, 1.0)

    clock.now += 2.9
    assert allowance.is_left()
    assert not allowance.is_due
    clock.now += 0.2
    assert allowance.is_due


def test_what_fails_has_cost_its_time_too() -> None:
    clock = Clock()
    allowance = Allowance(Terms(share=1 / 100, at_once_s=1.0), clock)

    with pytest.raises(ArithmeticError), allowance.spend():
        clock.now += 2.0
        raise ArithmeticError

    assert not allowance.is_left()
