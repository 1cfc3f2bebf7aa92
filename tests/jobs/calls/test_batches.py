"""How waiting calls come together."""

from typing import Any

import pytest

from armillary.base.errors import TooMany, Unavailable
from armillary.jobs.calls.batches import Batches, Call
from armillary.jobs.calls.contract import SingleCall
from armillary.jobs.calls.frames import FrameProtocol


class Together(SingleCall):
    """Batches by the payload's first letter, three at a time."""

    id = "together"
    host = "models"
    batch_limit = 3

    def key(self, payload: Any) -> str:
        """Share a batch by the first letter."""
        return str(payload)[0]


@pytest.fixture
def connection() -> FrameProtocol:
    """A connection that nothing is sent over."""
    return FrameProtocol(lambda _, __: None, lambda _: None)


def add(batches: Batches, connection: FrameProtocol, *payloads: str, owner: str = "ws") -> None:
    for number, payload in enumerate(payloads):
        batches.add(Call(number, connection, Together(), owner, payload))


def taken(batches: Batches) -> list[str]:
    batch = batches.take()
    return [] if batch is None else [call.payload for call in batch.calls]


def test_equal_keys_share_a_batch_up_to_its_limit(connection: FrameProtocol) -> None:
    batches = Batches(100)
    add(batches, connection, "a1", "b1", "a2", "a3", "a4")

    assert taken(batches) == ["a1", "a2", "a3"]
    assert taken(batches) == ["b1"]
    assert len(batches) == 1


def test_one_batch_of_a_key_runs_at_a_time(connection: FrameProtocol) -> None:
    batches = Batches(100)
    add(batches, connection, "a1")
    running = batches.take()
    assert running is not None
    add(batches, connection, "a2", "a3")

    assert taken(batches) == []
    batches.finish(running)
    assert taken(batches) == ["a2", "a3"]


def test_what_is_over_is_passed_by(connection: FrameProtocol) -> None:
    batches = Batches(100)
    over = Call(1, connection, Together(), "ws", "a1")
    batches.add(over)
    add(batches, connection, "b1")
    over.is_over = True

    assert taken(batches) == ["b1"]
    assert len(batches) == 0


def test_half_the_places_are_for_one_workspace_and_all_are_bounded(
    connection: FrameProtocol,
) -> None:
    batches = Batches(4)
    add(batches, connection, "a", "a", owner="one")
    with pytest.raises(TooMany):
        add(batches, connection, "a", owner="one")
    add(batches, connection, "a", "a", owner="two")

    with pytest.raises(Unavailable) as caught:
        add(batches, connection, "a", owner="three")

    assert caught.value.headers == {"Retry-After": "1"}
