"""The peers of table queries: the engine alone on the same file, and a server of tables."""

import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import httpx

from benchmarks.measure import PEERS, SMOKE, free_port

_ROWS_AT_ONCE = 50_000


class DuckDb:
    """DuckDB in this process, on the very file that the server asks; its columns are c0 and on."""

    def __init__(self, path: Path, columns: int) -> None:
        self._engine = duckdb.connect(config={"threads": 2})
        names = ", ".join(f"c{place}" for place in range(columns))
        self._engine.execute(f"create view t as select * from read_parquet('{path}') as t({names})")

    def ask(self, *queries: str) -> float:
        """Run queries and give the milliseconds they took together."""
        begin = time.perf_counter()
        for query in queries:
            self._engine.execute(query).fetchall()
        return 1000 * (time.perf_counter() - begin)


@contextmanager
def datasette(path: Path, columns: int) -> Iterator[httpx.Client | None]:
    """Run the peer Datasette over the same rows in SQLite; None where it is not installed."""
    program = PEERS / "datasette" / "bin" / "datasette"
    if SMOKE or not program.exists():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="datasette-bench-") as folder:
        database = Path(folder) / "bench.db"
        _copy(path, database, columns)
        port = free_port()
        command = [str(program), "serve", str(database), "--port", str(port)]
        # Its own limits would end the very queries that are measured.
        command += ["--setting", "sql_time_limit_ms", "60000"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
                _wait(client)
                yield client
        finally:
            process.terminate()
            process.wait(timeout=20)


def _copy(path: Path, database: Path, columns: int) -> None:
    names = ", ".join(f"c{place}" for place in range(columns))
    marks = ", ".join("?" * columns)
    with sqlite3.connect(database) as target:
        target.execute(f"create table t ({names})")
        # Its values as SQLite has them: dates and times are text there.
        texts = "select * replace (c11::varchar as c11, c12::varchar as c12)"
        rows = duckdb.connect().execute(f"{texts} from read_parquet('{path}') as t({names})")
        while batch := rows.fetchmany(_ROWS_AT_ONCE):
            target.executemany(f"insert into t values ({marks})", batch)


def _wait(client: httpx.Client) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if client.get("/-/versions.json").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("Datasette did not start in time")
