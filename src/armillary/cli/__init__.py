"""The `armillary` command."""

import gc
import sys


def main() -> None:
    """Run the command that the terminal asks for and end with its exit code."""
    from armillary.cli.program import run_program

    code = run_program(sys.argv[1:])
    # Before it ends, Python would look for garbage in all that was imported; it takes half a
    # second, and whoever has pressed Ctrl+C waits for it.
    gc.freeze()
    sys.exit(code)
