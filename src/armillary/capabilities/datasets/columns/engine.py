"""Opening DuckDB the way this capability uses it: bounded, and shut in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from armillary.base.sql import quoted

if TYPE_CHECKING:
    import duckdb


def open_engine(
    folders: list[Path],
    work: Path,
    *,
    threads: int,
    memory_bytes: int,
    tells_progress: bool = False,
) -> duckdb.DuckDBPyConnection:
    """Open an engine that reads these folders only, spills into ``work`` and loads nothing.

    With ``tells_progress`` its ``query_progress`` is known, which it prints nowhere.
    """
    import duckdb

    engine = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": f"{memory_bytes // (1 << 20)}MiB",
            "temp_directory": str(work),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    allowed = ", ".join(quoted(str(folder)) for folder in [*folders, work])
    engine.execute(f"set allowed_directories = [{allowed}]")
    engine.execute("set timezone = 'UTC'")
    if tells_progress:
        engine.execute("set enable_progress_bar = true")
        engine.execute("set enable_progress_bar_print = false")
        engine.execute("set progress_bar_time = 0")
    engine.execute("set enable_external_access = false")
    engine.execute("set lock_configuration = true")
    return engine
