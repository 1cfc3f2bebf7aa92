"""What people are told when a job fails."""

import re

from armillary.base.disk import find_disk_full
from armillary.base.errors import AppError
from armillary.jobs.moves import error

# A path says where the server keeps its things, which is nobody's business.
_PATH = re.compile(r"(?<![\w.:/])(?:~|/[\w.@+-]+)(?:/[\w.@+-]+)+/?")


def describe(failure: BaseException) -> dict[str, str]:
    """Give a failure as jobs keep it: in its own words, without paths and traces."""
    if isinstance(failure, AppError):
        return error(failure.code, failure.message)
    if isinstance(failure, MemoryError):
        return error("out_of_memory", "It asked for more memory than there is.")
    if (full := find_disk_full(failure)) is not None:
        return error(full.code, full.message)
    name = type(failure).__name__
    if isinstance(failure, OSError):
        return error("crashed", f"{name}: {failure.strerror or 'the system refused it'}.")
    text = _PATH.sub("…", str(failure)).strip()
    return error("crashed", f"{name}: {text}" if text else f"It failed with {name}.")
