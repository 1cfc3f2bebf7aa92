"""A job as the terminal shows it."""

import io
from typing import Any

import pytest
from rich.console import Console

from armillary.cli import progress, screen
from armillary.cli.progress import watch

JOB: dict[str, Any] = {
    "id": "job_1",
    "title": "Random forest on Iris",
    "state": "queued",
    "progress": None,
    "step": None,
    "total_steps": None,
    "unit": None,
    "message": None,
    "eta_s": None,
    "version": 1,
}


def updated(version: int, **changes: Any) -> tuple[str, dict[str, Any]]:
    return "job.updated", {"id": "job_1", "version": version, "changes": changes}


EVENTS = [
    ("job.created", {"job": JOB}),
    updated(2, state="running"),
    updated(3, progress=0.5, step=50, total_steps=100, unit="tree", eta_s=62.4, message="loss 1"),
    ("metrics.logged", {"points": [["loss", 50, 1.0]]}),
    ("job.log", {"lines": [{"time": "", "level": "warning", "text": "Column [c] is empty."}]}),
    updated(4, state="succeeded", progress=1.0, step=100),
]


@pytest.fixture
def terminal(monkeypatch) -> io.StringIO:
    """Everything that is shown on standard error."""
    shown = io.StringIO()
    console = Console(file=shown, width=140, highlight=False)
    for module in (progress, screen):
        monkeypatch.setattr(module, "err", console)
    return shown


def test_what_is_held_at_the_end_is_what_the_events_say(terminal) -> None:
    done = watch(JOB, EVENTS, quiet=True)

    assert done["state"] == "succeeded"
    assert (done["progress"], done["step"], done["unit"], done["version"]) == (1.0, 100, "tree", 4)


def test_an_older_event_changes_nothing(terminal) -> None:
    done = watch({**JOB, "version": 9}, [updated(3, progress=0.1)], quiet=True)

    assert done["progress"] is None


def test_watching_ends_with_the_job(terminal) -> None:
    after_the_end = iter([*EVENTS, ("never", {})])

    watch(JOB, after_the_end, quiet=True)

    assert next(after_the_end) == ("never", {})


def test_a_job_that_has_ended_is_given_at_once(terminal) -> None:
    def nothing_to_hear():
        pytest.fail("nobody needs to listen")
        yield

    assert watch({**JOB, "state": "failed"}, nothing_to_hear())["state"] == "failed"


def test_a_pipe_gets_lines_and_warnings(terminal) -> None:
    watch(JOB, EVENTS)

    lines = [line.rstrip() for line in terminal.getvalue().splitlines()]
    assert lines == [
        "Random forest on Iris: queued 0%",
        "Random forest on Iris: running 0%",
        "Random forest on Iris: running 50% tree 50/100",
        "Warning: Column [c] is empty.",
        "Random forest on Iris: succeeded 100% tree 100/100",
    ]


def test_a_terminal_gets_a_bar_with_step_time_left_and_metrics(monkeypatch) -> None:
    shown = io.StringIO()
    console = Console(file=shown, width=140, force_terminal=True, color_system=None)
    monkeypatch.setattr(progress, "err", console)
    monkeypatch.setattr(screen, "err", console)

    watch(JOB, EVENTS[:3])

    text = shown.getvalue()
    assert "Random forest on Iris" in text
    assert "50%" in text
    assert "tree 50/100" in text
    assert "1:02 left" in text
    assert "loss 1" in text


@pytest.mark.parametrize("width", [72, 80, 140])
def test_where_the_line_is_short_the_message_is_cut_and_nothing_else(monkeypatch, width) -> None:
    shown = io.StringIO()
    console = Console(file=shown, width=width, force_terminal=True, color_system=None)
    monkeypatch.setattr(progress, "err", console)
    running = updated(5, state="running", progress=0.5, step=50, total_steps=100, unit="tree")
    told = updated(6, message="training loss 0.25, validation loss 0.5, and what else is measured")

    watch(JOB, [running, told])

    last = shown.getvalue().splitlines()[-2]
    for part in ("Random forest on Iris", " 50%", "tree 50/100", "training"):
        assert part in last
