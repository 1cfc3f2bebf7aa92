"""Run benchmarks: ``python -m benchmarks [name …]``; with no names, all of them."""

import importlib
import pkgutil
import sys
from pathlib import Path

_SHARED = {"measure", "work", "bare_lightgbm", "__main__"}


def main(names: list[str]) -> int:
    """Run the named benchmarks, print their results and keep them in ``benchmarks/results``."""
    folder = Path(__file__).parent
    known = [info.name for info in pkgutil.iter_modules([str(folder)]) if info.name not in _SHARED]
    unknown = set(names) - set(known)
    if unknown:
        print(f"There is no benchmark {sorted(unknown)}; there are {known}.")
        return 2
    results = folder / "results"
    results.mkdir(exist_ok=True)
    for name in names or known:
        print(f"== {name}", flush=True)
        with (results / f"{name}.jsonl").open("w") as file:
            for result in importlib.import_module(f"benchmarks.{name}").run():
                print(result.to_line(), flush=True)
                file.write(result.to_json() + "\n")
    return 0


sys.exit(main(sys.argv[1:]))
