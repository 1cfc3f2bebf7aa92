"""The job kinds there are: found in the capabilities, one file each."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import cast

from armillary.base.errors import BadRequest
from armillary.base.registry import discover_everywhere
from armillary.jobs.contract import JobKind

CAPABILITIES = "armillary.capabilities"


class JobKinds(Mapping[str, JobKind]):
    """Job kinds by id, and the package they came from, so that workers can find them again."""

    def __init__(self, package: str) -> None:
        self.package = package
        found = discover_everywhere(package, "jobs", "kind")
        self._kinds = {kind_id: cast(JobKind, item.thing) for kind_id, item in found.items()}

    @staticmethod
    @lru_cache
    def load(package: str = CAPABILITIES) -> "JobKinds":
        """Find every kind in ``<package>/*/jobs/``, once per process.

        Raises `StrayModule` naming the file that offers no kind or one whose id is taken.
        """
        return JobKinds(package)

    def named(self, kind_id: str) -> JobKind:
        """Give a kind; raises `BadRequest` listing those there are."""
        if kind_id not in self._kinds:
            known = ", ".join(sorted(self._kinds)) or "none"
            raise BadRequest(f"The job kind must be one of: {known}; got {kind_id!r}.")
        return self[kind_id]

    def preloaded(self) -> list[str]:
        """Give the modules that the kinds want warm, each once, in their order."""
        return list(dict.fromkeys(name for kind in self.values() for name in kind.preload))

    def __getitem__(self, kind_id: str) -> JobKind:
        return self._kinds[kind_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)
