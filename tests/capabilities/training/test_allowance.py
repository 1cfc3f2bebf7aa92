"""What is done beside the learning takes little of its time."""

from armillary.capabilities.training.allowance import Allowance


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
    allowance, done, steps = Allowance(clock), 0, 20_000

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
    allowance = Allowance(clock)

    _spend(allowance, clock, 0.4)

    assert allowance.is_left()


def test_what_takes_long_is_done_rarely_from_the_first_time_on() -> None:
    clock = Clock()
    allowance = Allowance(clock)

    _spend(allowance, clock, 2.0)

    clock.now += 370
    assert not allowance.is_left()
    clock.now += 25
    assert allowance.is_left()
