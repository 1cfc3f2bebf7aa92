"""How long a job still needs."""

import pytest

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
