"""`armillary run`: the server with sample tables and a first model, as `make run` starts it."""

import threading
from typing import Annotated

import typer

from armillary.cli.options import DataDir, hushed, load_settings

PANEL = "Server"


def run(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[
        str | None, typer.Option(help="Port, or several with commas: the same server behind each.")
    ] = None,
    log_level: Annotated[
        str | None, typer.Option(help="debug, info, warning or error (default: warning).")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Serve, and on the first start import sample tables and train a model on one of them.

    A second start repeats nothing. The samples go the way of every upload and the model is an
    ordinary job, so both can be removed like any other.

    [bold]Examples[/]

      armillary run
      armillary run --port 9000 --data-dir ~/armillary
    """
    from armillary.cli.first_run import prepare
    from armillary.cli.server import address_of, run_server

    settings = load_settings(data_dir, host=host, ports=port, log_level=log_level)
    if log_level is None:
        # The progress bar shall have the terminal for itself.
        settings = hushed(settings, "warning")

    def begin() -> None:
        # Ends with the process: whoever presses Ctrl+C need not wait for it.
        threading.Thread(
            target=prepare, args=(settings, address_of(settings)), name="first-run", daemon=True
        ).start()

    run_server(settings, begin)
