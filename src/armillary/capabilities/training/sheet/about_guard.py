"""What the guard found in the rows that were learned from, and what the run was trained against."""

from collections.abc import Iterator

from armillary.capabilities.training.sheet.material import Material
from armillary.report import Block, Grid, Told

_HEAD = ("finding", "columns", "why", "seen by whoever started it")


def tell(material: Material) -> Iterator[Block]:
    """Tell what the guard found."""
    guard = material.guard
    if guard is None:
        if material.kind in ("classification", "regression"):
            yield Told(["The guard did not look at this run: it was trained before there was one."])
        return
    looked = f"It looked at {_rows(guard['rows'], guard['of_rows'])}"
    if not guard["findings"]:
        yield Told([f"{looked} and found nothing that would make the scores look too good."])
        return
    yield Told([f"{looked}."])
    for severity, title in (("serious", "Trained against"), ("warning", "To be kept in mind")):
        rows = [
            (
                one["kind"].replace("_", " "),
                ", ".join(one["columns"]) or "–",
                one["why"],
                bool(one.get("accepted")),
            )
            for one in guard["findings"]
            if one["severity"] == severity
        ]
        if rows:
            yield Grid(title, _HEAD, rows)


def _rows(looked: int, of_rows: int) -> str:
    return f"all {looked:,} rows" if looked == of_rows else f"{looked:,} of {of_rows:,} rows"
