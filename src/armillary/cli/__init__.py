"""The `armillary` command."""

import sys


def main() -> None:
    """Run the command that the terminal asks for and end with its exit code."""
    from armillary.cli.program import run_program

    sys.exit(run_program(sys.argv[1:]))
