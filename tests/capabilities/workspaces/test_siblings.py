"""Who is there, counted over all server processes of one database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import connect

from armillary.capabilities.workspaces.siblings import FORGET_AFTER_S, Siblings
from tests.support.servers import end_everything_on, start_server
from tests.support.waiting import until


class _Wire:
    """Hands what one process tells to all the others at once."""

    def __init__(self) -> None:
        self.ears: dict[int, Callable[[Any], None]] = {}
        self.sent = 0

    def end(self, number: int) -> Any:
        wire = self

        class End:
            def hear_siblings(self, _subject: str, hear: Callable[[Any], None]) -> None:
                wire.ears[number] = hear

            def send_to_siblings(self, _subject: str, said: Any) -> None:
                wire.sent += 1
                for other, hear in wire.ears.items():
                    if other != number:
                        hear(said)

        return End()


def guest(number: int, workspace_id: str = "ws") -> dict[str, Any]:
    about = {"id": f"u{number}", "name": "x" * 100}
    return {"guest": f"g{number}", "workspace_id": workspace_id, "about": about}


def test_two_servers_count_each_others_people(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    servers = [start_server(folder, ARMILLARY_WORKERS="0")]

    def counted() -> list[int]:
        states = [httpx.get(f"{one.url}/api/workspaces/ws_demo/state").json() for one in servers]
        return [state["active_users"] for state in states]

    try:
        address = f"{servers[0].url.replace('http', 'ws')}/ws/workspace/ws_demo"
        with connect(address):
            # Asks who is there, as soon as it is.
            servers.append(start_server(folder, ARMILLARY_WORKERS="0"))
            until(lambda: counted() == [1, 1], 20, lambda: str(counted()))
            users = httpx.get(f"{servers[1].url}/api/workspaces/ws_demo/users").json()["users"]
        until(lambda: counted() == [0, 0], 20, lambda: str(counted()))
        with connect(address):
            until(lambda: counted() == [1, 1], 20, lambda: str(counted()))
    finally:
        for one in servers:
            one.kill()
        end_everything_on(folder)

    assert [user["id"] for user in users] == ["local"]


def test_who_was_with_a_process_that_died_is_forgotten() -> None:
    now, wire = [0.0], _Wire()
    here, there = (Siblings(lambda: now[0]) for _ in range(2))
    here.begin(wire.end(0), lambda: None)
    there.begin(wire.end(1), lambda: None)

    there.tell([guest(1), guest(2, "other")])
    seen = here.people("ws")
    now[0] = FORGET_AFTER_S + 1

    assert [one["id"] for one in seen] == ["u1"]
    assert there.people("ws") == []
    assert here.people("ws") == []


def test_many_people_are_told_in_messages_that_fit_and_again_when_somebody_asks() -> None:
    wire = _Wire()
    here, there, late = (Siblings() for _ in range(3))
    here.begin(wire.end(0), lambda: None)
    there.begin(wire.end(1), lambda: there.tell(guest(number) for number in range(100)))

    late.begin(wire.end(2), lambda: None)

    assert wire.sent > 4
    assert len(here.people("ws")) == len(late.people("ws")) == 100
    there.tell_gone("g7")
    assert len(here.people("ws")) == 99
