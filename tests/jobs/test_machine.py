"""What a machine has to give, and who lives on it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import threadpoolctl

from armillary.jobs import machine, presence, threads
from armillary.jobs.lanes import Gpu

from .conftest import until

MIB = 1 << 20


@pytest.fixture
def sleeper():
    """A process in a group of its own that does nothing."""
    code = "import sys; print('here', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_a_process_is_known_by_its_number_and_its_start(sleeper):
    started = machine.process_started(sleeper.pid)

    assert machine.is_alive(sleeper.pid, started)
    assert not machine.is_alive(sleeper.pid, "another time")


def test_a_dead_process_that_nobody_waited_for_is_dead(sleeper):
    started = machine.process_started(sleeper.pid)

    sleeper.kill()

    until(lambda: not machine.is_alive(sleeper.pid, started))
    assert Path(f"/proc/{sleeper.pid}").exists()


def test_a_number_that_nobody_has_is_dead():
    assert machine.process_started(2**22 + 1) is None


def test_the_memory_of_a_group_is_counted(sleeper):
    assert MIB < machine.memory_in_use(sleeper.pid) < 200 * MIB


def test_the_machine_has_something_to_give():
    has = machine.capacity()

    assert 1 <= has.threads <= (os.cpu_count() or 1)
    assert has.memory_bytes > 100 * MIB


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("0, 143771\\n1, 81559\\n", (Gpu(0, 143771 * MIB), Gpu(1, 81559 * MIB))),
        ("", ()),
    ],
)
def test_gpus_are_those_that_the_driver_names(tmp_path, monkeypatch, said, found):
    program = tmp_path / "nvidia-smi"
    program.write_text(f'#!/bin/sh\nprintf "{said}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(machine, "_torch_knows_cards", lambda: True)

    assert machine._gpus() == found


@pytest.mark.parametrize(
    ("built", "knows"),
    [
        ("cuda: Optional[str] = '13.0'\nhip: Optional[str] = None\n", True),
        ("cuda: Optional[str] = None\nhip: Optional[str] = None\n", False),
        ("cuda = None\n", False),
    ],
)
def test_cards_count_only_where_torch_was_built_for_them(tmp_path, monkeypatch, built, knows):
    package = tmp_path / "torch"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "version.py").write_text(built)
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.syspath_prepend(tmp_path)

    assert machine._torch_knows_cards() is knows


@pytest.mark.parametrize(
    ("device", "numbers"),
    [("auto", [0, 1]), ("cuda", [0, 1]), ("cpu", []), ("cuda:1", [1]), ("cuda:0,cuda:1", [0, 1])],
)
def test_the_setting_chooses_among_the_gpus(monkeypatch, device, numbers):
    monkeypatch.setattr(machine, "_gpus", lambda: (Gpu(0, MIB), Gpu(1, MIB)))

    assert [gpu.number for gpu in machine.capacity.__wrapped__(device).gpus] == numbers


def test_a_driver_that_fails_has_no_gpus(tmp_path, monkeypatch):
    program = tmp_path / "nvidia-smi"
    program.write_text("#!/bin/sh\nexit 9\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(machine, "_torch_knows_cards", lambda: True)

    assert machine._gpus() == ()


def test_a_claim_settles_threads_and_gpus(monkeypatch):
    for name in (*threads.THREADS_VARIABLES, "CUDA_VISIBLE_DEVICES"):
        monkeypatch.delenv(name, raising=False)

    # Whatever libraries are loaded here get their threads back afterwards.
    with threadpoolctl.threadpool_limits(None):
        threads.use(3, (0, 2))

    assert {os.environ[name] for name in threads.THREADS_VARIABLES} == {"3"}
    assert os.environ["CUDA_VISIBLE_DEVICES"] == "0,2"


def test_threads_of_libraries_that_have_no_work_use_no_processor():
    found = subprocess.run(
        [sys.executable, "-c", _IDLE_THREADS], capture_output=True, text=True, check=True
    )

    assert float(found.stdout) < 0.01


_IDLE_THREADS = """
import select, time
from armillary.jobs import forkserver, threads

forkserver.settle_threads()
import numpy

threads.use(2, ())
begin = time.process_time()
select.select([], [], [], 0.3)
print(time.process_time() - begin)
"""


def test_servers_are_seen_as_long_as_one_is_there(tmp_path):
    assert not presence.is_server_present(tmp_path)
    with presence.server_present(tmp_path):
        with presence.server_present(tmp_path):
            assert presence.is_server_present(tmp_path)
        assert presence.is_server_present(tmp_path)
    assert not presence.is_server_present(tmp_path)
