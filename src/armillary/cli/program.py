"""The verbs of the command and the one place where its failures become words and exit codes."""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from armillary import __version__
from armillary.base.errors import AppError
from armillary.cli import (
    datasets,
    doctor,
    migrate,
    models,
    openapi,
    predict,
    pretrain,
    run,
    search,
    serve,
    settings,
    sheet,
    train,
    worker,
)
from armillary.cli.exits import MEANINGS, Exit, exit_of
from armillary.cli.screen import print_error

_CODES = " · ".join(f"{code.value} {meaning}" for code, meaning in MEANINGS.items())

program = typer.Typer(
    name="armillary",
    help="Bring data, train models and watch them learn.",
    epilog=f"Exit codes: {_CODES}.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _add_verbs() -> None:
    for module in (
        run,
        serve,
        worker,
        train,
        search,
        sheet,
        predict,
        pretrain,
        migrate,
        doctor,
        openapi,
        settings,
    ):
        verb = getattr(module, module.__name__.rsplit(".", 1)[-1])
        program.command(rich_help_panel=module.PANEL, help=_unwrapped(verb))(verb)
    program.add_typer(models.program, name="models", rich_help_panel=models.PANEL)
    program.add_typer(datasets.program, name="datasets", rich_help_panel=datasets.PANEL)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"armillary {__version__}")
        raise typer.Exit


@program.callback()
def _armillary(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Bring data, train models and watch them learn."""


def run_program(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    try:
        program(args=list(arguments), prog_name="armillary")
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else Exit.OK
    except AppError as error:
        print_error(error.message, error.errors)
        return exit_of(error)
    except ValueError as error:
        if not _tell_of_settings(error):
            raise
        return Exit.USAGE
    except FileNotFoundError as error:
        print_error(f"{error.filename or error} is not there.")
        return Exit.NOT_FOUND
    return Exit.OK


def _tell_of_settings(error: ValueError) -> bool:
    """Say what is wrong with the settings, if that is what the error is about."""
    from pydantic import ValidationError

    from armillary.base.access import OpenToStrangers
    from armillary.settings import UnknownSetting

    if isinstance(error, UnknownSetting | OpenToStrangers):
        print_error(str(error))
    elif isinstance(error, ValidationError) and error.title in {"Settings", "Loaded"}:
        for item in error.errors():
            print_error(f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}.")
    else:
        return False
    return True


def _unwrapped(function: Callable[..., None]) -> str:
    """Give a docstring with its paragraphs on one line each, as terminals have many widths."""
    paragraphs = inspect.cleandoc(function.__doc__ or "").split("\n\n")
    return "\n\n".join(
        one if one.startswith("  ") else one.replace("\n", " ") for one in paragraphs
    )


_add_verbs()
