"""What was learned from: the table, its columns, what was left out, and how rows were split."""

from collections.abc import Iterator, Mapping
from typing import Any

from armillary.capabilities.training.sheet.material import Material
from armillary.report import Block, Fact, Facts, Grid, Told
from armillary.report.scale import share

_SHORT_HASH = 12
_MOST_LEFT_OUT = 30
_HEAD = ("column", "type", "used", "missing", "distinct", "from", "to")
_PARTS = {
    "train": "learned from",
    "validation": "chose the best moment and what is calibrated",
    "test": "judged, once",
}


def tell(material: Material) -> Iterator[Block]:
    """Tell of the table."""
    facts = list(_facts(material))
    if facts:
        yield Facts(facts)
    if material.dataset is None:
        if material.dataset_id is not None:
            yield Told(["The table itself is gone."])
        return
    if left_out := _left_out(material):
        yield Told(left_out)
    if warnings := list(material.dataset["warnings"] or ()):
        yield Told(warnings, "warning")
    yield Grid("Columns", _HEAD, list(_columns(material)), folded=True)


def tell_split(material: Material) -> Iterator[Block]:
    """Tell which rows learned, chose and judged, and by what they were parted."""
    split = material.evaluation.get("split") or {}
    if not split:
        return
    total = sum(split.values())
    yield Grid(
        "",
        ("part", "rows", "share", "what for"),
        [(name, rows, share(rows / total), _PARTS.get(name, "")) for name, rows in split.items()],
    )
    yield Told([_how(material)])


def used_columns(material: Material) -> list[str]:
    """Name the columns that the model reads."""
    return [each["name"] for each in material.manifest.get("features") or ()]


def _facts(material: Material) -> Iterator[Fact]:
    table, read = material.dataset, material.manifest.get("data_hash")
    if table is not None:
        yield Fact("Name", table["name"], f"from {table['filename']}" if table["filename"] else "")
    if read:
        yield Fact(
            "Version", read[:_SHORT_HASH], "of the rows and columns that were read (SHA-256)"
        )
    if table is not None:
        if table["content_hash"]:
            yield Fact("Content", table["content_hash"], "SHA-256 of the file")
        yield Fact("Rows", table["rows"], _lost(material, table))
        yield Fact("Columns", table["columns"])
    if used := used_columns(material):
        yield Fact("Learned from", len(used), "columns")
    targets = material.request.get("targets") or [material.request.get("target")]
    if any(targets):
        yield Fact("Target", ", ".join(map(str, targets)))
    if classes := material.task.get("classes"):
        yield Fact("Classes", ", ".join(map(str, classes)))
    if steps := material.manifest.get("recipe"):
        kinds = [str(step["type"]).replace("_", " ") for step in steps]
        yield Fact("Prepared by", ", ".join(kinds), "steps, in this order")


def _lost(material: Material, table: Mapping[str, Any]) -> str:
    split = material.evaluation.get("split") or {}
    lost = (table["rows"] or 0) - sum(split.values())
    if not split or lost <= 0 or material.manifest.get("recipe"):
        return ""
    return f"{lost:,} of them not used: their target is missing, or they were drawn away"


def _left_out(material: Material) -> list[str]:
    """Say which columns of the table the model does not read."""
    assert material.dataset is not None
    used, request = set(used_columns(material)), material.request
    if not used or material.manifest.get("recipe"):
        return []
    roles = {
        **dict.fromkeys(request.get("targets") or [request.get("target")], "target"),
        request.get("group"): "group",
        request.get("time"): "time",
        request.get("weight"): "weight",
    }
    left = [
        column["name"]
        for column in material.dataset["schema"]
        if column["name"] not in used and column["name"] not in roles
    ]
    if not left:
        return []
    more = f" and {len(left) - _MOST_LEFT_OUT} more" if len(left) > _MOST_LEFT_OUT else ""
    return [f"Left out: {', '.join(left[:_MOST_LEFT_OUT])}{more}."]


def _columns(material: Material) -> Iterator[tuple[object, ...]]:
    assert material.dataset is not None
    used = set(used_columns(material))
    for column in material.dataset["schema"]:
        known = (column.get(key) for key in ("missing", "distinct", "minimum", "maximum"))
        yield (column["name"], column.get("type"), column["name"] in used, *known)


def _how(material: Material) -> str:
    request = material.request
    seed = f"with seed {request.get('seed')}"
    if request.get("time"):
        return f"In the order of {request['time']}: the oldest rows learn, the newest judge."
    if request.get("group"):
        return f"By chance, {seed}; rows of one {request['group']} stay on one side."
    if material.kind == "classification":
        return f"By chance, {seed}; each part has the classes in the same shares."
    return f"By chance, {seed}."
