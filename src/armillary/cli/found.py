"""Everything that is found at start-up: one row for each thing and the file that holds it."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from armillary.base.registry import Found, discover, discover_everywhere
from armillary.learning.catalogue import list_entries

CAPABILITIES = "armillary.capabilities"


@dataclass(frozen=True)
class Registered:
    """One thing of a kind, and where it is."""

    kind: str
    id: str
    where: str


def find_everything() -> Iterator[Registered]:
    """Give algorithms, job kinds, call kinds, formats, tables and addresses.

    Raises `StrayModule` where a file that should hold one holds none.
    """
    yield from _rows("algorithm", discover("armillary.learning.algorithms", "algorithm"))
    yield from _derived()
    yield from _rows("look-out", discover("armillary.learning.guard.lookouts", "lookout"))
    yield from _rows("job kind", discover_everywhere(CAPABILITIES, "jobs", "kind"))
    yield from _rows("call", discover_everywhere(CAPABILITIES, "calls", "call"))
    yield from _rows("format", discover("armillary.capabilities.datasets.formats", "format"))
    yield from _tables()
    yield from _addresses()


def _rows(kind: str, found: dict[str, Found]) -> Iterator[Registered]:
    for identity, item in sorted(found.items()):
        yield Registered(kind, identity, item.module)


def _derived() -> Iterator[Registered]:
    for entry in list_entries():
        if entry.derived_from is not None:
            yield Registered("algorithm", entry.id, entry.derived_from)


def _tables() -> Iterator[Registered]:
    from armillary.base.database import Base
    from armillary.migrations import load_tables

    load_tables()
    named = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    for name, table in sorted(named.items()):
        yield Registered("table", name, table.__module__)


def _addresses() -> Iterator[Registered]:
    from fastapi.routing import iter_route_contexts

    from armillary.app import create_app
    from armillary.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), log_level="error"))
        app.state.armillary.database.dispose()
    for context in iter_route_contexts(app.routes):
        if context.endpoint is not None:
            methods = ",".join(sorted(context.methods or {"socket"}))
            yield Registered("address", f"{methods} {context.path}", context.endpoint.__module__)
