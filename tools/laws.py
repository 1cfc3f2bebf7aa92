"""Write what the laws found into ``docs/reference/laws.md``, from a report of pytest.

``python tools/laws.py artifacts/laws.xml``; only facts of that run are written.
"""

import platform
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from documents._pages import REFERENCE, table  # noqa: E402

from armillary.learning.catalogue import list_entries  # noqa: E402  # after the path is set

_PACKAGES = ("numpy", "scipy", "scikit-learn", "lightgbm", "xgboost-cpu", "torch")
_NAMED = 20


@dataclass
class Law:
    """The cases of one law."""

    cases: int = 0
    skipped: int = 0
    broken: list[str] = field(default_factory=list)
    seconds: float = 0.0


def main(arguments: list[str]) -> int:
    """Write the page."""
    tree = ET.parse(arguments[0])  # written by the run before, here
    suite = tree.getroot()[0]
    laws: dict[tuple[str, str], Law] = defaultdict(Law)
    for case in suite.iter("testcase"):
        _count(laws[_law_of(case)], case)
    REFERENCE.joinpath("laws.md").write_text(_page(suite, laws), encoding="utf-8")
    print("docs/reference/laws.md written")
    return 0


def _law_of(case: ET.Element) -> tuple[str, str]:
    module = case.get("classname", "").rpartition(".")[2]
    name = case.get("name", "").partition("[")[0]
    return module, name.removeprefix("test_").replace("_", " ")


def _count(law: Law, case: ET.Element) -> None:
    law.cases += 1
    law.seconds += float(case.get("time", 0))
    law.skipped += case.find("skipped") is not None
    if case.find("failure") is not None or case.find("error") is not None:
        law.broken.append(case.get("name", ""))


def _page(suite: ET.Element, laws: dict[tuple[str, str], Law]) -> str:
    broken = [name for law in laws.values() for name in law.broken]
    derived = sum(entry.derived_from is not None for entry in list_entries())
    # Where a law does not concern a case, or this machine lacks something, nothing was held.
    count = sum(law.cases - law.skipped for law in laws.values())
    parts = [
        "# Laws",
        "<!-- Written by `make laws`. -->",
        "What the last whole run of the laws found. Every registered thing of a kind is held to "
        f"them: among them {len(list_entries()) - derived} algorithms written by hand and "
        f"{derived} derived from scikit-learn.",
        f"**{count - len(broken)} of {count} cases held**, in {float(suite.get('time', 0)):.0f} s, "
        f"begun at {suite.get('timestamp', '')[:16].replace('T', ' ')}, with {_versions()}.",
        table(("law", "of", "cases", "skipped", "broken", "seconds"), _rows(laws)),
    ]
    if broken:
        named = "\n".join(f"- `{name}`" for name in broken[:_NAMED])
        parts.append(f"## Broken\n\n{named}")
    return "\n\n".join(parts) + "\n"


def _rows(laws: dict[tuple[str, str], Law]) -> list[tuple[object, ...]]:
    return [
        (name, f"`{module}`", law.cases, law.skipped, len(law.broken), f"{law.seconds:.1f}")
        for (module, name), law in sorted(laws.items())
    ]


def _versions() -> str:
    known = [f"Python {platform.python_version()}"]
    for package in _PACKAGES:
        try:
            known.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(known)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
