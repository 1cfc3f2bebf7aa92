"""Isolation by bubblewrap: namespaces of its own, in which only given places exist."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

_NOBODY = "65534"
_TRIAL_S = 10.0


class Bubblewrap:
    """A process in namespaces of its own, as nobody, without a network."""

    name = "bubblewrap"
    restricts_itself = False

    def is_there(self) -> bool:
        """Tell whether bubblewrap is installed and the kernel lets it make namespaces."""
        return self._works

    def command(self, program: Sequence[str], readable: Sequence[Path]) -> list[str]:
        """Give the command; nothing but ``readable`` exists in there."""
        shown = [part for place in readable for part in _show(place)]
        return [
            self._path or "bwrap",
            *("--unshare-all", "--unshare-user", "--uid", _NOBODY, "--gid", _NOBODY),
            *("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"),
            *("--hostname", "isolated", "--proc", "/proc", "--dev", "/dev"),
            *shown,
            *("--remount-ro", "/", "--chdir", "/", "--"),
            *program,
        ]

    @cached_property
    def _path(self) -> str | None:
        return shutil.which("bwrap")

    @cached_property
    def _works(self) -> bool:
        true = shutil.which("true")
        if self._path is None or true is None:
            return False
        places = [Path(place) for place in ("/usr", "/lib", "/lib64", "/bin")]
        trial = self.command([true], [place for place in places if place.exists()])
        try:
            done = subprocess.run(trial, check=False, capture_output=True, timeout=_TRIAL_S, env={})
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


def _show(place: Path) -> list[str]:
    if place.is_symlink():
        return ["--symlink", str(place.readlink()), str(place)]
    return ["--ro-bind", str(place), str(place)]
