"""A job as the terminal shows it: a bar with step and time left, or plain lines in a pipe."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Self

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from rich.table import Column

from armillary.cli.screen import err, escape, print_note, print_warning

FINISHED = frozenset({"succeeded", "failed", "cancelled", "lost"})
_LINE_EVERY = 0.25
_MESSAGE_CHARACTERS = 60
_WIDE_CHARACTERS = 100


def watch(
    job: Mapping[str, Any], events: Iterable[tuple[str, Mapping[str, Any]]], *, quiet: bool = False
) -> dict[str, Any]:
    """Show a job until it has ended, and give it as it is then.

    ``events`` are those of its topic; a job that has ended when they stop is given as it stands.
    """
    held = dict(job)
    with _shown(held, quiet=quiet) as shown:
        shown.update(held)
        if held["state"] in FINISHED:
            return held
        for kind, data in events:
            if kind == "job.updated" and data["version"] > held["version"]:
                held.update(data["changes"], version=data["version"])
                shown.update(held)
            elif kind == "job.log":
                shown.log(data["lines"])
            if held["state"] in FINISHED:
                break
    return held


class _Silent(AbstractContextManager["_Silent"]):
    """Shows nothing: scripts read the result."""

    def __exit__(self, *_exception: object) -> None:
        """Leave nothing behind."""

    def update(self, job: Mapping[str, Any]) -> None:
        """Take a new state of the job."""

    def log(self, lines: Iterable[Mapping[str, Any]]) -> None:
        """Take lines of the job's log."""
        for line in lines:
            if line["level"] == "warning":
                print_warning(line["text"])


class _Lines(_Silent):
    """Prints a line now and then, for files and pipes."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._state = ""
        self._told = 0.0

    def update(self, job: Mapping[str, Any]) -> None:
        """Print a line where the state has changed or a quarter more is done."""
        done = job["progress"] or 0.0
        if job["state"] == self._state and done < self._told + _LINE_EVERY:
            return
        self._state, self._told = job["state"], done
        print_note(f"{self._title}: {job['state']} {done:.0%} {_steps(job)}".rstrip())


class _Bar(_Silent):
    """Draws a bar that stays on its line."""

    def __init__(self, title: str) -> None:
        self._progress = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=28 if err.width >= _WIDE_CHARACTERS else 10),
            TaskProgressColumn(),
            TextColumn("{task.fields[steps]}"),
            TextColumn("[cyan]{task.fields[left]}"),
            # Where the line is too short for all, this is what is cut.
            TextColumn("[dim]{task.fields[message]}", table_column=Column(ratio=1, no_wrap=True)),
            console=err,
            expand=True,
        )
        self._task = self._progress.add_task(
            escape(title), total=1.0, steps="", left="", message=""
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Leave the bar as it stands."""
        self._progress.stop()

    def update(self, job: Mapping[str, Any]) -> None:
        """Move the bar."""
        is_running = job["state"] == "running"
        message = (job["message"] or "") if is_running else job["state"]
        self._progress.update(
            self._task,
            completed=1.0 if job["state"] == "succeeded" else job["progress"] or 0.0,
            steps=_steps(job),
            left=_time_left(job["eta_s"]) if is_running else "",
            message=escape(message[:_MESSAGE_CHARACTERS]),
        )


def _shown(job: Mapping[str, Any], *, quiet: bool) -> _Silent:
    if quiet:
        return _Silent()
    return _Bar(job["title"]) if err.is_terminal else _Lines(job["title"])


def _steps(job: Mapping[str, Any]) -> str:
    if job["step"] is None or not job["total_steps"]:
        return ""
    return f"{job['unit'] or 'step'} {job['step']}/{job['total_steps']}"


def _time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d} left"
