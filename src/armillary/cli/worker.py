"""`armillary worker`: a worker process for the jobs of a server elsewhere."""

from typing import Annotated

import typer

from armillary.cli.options import DataDir, load_settings

PANEL = "Server"


def worker(
    slots: Annotated[
        int | None, typer.Option(help="Jobs to run at a time (default: 2).", min=1)
    ] = None,
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Leave once nothing is queued.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Run jobs until Ctrl+C; the server needs none of its own then (`serve --workers 0`).

    [bold]Examples[/]

      armillary worker --slots 4
      ARMILLARY_DATABASE_URL=postgresql://… armillary worker
    """
    from armillary.base.logging import configure
    from armillary.jobs.worker import run_worker

    settings = load_settings(data_dir, worker_slots=slots)
    configure(settings)
    run_worker(settings, until_idle=until_idle, forks=True)
