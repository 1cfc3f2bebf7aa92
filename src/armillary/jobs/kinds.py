"""The job kinds there are: found in the capabilities, one file each."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import cast

from armillary.base.errors import BadRequest
from armillary.base.registry import Found, StrayModule, discover, discover_everywhere
from armillary.jobs.contract import JobKind

CAPABILITIES = "armillary.capabilities"


class JobKinds(Mapping[str, JobKind]):
    """Job kinds by id, and the packages they came from, so that workers can find them again."""

    def __init__(self, found: Mapping[str, Found], extra_packages: tuple[str, ...] = ()) -> None:
        self._found = dict(found)
        self.extra_packages = extra_packages

    @staticmethod
    @lru_cache
    def load(extra_packages: tuple[str, ...] = ()) -> "JobKinds":
        """Find every kind in ``capabilities/*/jobs/`` and directly in the extra packages.

        Raises `StrayModule` naming the file that offers no kind or one whose id is taken.
        """
        found = discover_everywhere(CAPABILITIES, "jobs", "kind")
        for package in extra_packages:
            for kind_id, item in discover(package, "kind").items():
                if kind_id in found:
                    raise StrayModule(
                        f"{item.module} gives the job kind {kind_id!r}, "
                        f"which {found[kind_id].module} has too."
                    )
                found[kind_id] = item
        return JobKinds(found, extra_packages)

    def named(self, kind_id: str) -> JobKind:
        """Give a kind; raises `BadRequest` listing those there are."""
        if kind_id not in self._found:
            known = ", ".join(sorted(self._found)) or "none"
            raise BadRequest(f"The job kind must be one of: {known}; got {kind_id!r}.")
        return self[kind_id]

    def __getitem__(self, kind_id: str) -> JobKind:
        return cast(JobKind, self._found[kind_id].thing)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
