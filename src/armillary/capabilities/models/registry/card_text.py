"""The generated sections of a card, from what a model says of itself, and cards as Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from armillary.learning.guard import against
from armillary.report.names import metric_name
from armillary.report.scores import interval_text, score_text

_MOST_COLUMNS = 60
_MOST_SCORES = 40
Block = dict[str, Any]
"""Facts ``{kind, rows}``, a table ``{kind, titles, rows}`` or a list ``{kind, items}``."""
Section = tuple[str, str, list[Block]]


def generate(model: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[Section]:
    """Give ``(id, title, blocks)`` of each section, the first of which says what the model is."""
    evaluation = manifest.get("evaluation") or {}
    return [
        ("overview", "Overview", _overview(model)),
        ("inputs", "What it asks for", _inputs(model)),
        ("training", "Training", _training(model, manifest, evaluation)),
        ("evaluation", "Evaluation", _evaluation(model, evaluation)),
        ("warnings", "To be known", _warnings(manifest, evaluation)),
        ("environment", "Environment", _environment(manifest)),
    ]


def to_markdown(name: str, sections: Sequence[Mapping[str, Any]]) -> str:
    """Give a whole card as one text; sections that nobody wrote are left out."""
    said = [f"## {one['title']}\n\n{one['text'].strip()}" for one in sections if one["text"]]
    return "\n\n".join([f"# {plain(name)}", *said]) + "\n"


def to_text(blocks: Iterable[Block]) -> str:
    """Write blocks as Markdown."""
    return "\n\n".join(text for block in blocks if (text := _written(block)))


def _written(block: Block) -> str:
    if block["kind"] == "items":
        return "\n".join(f"- {plain(one)}" for one in block["items"])
    if block["kind"] == "facts":
        return "\n".join(f"- **{label}:** {plain(value)}" for label, value in block["rows"])
    lines = [f"| {' | '.join(plain(cell) for cell in row)} |" for row in block["rows"]]
    titles = block["titles"]
    return "\n".join([f"| {' | '.join(titles)} |", f"|{' --- |' * len(titles)}", *lines])


def plain(value: object) -> str:
    """Write a value so that Markdown reads nothing into it, on one line."""
    text = " ".join(str(value).split())
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, "\\" + mark)
    return text


def _overview(model: Mapping[str, Any]) -> list[Block]:
    targets = [one["name"] for one in model["targets"] or ()] or [model["target"]]
    version = model["registered"]
    return _facts(
        ("Algorithm", model["algorithm_name"]),
        ("Task", model["task"].replace("_", " ")),
        ("Says", ", ".join(one for one in model["describes"] or targets if one)),
        ("Classes", ", ".join(map(str, model["classes"] or ()))),
        ("Version", version and f"{version['name']}/{version['number']} ({version['stage']})"),
        ("Tags", ", ".join(model["tags"])),
        ("Trained", f"{model['created_at']} by {model['created_by']}"),
        ("Goes on from", model["parent_id"]),
        ("Id", model["id"]),
    )


def _inputs(model: Mapping[str, Any]) -> list[Block]:
    features = model["features"]
    rows = [
        (one["name"], one["type"], _range(one), _number(one.get("example")))
        for one in features[:_MOST_COLUMNS]
    ]
    more = len(features) - len(rows)
    told = [{"kind": "items", "items": [f"and {more} more columns"]}] if more > 0 else []
    return [*_table(("Column", "Type", "Seen in training", "Example"), rows), *told]


def _range(feature: Mapping[str, Any]) -> str:
    if choices := feature.get("choices"):
        more = f" and {len(choices) - 10} more" if len(choices) > 10 else ""
        return ", ".join(map(str, choices[:10])) + more
    if feature.get("minimum") is None:
        return ""
    return f"{_number(feature['minimum'])} to {_number(feature['maximum'])}"


def _training(
    model: Mapping[str, Any], manifest: Mapping[str, Any], evaluation: Mapping[str, Any]
) -> list[Block]:
    lineage, split = manifest.get("lineage") or {}, evaluation.get("split") or {}
    parts = ", ".join(f"{rows:,} {part}" for part, rows in split.items() if isinstance(rows, int))
    steps = ", ".join(str(step.get("type")) for step in model["recipe"])
    first = ", ".join(str(step.get("algorithm_id")) for step in model["first"])
    facts = _facts(
        ("Dataset", lineage.get("dataset_name") or model["dataset_id"]),
        ("Dataset version", lineage.get("dataset_version")),
        ("Hash of its bytes", lineage.get("dataset_hash")),
        ("Hash of the values learned from", manifest.get("data_hash")),
        ("Rows", parts),
        ("Seed", manifest.get("seed")),
        ("Recipe", steps),
        ("First", first),
    )
    values = [(name, _number(value)) for name, value in sorted(model["params"].items())]
    return [*facts, *_table(("Parameter", "Value"), values)]


def _evaluation(model: Mapping[str, Any], evaluation: Mapping[str, Any]) -> list[Block]:
    scores = (evaluation.get("scores") or {}).get("table") or []
    whole = [one for one in scores if one.get("of") is None and one.get("value") is not None]
    part = _facts(
        ("Judged on rows of", evaluation.get("part") and f"the {evaluation['part']} part")
    )
    if summed := against.sum_up(evaluation.get("guard")):
        part = [{"kind": "items", "items": [summed]}, *part]
    if not whole:
        found = [
            (metric_name(name), score_text(name, value))
            for name, value in model["metrics"].items()
            if value is not None
        ]
        return [*part, *_table(("Metric", "Value"), found)]
    rows = [
        (
            one["name"],
            score_text(one["id"], one["value"]),
            interval_text(one["id"], one.get("low"), one.get("high")),
            score_text(one["id"], one.get("baseline")),
        )
        for one in whole[:_MOST_SCORES]
    ]
    return [*part, *_table(("Score", "Value", "95 % interval", "Baseline"), rows)]


def _warnings(manifest: Mapping[str, Any], evaluation: Mapping[str, Any]) -> list[Block]:
    guard = evaluation.get("guard") or {}
    found = guard.get("findings") or ()
    lesser = [str(one["why"]) for one in found if one["severity"] != "serious"]
    told = [*against.sentences(guard), *map(str, manifest.get("warnings") or ()), *lesser]
    return [{"kind": "items", "items": told}] if told else []


def _environment(manifest: Mapping[str, Any]) -> list[Block]:
    return _table(("Software", "Version"), sorted((manifest.get("versions") or {}).items()))


def _number(value: object) -> str:
    """Write a number with four digits that count, anything else as it is."""
    if isinstance(value, float):
        return f"{value:.4g}"
    return "" if value is None else str(value)


def _facts(*facts: tuple[str, Any]) -> list[Block]:
    rows = [[label, str(value)] for label, value in facts if value not in (None, "")]
    return [{"kind": "facts", "rows": rows}] if rows else []


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> list[Block]:
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return [{"kind": "table", "titles": list(titles), "rows": cells}] if cells else []
