"""The buses: every one carries hints to all who listen, and forgives those who do not."""

import gc
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from armillary.base.run_folder import run_folder
from armillary.realtime import Bus, Heard, Listener, open_bus
from armillary.settings import Settings

WITHIN_S = 5.0


class RedisServer:
    """A Redis of our own on a unix socket, which can be ended and started again."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("no redis-server is installed")
        self._process = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", str(self._socket), "--save", ""],
            cwd=self._socket.parent,
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + WITHIN_S
        with socket.socket(socket.AF_UNIX) as probe:
            while probe.connect_ex(str(self._socket)):
                assert time.monotonic() < deadline, "Redis did not start"

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture(
    params=[
        "local",
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param("redis", marks=pytest.mark.redis),
    ]
)
def bus_settings(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """Settings that name one kind of bus, with the service it needs."""
    given = settings.model_dump()
    if request.param == "postgres":
        given["database_url"] = request.getfixturevalue("postgres_url")
    elif request.param == "redis":
        given["redis_url"] = request.getfixturevalue("redis_server").url
    return Settings(**given)


@contextmanager
def opened(settings: Settings) -> Iterator[Bus]:
    bus = open_bus(settings)
    try:
        yield bus
    finally:
        bus.close()


@contextmanager
def listening(bus: Bus, *channels: str) -> Iterator[Listener]:
    listener = bus.listen(*channels)
    try:
        yield listener
    finally:
        listener.close()


def test_a_hint_reaches_every_listener_of_its_channel(bus_settings: Settings) -> None:
    with (
        opened(bus_settings) as sending,
        opened(bus_settings) as receiving,
        listening(receiving, "wake", "jobs") as both,
        listening(sending, "jobs") as jobs,
        listening(sending, "other") as other,
    ):
        sending.publish("jobs", 'ä"'.encode())

        expected = Heard("jobs", 'ä"'.encode())
        assert both.receive(WITHIN_S) == expected
        assert jobs.receive(WITHIN_S) == expected
        assert other.receive(0) is None


def test_hints_come_in_order_and_up_to_their_largest_size(bus_settings: Settings) -> None:
    hints = [Heard("wake", b"x" * 7000), Heard("wake", b""), Heard("wake", b"3")]
    with opened(bus_settings) as bus, listening(bus, "wake") as listener:
        for hint in hints:
            bus.publish(hint.channel, hint.payload)

        assert [listener.receive(WITHIN_S) for _ in hints] == hints


def test_publishing_to_nobody_or_to_the_dead_is_no_failure(bus_settings: Settings) -> None:
    with opened(bus_settings) as bus:
        bus.publish("wake", b"nobody")
        bus.listen("wake").close()
        bus.publish("wake", b"gone")


def test_publishing_never_waits_for_a_listener_that_does_not_read(bus_settings: Settings) -> None:
    with opened(bus_settings) as bus, listening(bus, "wake") as listener:
        begin = time.monotonic()
        for number in range(2000):
            bus.publish("wake", str(number).encode())
        took_s = time.monotonic() - begin

        assert took_s < 2.0
        assert listener.receive(WITHIN_S) == Heard("wake", b"0")


def test_a_payload_that_is_too_large_is_refused_at_once(bus_settings: Settings) -> None:
    with opened(bus_settings) as bus, pytest.raises(ValueError, match="7000 bytes; got 7001"):
        bus.publish("wake", b"x" * 7001)


def test_a_listener_can_be_waited_for_with_select(bus_settings: Settings) -> None:
    import select

    with opened(bus_settings) as bus, listening(bus, "wake") as listener:
        assert select.select([listener], [], [], 0)[0] == []

        bus.publish("wake", b"now")

        assert select.select([listener], [], [], WITHIN_S)[0] == [listener]


def test_hints_cross_processes(bus_settings: Settings) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from armillary.realtime import open_bus; from armillary.settings import Settings\n"
        "bus = open_bus(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2],"
        " redis_url=sys.argv[3]))\n"
        "bus.publish('wake', b'from afar'); bus.close()\n"
    )
    given = (str(bus_settings.data_dir), bus_settings.database_url, bus_settings.redis_url)
    with opened(bus_settings) as bus, listening(bus, "wake") as listener:
        subprocess.run([sys.executable, "-c", program, *given], check=True)

        assert listener.receive(WITHIN_S) == Heard("wake", b"from afar")


def test_the_socket_of_a_killed_listener_is_removed(settings: Settings) -> None:
    with opened(settings) as bus:
        listener = bus.listen("wake")
        [path] = (run_folder(settings.data_dir) / "bus").iterdir()
        os.close(listener.fileno())

        bus.publish("wake")

        assert not path.exists()
        listener._mailbox.detach()


def test_the_run_folder_admits_only_its_user(settings: Settings) -> None:
    with opened(settings) as bus, listening(bus, "wake"):
        folder = run_folder(settings.data_dir)

        assert folder.stat().st_mode & 0o777 == 0o700
        assert all(len(str(path)) < 100 for path in (folder / "bus").iterdir())


@pytest.mark.redis
def test_a_bus_comes_back_with_its_redis(redis_server: RedisServer, settings: Settings) -> None:
    with_redis = Settings(**{**settings.model_dump(), "redis_url": redis_server.url})
    with opened(with_redis) as bus, listening(bus, "wake") as listener:
        bus.publish("wake", b"before")
        assert listener.receive(WITHIN_S) == Heard("wake", b"before")

        redis_server.stop()
        bus.publish("wake", b"lost")
        redis_server.start()

        assert hears_again(bus, listener)


@pytest.mark.redis
def test_servers_that_share_a_redis_do_not_hear_each_other(
    redis_server: RedisServer, settings: Settings, tmp_path: Path
) -> None:
    ours = Settings(**{**settings.model_dump(), "redis_url": redis_server.url})
    theirs = Settings(**{**ours.model_dump(), "data_dir": tmp_path / "theirs"})
    with opened(ours) as bus, opened(theirs) as other, listening(bus, "wake") as listener:
        other.publish("wake", b"theirs")
        other.close()
        bus.publish("wake", b"ours")

        assert listener.receive(WITHIN_S) == Heard("wake", b"ours")


def test_a_bus_whose_service_is_away_neither_waits_nor_fails(
    settings: Settings, tmp_path: Path
) -> None:
    away = Settings(**{**settings.model_dump(), "redis_url": f"unix://{tmp_path / 'nothing'}"})
    with opened(away) as bus:
        begin = time.monotonic()
        for _ in range(100):
            bus.publish("wake", b"into the void")

        assert time.monotonic() - begin < 0.5


def test_a_closed_bus_leaves_no_thread_and_no_file(bus_settings: Settings) -> None:
    before = set(threading.enumerate())
    with opened(bus_settings) as bus, listening(bus, "wake") as listener:
        bus.publish("wake")
        assert listener.receive(WITHIN_S) is not None

    gc.collect()
    assert set(threading.enumerate()) <= before


def hears_again(bus: Bus, listener: Listener) -> bool:
    """Publish until a hint comes through."""
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        bus.publish("wake", b"again")
        if listener.receive(0.1) == Heard("wake", b"again"):
            return True
    return False
