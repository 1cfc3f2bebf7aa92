"""Asks a peer of the guard about tables; run by the Python of the peer's own environment.

``python leak_peers.py targetleak|leakcheck <folder of CSV files> <how many> <target>``
"""

import json
import sys

import pandas as pd


def main(peer: str, folder: str, count: str, target: str) -> None:
    """Print what was flagged in each table, as JSON."""
    ask = {"targetleak": _targetleak, "leakcheck": _leakcheck}[peer]
    found = [ask(pd.read_csv(f"{folder}/{place}.csv"), target) for place in range(int(count))]
    print(json.dumps(found))


def _targetleak(frame: pd.DataFrame, target: str) -> list[dict[str, object]]:
    from targetleak import analyse

    try:
        findings = analyse(frame, target)
    except ValueError:
        return []
    grave = [one for one in findings if one.severity != "info"]
    return [{"columns": [str(one.column)], "kind": str(one.kind)} for one in grave]


def _leakcheck(frame: pd.DataFrame, target: str) -> list[dict[str, object]]:
    from leakcheck.checks import FAIL, WARN, run_all

    mixed = frame.sample(frac=1, random_state=0)
    edge = int(0.75 * len(mixed))
    findings = run_all(mixed[:edge], mixed[edge:], target=target)
    grave = [one for one in findings if one.status in (FAIL, WARN)]
    return [
        {"columns": [str(value) for value in _columns(one.details)], "kind": str(one.check)}
        for one in grave
    ]


def _columns(details: dict[str, object]) -> list[object]:
    named = [details[key] for key in ("column", "group_col", "col") if key in details]
    return [one for one in named if one is not None]


if __name__ == "__main__":
    main(*sys.argv[1:])
