"""The places that an interpreter and its libraries are read from."""

import sys
import sysconfig
from pathlib import Path

import armillary

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives")


def interpreter_places() -> list[Path]:
    """Give what has to be readable for Python to run our code: no data, no home, no settings."""
    own = [
        *(sys.prefix, sys.base_prefix, sys.exec_prefix),
        *(sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")),
        str(Path(armillary.__file__).parent),
        str(Path(sys.executable).parent),
    ]
    found = {Path(place) for place in (*_SYSTEM, *own) if Path(place).exists()}
    found |= {place.resolve() for place in found}
    found.discard(Path("/"))
    return sorted(place for place in found if not _is_within_others(place, found))


def _is_within_others(place: Path, places: set[Path]) -> bool:
    # A link has to be shown itself, though where it leads is shown too.
    return any(parent in places and not parent.is_symlink() for parent in place.parents)
