"""What `armillary doctor` looks at: each check says ok, warn or fail, and what to do."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

from armillary.base.printing import BROWSERS
from armillary.settings import Settings

Level = Literal["ok", "warn", "fail"]
_GIB = 2**30
_LITTLE_DISK_GIB = 2.0
_MOST_LEFTOVERS = 5


@dataclass(frozen=True)
class Finding:
    """How one thing stands, and what to do where it is not well."""

    name: str
    level: Level
    found: str
    advice: str = ""

    def to_wire(self) -> dict[str, Any]:
        """Give the finding as plain data."""
        return asdict(self)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything that Armillary stands on, one after the other."""
    for check in _CHECKS:
        yield check(settings)


def _python(_settings: Settings) -> Finding:
    return Finding("Python", "ok", f"{platform.python_version()} at {sys.executable}")


def _torch(_settings: Settings) -> Finding:
    # Asked of the package's papers: importing it takes a second.
    try:
        version = importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return Finding(
            "torch", "warn", "not installed", "For neural networks: pip install 'armillary[torch]'."
        )
    return Finding("torch", "ok", version)


def _database(settings: Settings) -> Finding:
    import sqlalchemy as sa

    from armillary import migrations
    from armillary.base.database import Database

    database = Database(settings.database_address)
    shown = database.url.render_as_string(hide_password=True)
    try:
        if migrations.is_current(database):
            return Finding("Database", "ok", shown)
    except sa.exc.SQLAlchemyError as error:
        reason = str(error.__cause__ or error).splitlines()[0]
        return Finding("Database", "fail", f"{shown}: {reason}", "Check ARMILLARY_DATABASE_URL.")
    finally:
        database.dispose()
    return Finding("Database", "warn", f"{shown}: migrations are due", "Run `armillary migrate`.")


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Finding("Data folder", "ok", str(folder))
    except OSError as error:
        return Finding(
            "Data folder", "fail", f"{folder}: {error.strerror}", "Choose one with --data-dir."
        )


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir.resolve()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / _GIB
    found = f"{free:.1f} GiB free"
    if free < _LITTLE_DISK_GIB:
        return Finding("Disk", "warn", found, "Make room: uploads and models are kept there.")
    return Finding("Disk", "ok", found)


def _stored_files(settings: Settings) -> Finding:
    import sqlalchemy as sa

    from armillary.cli.leftovers import find_leftovers

    name = "Stored files"
    try:
        left = find_leftovers(settings)
    except sa.exc.SQLAlchemyError:
        return Finding(name, "ok", "not looked at without a database")
    if left.foreign is not None:
        return Finding(
            name,
            "warn",
            f"{left.foreign}/ is marked as another database's, so nothing there is cleaned up",
            f"If it is this one's, remove {left.mark} from the stored files.",
        )
    if not left.names:
        return Finding(name, "ok", "each belongs to something")
    more = " …" if len(left.names) > _MOST_LEFTOVERS else ""
    shown = ", ".join(left.names[:_MOST_LEFTOVERS]) + more
    advice = "A worker removes them within a day."
    if not settings.orphaned_files_hours:
        advice = "Set ARMILLARY_ORPHANED_FILES_HOURS, and a worker removes them."
    return Finding(name, "warn", f"{len(left.names)} belong to nothing: {shown}", advice)


def _memory(_settings: Settings) -> Finding:
    import psutil

    free = psutil.virtual_memory().available / _GIB
    found = f"{free:.1f} GiB free, {os.cpu_count()} processors"
    return Finding("Machine", "ok" if free > 1 else "warn", found)


def _page(_settings: Settings) -> Finding:
    from armillary import web_page

    if web_page.is_built():
        return Finding("Page", "ok", "built")
    return Finding("Page", "warn", "not built", "Run `make web`.")


def _node(_settings: Settings) -> Finding:
    version = _version_of("node", "--version")
    if version is None or int(version.lstrip("v").split(".")[0]) < 20:
        found = version or "not here"
        return Finding("Node", "ok", f"{found}; `make web` brings its own")
    return Finding("Node", "ok", version)


def _redis(settings: Settings) -> Finding:
    if not settings.redis_url:
        return Finding("Redis", "ok", "not used")
    if importlib.util.find_spec("redis") is None:
        return Finding(
            "Redis", "fail", "its client is not installed", "pip install 'armillary[scale]'."
        )
    import redis

    try:
        with redis.Redis.from_url(settings.redis_url, socket_timeout=3) as client:
            client.ping()
    except redis.RedisError as error:
        return Finding("Redis", "fail", f"no answer: {error}", "Check ARMILLARY_REDIS_URL.")
    return Finding("Redis", "ok", "answers")


def _program(name: str, programs: tuple[str, ...], purpose: str) -> Callable[[Settings], Finding]:
    def check(_settings: Settings) -> Finding:
        found = next((path for one in programs if (path := shutil.which(one))), None)
        if found is None:
            return Finding(name, "warn", "not here", purpose)
        return Finding(name, "ok", found)

    return check


def _version_of(*command: str) -> str | None:
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


_CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    _python,
    _torch,
    _data_folder,
    _database,
    _disk,
    _stored_files,
    _memory,
    _page,
    _node,
    _redis,
    _program("Chromium", BROWSERS, "Needed to print sheets as PDF, and for browser tests."),
    _program("bubblewrap", ("bwrap",), "Needed to run people's code in a sandbox."),
)
