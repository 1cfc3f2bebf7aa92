"""Listening: one application behind one or several ports."""

import socket

import pytest

from armillary.base.errors import Conflict
from armillary.cli.server import address_of, listen
from armillary.settings import Settings


def test_every_port_listens() -> None:
    sockets = listen("127.0.0.1", [0, 0])

    for one in sockets:
        with socket.create_connection(one.getsockname(), timeout=5):
            pass
        one.close()


def test_a_taken_port_says_so_and_leaves_none_open() -> None:
    (taken,) = listen("127.0.0.1", [0])
    port = taken.getsockname()[1]
    (free,) = listen("127.0.0.1", [0])
    free_port = free.getsockname()[1]
    free.close()

    with pytest.raises(Conflict, match=f"Port {port} .*choose another with --port"):
        listen("127.0.0.1", [free_port, port])

    (again,) = listen("127.0.0.1", [free_port])
    again.close()
    taken.close()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:9000"),
        ("0.0.0.0", "http://127.0.0.1:9000"),
        ("::1", "http://[::1]:9000"),
        ("box.example", "http://box.example:9000"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(host: str, address: str) -> None:
    assert address_of(Settings(host=host, ports=(9000, 9001))) == address
