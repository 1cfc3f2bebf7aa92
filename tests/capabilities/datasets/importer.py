"""Importing bytes here and now, as the job does it."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from armillary.base.storage import LocalStorage
from armillary.capabilities.datasets.formats import ReadLimits, ReadOptions
from armillary.capabilities.datasets.frames import read_frame
from armillary.capabilities.datasets.importing import Head, Imported, Machine, import_table

LIMITS = ReadLimits(rows=1_000_000, columns=10_000)
MACHINE = Machine(threads=1, memory_bytes=512 << 20)


@dataclass(frozen=True)
class Table:
    """What an import made of some bytes."""

    imported: Imported
    frame: pd.DataFrame

    @property
    def dtypes(self) -> list[str]:
        """The columns' storage types, in order."""
        return [column["dtype"] for column in self.imported.columns]

    @property
    def types(self) -> dict[str, str]:
        """What each column was found to mean."""
        return {column["name"]: column["type"] for column in self.imported.columns}

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The rows as Python values, missing ones None."""
        frame = self.frame.astype(object).where(self.frame.notna(), None)
        return [tuple(row) for row in frame.itertuples(index=False)]

    @property
    def warnings(self) -> str:
        """Every warning, one a line."""
        return "\n".join(self.imported.warnings)


def import_bytes(
    data: bytes,
    filename: str = "table.csv",
    limits: ReadLimits = LIMITS,
    options: ReadOptions | None = None,
) -> Table:
    """Import bytes and read the table back; raises `Unreadable` as the job would."""
    with folder() as work:
        source = work / "original"
        source.write_bytes(data)
        steps = import_table(source, filename, work, limits, MACHINE, options)
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                imported: Imported = end.value
                break
            if isinstance(progress, Head):
                continue
            assert progress.fraction is not None
            assert 0 <= progress.fraction <= 1
        frame = read_frame(LocalStorage(work), "table.parquet")
        assert len(frame) == imported.rows
        return Table(imported, frame)


def import_text(text: str) -> Table:
    """Import a text as UTF-8."""
    return import_bytes(text.encode())


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path).resolve()
