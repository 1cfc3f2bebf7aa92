"""What the exit codes of the command mean."""

from enum import IntEnum

from armillary.base.errors import AppError


class Exit(IntEnum):
    """One code per kind of ending, the same for every verb."""

    OK = 0
    FAILED = 1
    USAGE = 2
    BAD_DATA = 3
    NOT_FOUND = 4
    INTERRUPTED = 130


MEANINGS: dict[Exit, str] = {
    Exit.OK: "it worked",
    Exit.FAILED: "the work itself failed",
    Exit.USAGE: "the command was not understood",
    Exit.BAD_DATA: "the data or a value cannot be used as it is",
    Exit.NOT_FOUND: "a file, data set, model or job is not there",
    Exit.INTERRUPTED: "stopped by Ctrl+C; what was best so far is kept",
}


def exit_of(error: AppError) -> Exit:
    """Give the exit code for an error that people are shown."""
    if error.status == 404:
        return Exit.NOT_FOUND
    if error.status in {400, 413, 422}:
        return Exit.BAD_DATA
    return Exit.FAILED
