"""Run benchmarks: ``python -m benchmarks [--smoke|--full] [name …]``; with no names, all of them.

``--smoke`` measures nothing: it sees that each still runs, at tiny sizes and without peers.
``--full`` measures the largest sizes too.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

from benchmarks.measure import SMOKE, keep

_SHARED = {
    "measure",
    "work",
    "peers",
    "bare_lightgbm",
    "bulk_writer",
    "load",
    "table_peers",
    "automl_sets",
    "automl_peer",
    "leak_peers",
    "leak_tables",
    "serving_litserve",
    "serving_mlflow",
    "__main__",
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, print their results and keep them in ``benchmarks/results``."""
    names = [name for name in names if name not in ("--smoke", "--full")]
    folder = Path(__file__).parent
    known = [info.name for info in pkgutil.iter_modules([str(folder)]) if info.name not in _SHARED]
    unknown = set(names) - set(known)
    if unknown:
        print(f"There is no benchmark {sorted(unknown)}; there are {known}.")
        return 2
    for name in names or known:
        print(f"== {name}", flush=True)
        found = []
        for result in importlib.import_module(f"benchmarks.{name}").run():
            print(result.to_line(), flush=True)
            found.append(result)
        if not SMOKE:
            keep(name, found)
    return 0


sys.exit(main(sys.argv[1:]))
