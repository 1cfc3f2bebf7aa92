"""Where processes meet: gone with the last of them, and never while one is there."""

import fcntl
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from armillary.base import run_folder as run_folders
from armillary.base.run_folder import Meeting, remove_abandoned, run_folder


@pytest.fixture(autouse=True)
def parent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a place of their own for run folders: those of other processes are not to be touched.

    It is near the root, since a socket's path may not be long.
    """
    with tempfile.TemporaryDirectory(prefix="armillary-test-") as folder:
        monkeypatch.setattr(run_folders, "_PARENT", Path(folder))
        yield Path(folder)


def test_the_last_to_leave_takes_the_folder_along(tmp_path: Path, parent: Path) -> None:
    first, second = Meeting(tmp_path), Meeting(tmp_path)
    (first.folder / "calls-models.lock").touch()

    first.close()
    assert second.folder.is_dir()
    second.close()
    second.close()

    assert list(parent.iterdir()) == []


def test_what_killed_processes_left_is_removed(tmp_path: Path, parent: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from armillary.base import run_folder\n"
        "run_folder._PARENT = Path(sys.argv[1])\n"
        "meeting = run_folder.Meeting(Path(sys.argv[2]))\n"
        "(meeting.folder / 'bus').mkdir(); os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(parent), str(tmp_path)], check=False)
    half_removed = parent / f"armillary-{os.getuid()}-0123456789abcdef.12ab"
    half_removed.mkdir(mode=0o700)
    assert len(list(parent.iterdir())) == 2
    here = Meeting(tmp_path / "other")

    assert remove_abandoned(0) == 2

    assert list(parent.iterdir()) == [here.folder]
    here.close()


def test_a_socket_that_answers_keeps_its_folder(tmp_path: Path, parent: Path) -> None:
    bus = run_folder(tmp_path) / "bus"
    bus.mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as older:
        # As a process of an older version, which holds no lock.
        older.bind(str(bus / "wake.1"))
        assert remove_abandoned(0) == 0

    assert remove_abandoned(0) == 1


def test_what_has_just_been_made_is_given_time(tmp_path: Path, parent: Path) -> None:
    folder = run_folder(tmp_path)

    assert remove_abandoned() == 0
    long_ago = time.time() - 3600
    os.utime(folder, (long_ago, long_ago))

    assert remove_abandoned() == 1
    assert list(parent.iterdir()) == []


def test_what_is_not_a_run_folder_of_ours_is_let_be(tmp_path: Path, parent: Path) -> None:
    own = f"armillary-{os.getuid()}-"
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    (parent / f"{own}0123456789abcdef").symlink_to(kept)
    (parent / f"{own}fedcba9876543210").mkdir(mode=0o755)
    (parent / f"{own}short").mkdir(mode=0o700)
    (parent / f"armillary-{os.getuid() + 1}-0123456789abcdef").mkdir(mode=0o700)
    (parent / f"{own}00000000000000ff").touch()

    assert remove_abandoned(0) == 0

    assert len(list(parent.iterdir())) == 5
    assert kept.is_dir()


def test_who_comes_while_a_folder_is_removed_gets_a_new_one(tmp_path: Path) -> None:
    folder = run_folder(tmp_path)
    file = os.open(folder, os.O_RDONLY)
    # As whoever removes it does: the lock first, and then it is out of the way.
    fcntl.flock(file, fcntl.LOCK_EX)
    came: list[Meeting] = []
    coming = threading.Thread(target=lambda: came.append(Meeting(tmp_path)))
    coming.start()
    folder.rename(folder.with_name(f"{folder.name}.00"))
    os.close(file)
    coming.join(20)

    (meeting,) = came
    assert meeting.folder == folder
    assert folder.is_dir()
    meeting.close()
    assert not folder.exists()


def test_many_that_come_and_go_at_once_always_have_a_folder(tmp_path: Path) -> None:
    lost: list[Path] = []

    def come_and_go() -> None:
        for _ in range(100):
            meeting = Meeting(tmp_path)
            if not meeting.folder.is_dir():
                lost.append(meeting.folder)
            remove_abandoned(0)
            meeting.close()

    threads = [threading.Thread(target=come_and_go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert lost == []
    assert not run_folders._place(tmp_path).exists()
