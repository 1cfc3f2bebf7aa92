"""The import report: what a file was taken for, and every cell that is not what stood there.

It is a JSON file beside the table. The import writes what it knows; the second look completes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from armillary.capabilities.datasets.columns.direct import Tally
from armillary.capabilities.datasets.columns.findings import Finding
from armillary.capabilities.datasets.columns.kinds import Kind
from armillary.capabilities.datasets.formats import Table, TypedTable
from armillary.capabilities.datasets.importing import Imported
from armillary.capabilities.datasets.schema import ColumnEntry

Report = dict[str, Any]

# What is kept for the second look, or is asked for by itself.
_INNER = frozenset({"inner", "cells"})
# All columns together; of one there are a hundred for each reason.
_MOST_CELLS = 20_000


def begin_report(imported: Imported, seconds: float, size_bytes: int) -> Report:
    """Give the report of an import, as far as it is known."""
    assert imported.details is not None
    table, source = imported.details.table, imported.details.source
    facts = {name: fact for name, fact in source.facts.items() if name != "descriptions"}
    report: Report = {
        "format": facts.pop("format", ""),
        "facts": facts,
        "beginning": _beginning(source),
        "rows": table.rows,
        "duplicate_rows": imported.duplicate_rows,
        "memory_bytes": imported.memory_bytes,
        "warnings": imported.warnings,
        "seconds": round(seconds, 3),
        "bytes_per_second": round(size_bytes / max(seconds, 1e-3)),
        "columns": [
            _column(entry, kind, tally)
            for entry, kind, tally in zip(imported.columns, table.kinds, table.tallies, strict=True)
        ],
        "empty_columns": [
            entry["name"] for entry in imported.columns if entry["missing"] == table.rows
        ],
        "cells": {},
        "inner": {
            "kinds": [asdict(kind) for kind in table.kinds],
            "tallies": [[tally.words, tally.unread] for tally in table.tallies],
            "is_direct": table.is_direct,
        },
    }
    if imported.details.findings is not None:
        _add_findings(report, imported.details.findings)
    return report


def complete_report(
    report: Report,
    entries: Sequence[ColumnEntry],
    duplicate_rows: int,
    memory_bytes: int,
    findings: Sequence[Finding],
) -> Report:
    """Give a report with what the second look tells."""
    whole = {**report, "duplicate_rows": duplicate_rows, "memory_bytes": memory_bytes}
    whole["columns"] = [
        {
            **column,
            "distinct": entry["distinct"],
            "is_approximate": entry.get("is_approximate", False),
        }
        for column, entry in zip(report["columns"], entries, strict=True)
    ]
    _add_findings(whole, findings)
    return whole


def shown(report: Mapping[str, Any]) -> Report:
    """Give the report as people see it, without the cells."""
    return {key: value for key, value in report.items() if key not in _INNER}


def kinds_of(report: Mapping[str, Any]) -> tuple[tuple[Kind, ...], tuple[Tally, ...]]:
    """Give back how the columns were read, and what was counted of each."""
    inner = report["inner"]
    return (
        tuple(Kind(**kind) for kind in inner["kinds"]),
        tuple(Tally(*tally) for tally in inner["tallies"]),
    )


def _beginning(source: Table) -> dict[str, Any] | None:
    if isinstance(source, TypedTable) or source.beginning is None:
        return None
    found = asdict(source.beginning)
    return {**found, "lines": list(found["lines"])}


def _column(entry: ColumnEntry, kind: Kind, tally: Tally) -> dict[str, Any]:
    return {
        "name": entry["name"],
        "dtype": entry["dtype"],
        "is_said": kind.is_said,
        "blank": entry["missing"] - tally.words - tally.unread,
        "word": tally.words,
        "unread": tally.unread,
        "odd": 0,
        "would_be": None,
        "remark": kind.remark,
        "distinct": entry["distinct"],
        "is_approximate": entry.get("is_approximate", False),
    }


def _add_findings(report: Report, findings: Sequence[Finding]) -> None:
    report["cells"] = {}
    room = _MOST_CELLS
    for finding in findings:
        column = report["columns"][finding.place]
        column[finding.reason] = finding.count
        if finding.would_be is not None:
            column["would_be"] = finding.would_be
            column["remark"] = finding.remark
        report["cells"].setdefault(column["name"], []).extend(
            {"reason": finding.reason, **asdict(cell)} for cell in finding.cells[:room]
        )
        room -= min(room, len(finding.cells))
