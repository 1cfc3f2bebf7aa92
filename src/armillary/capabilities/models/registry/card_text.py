"""The generated sections of a card, in Markdown, from what a model says of itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_MOST_COLUMNS = 60
_MOST_SCORES = 40
Section = tuple[str, str, str]


def generate(model: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[Section]:
    """Give ``(id, title, text)`` of each section, the first of which says what the model is."""
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


def plain(value: object) -> str:
    """Write a value so that Markdown reads nothing into it, on one line."""
    text = " ".join(str(value).split())
    for mark in "\\`*_[]<>|#":
        text = text.replace(mark, "\\" + mark)
    return text


def _overview(model: Mapping[str, Any]) -> str:
    targets = [one["name"] for one in model["targets"] or ()] or [model["target"]]
    says = ", ".join(plain(one) for one in model["describes"] or targets if one)
    version = model["registered"]
    return _facts(
        ("Algorithm", model["algorithm_name"]),
        ("Task", model["task"].replace("_", " ")),
        ("Says", says, "raw"),
        ("Classes", ", ".join(map(str, model["classes"] or ()))),
        ("Version", version and f"{version['name']}/{version['number']} ({version['stage']})"),
        ("Tags", ", ".join(model["tags"])),
        ("Trained", f"{model['created_at']} by {model['created_by']}"),
        ("Goes on from", model["parent_id"]),
        ("Id", model["id"]),
    )


def _inputs(model: Mapping[str, Any]) -> str:
    features = model["features"]
    rows = [
        (one["name"], one["type"], _range(one), one.get("example"))
        for one in features[:_MOST_COLUMNS]
    ]
    more = len(features) - len(rows)
    told = f"\n\nand {more} more columns." if more > 0 else ""
    return _table(("Column", "Type", "Seen in training", "Example"), rows) + told


def _range(feature: Mapping[str, Any]) -> str:
    if choices := feature.get("choices"):
        more = f" and {len(choices) - 10} more" if len(choices) > 10 else ""
        return ", ".join(map(str, choices[:10])) + more
    if feature.get("minimum") is None:
        return ""
    return f"{number(feature['minimum'])} to {number(feature['maximum'])}"


def _training(
    model: Mapping[str, Any], manifest: Mapping[str, Any], evaluation: Mapping[str, Any]
) -> str:
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
    values = [(name, number(value)) for name, value in sorted(model["params"].items())]
    return f"{facts}\n\n{_table(('Parameter', 'Value'), values)}" if values else facts


def _evaluation(model: Mapping[str, Any], evaluation: Mapping[str, Any]) -> str:
    scores = (evaluation.get("scores") or {}).get("table") or []
    whole = [one for one in scores if one.get("of") is None and one.get("value") is not None]
    if whole:
        rows = [
            (one["name"], number(one["value"]), _interval(one), number(one.get("baseline")))
            for one in whole[:_MOST_SCORES]
        ]
        text = _table(("Score", "Value", "95 % interval", "Baseline"), rows)
    else:
        found = [
            (name, number(value)) for name, value in model["metrics"].items() if value is not None
        ]
        text = _table(("Metric", "Value"), found)
    part = evaluation.get("part")
    return f"On rows of the {plain(part)} part.\n\n{text}" if part else text


def _interval(score: Mapping[str, Any]) -> str:
    if score.get("low") is None or score.get("high") is None:
        return ""
    return f"{number(score['low'])} to {number(score['high'])}"


def _warnings(manifest: Mapping[str, Any], evaluation: Mapping[str, Any]) -> str:
    guard = evaluation.get("guard") or {}
    found = [str(one.get("why")) for one in guard.get("findings") or () if one.get("why")]
    told = [*map(str, manifest.get("warnings") or ()), *found]
    return "\n".join(f"- {plain(one)}" for one in told)


def _environment(manifest: Mapping[str, Any]) -> str:
    return _table(("Software", "Version"), sorted((manifest.get("versions") or {}).items()))


def number(value: object) -> str:
    """Write a number with four digits that count, anything else as it is."""
    if isinstance(value, float):
        return f"{value:.4g}"
    return "" if value is None else str(value)


def _facts(*facts: tuple[Any, ...]) -> str:
    return "\n".join(_fact_lines(facts))


def _fact_lines(facts: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    for label, value, *is_raw in facts:
        if value not in (None, ""):
            yield f"- **{label}:** {value if is_raw else plain(value)}"


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [
        f"| {' | '.join(plain('' if cell is None else cell) for cell in row)} |" for row in rows
    ]
    if not lines:
        return ""
    return "\n".join([f"| {' | '.join(titles)} |", f"|{' --- |' * len(titles)}", *lines])
