"""`armillary serve`: the server in the foreground."""

from typing import Annotated

import typer

from armillary.cli.options import DataDir, load_settings

PANEL = "Server"


def serve(
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on; beyond this machine it needs accounts or a key."),
    ] = None,
    port: Annotated[
        str | None, typer.Option(help="Port, or several with commas: the same server behind each.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(help="Worker processes beside the server; 0 for none.", min=0)
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Serve the page and the API until Ctrl+C.

    [bold]Examples[/]

      armillary serve
      armillary serve --port 8000,4242,5000
      ARMILLARY_API_KEY=… armillary serve --host 0.0.0.0
    """
    from armillary.base.logging import get_logger
    from armillary.cli.server import address_of, run_server

    settings = load_settings(data_dir, host=host, ports=port, workers=workers)
    log = get_logger("armillary.serve")
    run_server(settings, lambda: log.info("serving", address=address_of(settings)))
