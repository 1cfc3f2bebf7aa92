"""Write the files that are made from the code, or check that they are fresh.

``python tools/generate.py [--check] [NAME…]``; names are those of the modules in tools/documents.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))


def main(arguments: list[str]) -> int:
    """Generate everything, or what is named; with ``--check`` only compare."""
    is_check = "--check" in arguments
    folder = ROOT / "tools" / "documents"
    known = [info.name for info in pkgutil.iter_modules([str(folder)]) if info.name[0] != "_"]
    known.sort(key=lambda name: name != "catalogue")  # others read what it writes
    wanted = [name for name in arguments if name != "--check"] or known
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        print(f"There is nothing to generate called {unknown}; there are {known}.")
        return 2
    stale = []
    for name in wanted:
        for path, text in importlib.import_module(f"documents.{name}").generate():
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                stale.append(path.relative_to(ROOT))
                if not is_check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path} {'is stale' if is_check else 'written'}")
    if is_check and stale:
        print("Run `make generated` and commit what it writes.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
