"""The engine that runs recipes on tables in memory: shut in, and bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_MEMORY_MB = 4096


def open_memory(threads: int = 1, memory_mb: int = _MEMORY_MB) -> duckdb.DuckDBPyConnection:
    """Open an engine that reads no file, loads nothing and knows only what it is handed."""
    import duckdb

    engine = duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": f"{memory_mb}MiB",
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "python_enable_replacements": False,
        }
    )
    engine.execute("set timezone = 'UTC'")
    engine.execute("set enable_external_access = false")
    engine.execute("set lock_configuration = true")
    return engine
