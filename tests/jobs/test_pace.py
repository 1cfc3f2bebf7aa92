"""How long a job still needs, and how often its state is worth saving."""

import pytest

from armillary.jobs.checkpoints import FIRST_S, Cadence
from armillary.jobs.pace import Pace


def test_a_steady_job_needs_as_long_as_its_pace_says():
    pace = Pace()

    for second in range(11):
        pace.note(second / 100, float(second))

    assert pace.eta_s() == pytest.approx(90.0)


def test_a_job_resumed_in_the_middle_is_judged_by_what_it_does_now():
    pace = Pace()

    pace.note(0.8, 100.0)
    pace.note(0.9, 110.0)

    assert pace.eta_s() == pytest.approx(10.0)


def test_a_job_that_becomes_slower_is_noticed():
    pace = Pace()

    pace.note(0.0, 0.0)
    pace.note(0.1, 1.0)
    quick = pace.eta_s()
    pace.note(0.2, 61.0)

    assert quick == pytest.approx(9.0)
    assert pace.eta_s() > 5 * quick


def test_nothing_is_said_before_there_are_two_looks():
    pace = Pace()
    assert pace.eta_s() is None

    pace.note(0.1, 0.0)
    assert pace.eta_s() is None


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_states_are_saved_soon_at_first_and_then_as_rarely_as_their_cost_asks():
    clock = Clock()
    cadence = Cadence(clock)

    assert not cadence.is_due
    clock.now = FIRST_S
    assert cadence.is_due

    cadence.saved(cost_s=1.0)
    clock.now = FIRST_S + 199.9
    assert not cadence.is_due
    clock.now = FIRST_S + 200.0
    assert cadence.is_due

    cadence.saved(cost_s=0.001)
    clock.now += FIRST_S
    assert cadence.is_due
