"""How much is done between two looks."""

from armillary.learning.pace import Pace, Pulse


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _sizes(s_per_item: float, *, unit: int, most: int, count: int) -> list[int]:
    clock = _Clock()
    pace = Pace(clock, unit=unit, most=most)
    sizes = []
    for _ in range(count):
        sizes.append(pace.next_size())
        clock.now += sizes[-1] * s_per_item
        pace.done()
        clock.now += 60  # nobody asks for more in the meantime
    return sizes


def test_chunks_grow_towards_half_a_second():
    assert _sizes(0.02, unit=1, most=1000, count=5) == [1, 4, 16, 25, 25]


def test_slow_work_is_done_one_by_one():
    assert _sizes(3.0, unit=1, most=1000, count=3) == [1, 1, 1]


def test_quick_work_is_still_looked_at_now_and_then():
    assert _sizes(1e-9, unit=1, most=7, count=4) == [1, 4, 7, 7]


def test_every_thread_has_its_share():
    assert _sizes(0.05, unit=4, most=6, count=3) == [4, 8, 8]
    assert _sizes(3.0, unit=4, most=1, count=2) == [4, 4]


def test_a_sign_of_life_is_due_after_half_a_second():
    clock = _Clock()
    pulse = Pulse(clock)

    clock.now = 0.4
    assert not pulse.is_due()
    clock.now = 0.5
    assert pulse.is_due()
    pulse.beat()
    assert not pulse.is_due()
