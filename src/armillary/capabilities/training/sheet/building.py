"""A sheet from what it is made of: which sections there are, and what stands at the top."""

from collections.abc import Iterator

from armillary.capabilities.training.sheet import (
    about_data,
    about_explanations,
    about_guard,
    about_judgement,
    about_making,
    about_scores,
    limits,
)
from armillary.capabilities.training.sheet.material import Material
from armillary.learning.guard import against
from armillary.report import Block, Fact, Section, Sheet
from armillary.report.names import metric_name
from armillary.report.scores import score_text

_FIRST = ("accuracy", "balanced_accuracy", "auc", "rmse", "mae", "r2")


def build(material: Material) -> Sheet:
    """Give the sheet of a run; equal material gives an equal sheet."""
    return Sheet(
        title=material.name,
        about=_about(material),
        summary=list(_summary(material)),
        sections=[Section(title, list(blocks)) for title, blocks in _sections(material)],
        warnings=against.sentences(material.guard),
    )


def algorithm_name(material: Material) -> str | None:
    """Give the name of what learned."""
    named = material.manifest.get("algorithm_name")
    if named or material.algorithm_id is None:
        return named
    return material.algorithm_id if material.entry is None else material.entry.name


def _about(material: Material) -> str:
    name, kind = algorithm_name(material), material.kind
    targets = material.request.get("targets") or [material.request.get("target")]
    target = ", ".join(str(one) for one in targets if one is not None)
    what = (kind or "training").replace("_", " ")
    of = f" of {target}" if target else ""
    table = f", learned from {material.dataset['name']}" if material.dataset else ""
    if name is None:
        return "A run that was logged by a program of its own."
    return f"{name}: {what}{of}{table}."


def _summary(material: Material) -> Iterator[Fact]:
    scores = material.scores
    if scores is None:
        for name, value in (material.evaluation.get("overall_metrics") or {}).items():
            if value is not None:
                yield Fact(metric_name(name), score_text(name, value))
        return
    for line in scores["table"]:
        if line["id"] in _FIRST and line["value"] is not None:
            value = score_text(line["id"], line["value"])
            yield Fact(line["name"], value, about_scores.reach_text(line))
    yield Fact("Judged on", f"{scores['rows']:,} rows", _part(material))


def _part(material: Material) -> str:
    if material.evaluation.get("part") == "train":
        return "those that were learned from, since the method knows no others"
    return "that neither the training nor the choice of its best moment has seen"


def _sections(material: Material) -> Iterator[tuple[str, Iterator[Block]]]:
    yield "Limits", limits.tell(material)
    yield "Data", about_data.tell(material)
    yield "What the guard found", about_guard.tell(material)
    yield "Split", about_data.tell_split(material)
    yield "Scores", about_scores.tell(material)
    yield "What it gets right and wrong", about_judgement.tell(material)
    yield "Calibration", about_judgement.tell_calibration(material)
    yield "What was found", about_judgement.tell_described(material)
    yield "What matters to it", about_explanations.tell(material)
    yield "Training", about_making.tell_curves(material)
    yield "Parameters", about_making.tell_parameters(material)
    yield "Where it comes from", about_making.tell_lineage(material)
