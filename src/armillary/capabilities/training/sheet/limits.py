"""What a model cannot be trusted with, in plain words, each sentence for a number on the sheet."""

from collections.abc import Iterator, Mapping
from typing import Any

from armillary.capabilities.training.sheet.about_data import used_columns
from armillary.capabilities.training.sheet.material import Material
from armillary.learning.guard import against
from armillary.report import Block, Told
from armillary.report.scale import number, share
from armillary.report.scores import interval_text, score_text

_SMALL_TEST, _FEW_OF_CLASS = 200, 20
_ONE_SIDED = 0.9
_NAMED = 6
_MAIN = {"classification": ("balanced_accuracy", "accuracy"), "regression": ("r2", "rmse")}


def tell(material: Material) -> Iterator[Block]:
    """List the limits; of a run without a model nothing is said."""
    found = list(_limits(material))
    if found:
        yield Told(found, "warning")


def _limits(material: Material) -> Iterator[str]:
    if summed := against.sum_up(material.guard):
        yield summed
    if material.status == "stopped":
        yield "The training was stopped before its end; this is the best model until then."
    if material.evaluation.get("part") == "train":
        yield "It is judged on the rows that it learned from, so nothing says what new ones bring."
    scores = material.scores
    if scores is not None:
        yield from _of_test_part(material, scores)
        yield from _of_classes(material.evaluation)
        yield from _of_baselines(scores)
        yield from _of_probabilities(scores)
    for name, each in material.judged.items():
        if not (held := each.get("conformal")) or held["holds"]:
            continue
        what = "intervals" if material.kind == "regression" else "sets"
        of = f" of {name}" if name else ""
        yield (
            f"Its {what}{of} are to hold the truth {share(held['level'])} of the time and held "
            f"{share(held['coverage'])} of the test rows: new rows are not like those that they "
            "were found on."
        )
    yield from _of_design(material)
    yield from _of_ranges(material)


def _of_test_part(material: Material, scores: Mapping[str, Any]) -> Iterator[str]:
    rows, groups = scores["rows"], scores["groups"]
    of_groups = "" if groups is None else f" of {groups:,} groups"
    if rows < _SMALL_TEST or (groups is not None and groups < _SMALL_TEST):
        line, told = _main_line(scores), f"The test part is small: {rows:,} rows{of_groups}"
        if line is None:
            yield f"{told}."
        else:
            ends = " and ".join(score_text(line["id"], line[end]) for end in ("low", "high"))
            yield f"{told}, so that {line['name']} may as well be anything between {ends}."


def _of_classes(evaluation: Mapping[str, Any]) -> Iterator[str]:
    labels, counts = evaluation.get("class_labels"), evaluation.get("confusion_matrix")
    if not labels or not counts:
        return
    sizes = dict(zip(map(str, labels), map(sum, counts), strict=True))
    few = [f"{name} ({rows})" for name, rows in sizes.items() if 0 < rows < _FEW_OF_CLASS]
    if few:
        yield f"Too few test rows to say much of {_named(few)}: of such classes scores are rough."
    none = [name for name, rows in sizes.items() if rows == 0]
    if none:
        yield f"No test row is {_named(none)}: nothing is known of how well that is found."
    name, most = max(sizes.items(), key=lambda one: one[1])
    part = most / max(sum(sizes.values()), 1)
    if part > _ONE_SIDED:
        yield (
            f"{share(part)} of the test rows are {name}, so accuracy says little; look at balanced "
            "accuracy and at the scores of each class."
        )


def _of_baselines(scores: Mapping[str, Any]) -> Iterator[str]:
    line = _main_line(scores)
    if line is None:
        return
    for which, what in scores["baselines"].items():
        value = line.get(which)
        is_near = value is not None and (
            value >= line["low"] if line["better"] == "higher" else value <= line["high"]
        )
        if is_near:
            given = score_text(line["id"], value)
            yield f"{line['name']} is not surely better than {what}, which gives {given}."


def _main_line(scores: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the score by which such models are first judged, if it has an interval."""
    lines = {line["id"]: line for line in scores["table"] if line["low"] is not None}
    return next((lines[name] for name in _MAIN.get(scores["kind"], ()) if name in lines), None)


def _of_probabilities(scores: Mapping[str, Any]) -> Iterator[str]:
    line = next((one for one in scores["table"] if one["id"] == "calibration_error"), None)
    if line is None or line["low"] is None or line["low"] <= 0:
        return
    off = score_text(line["id"], line["value"])
    reach = interval_text(line["id"], line["low"], line["high"])
    yield (
        f"Its probabilities are off by {off} on average ({reach}, beyond what chance shows): do "
        "not take them at their word."
    )


def _of_design(material: Material) -> Iterator[str]:
    if material.scores is None:
        return
    if material.request.get("calibrates") or material.request.get("origin"):
        yield (
            "It comes from a run that was judged by the same test rows, so they were looked at "
            "more than once: of several such runs the best looks better than it is."
        )
    if not material.evaluation.get("cross_validation"):
        yield (
            "One split with one seed: another would give somewhat other numbers. Folds would tell "
            "how good the algorithm is on such tables."
        )
    if not material.request.get("time") and not material.request.get("group"):
        yield (
            "Rows were split by chance, so the scores hold for rows drawn as these were; for later "
            "times, or other people or places than in the table, they promise nothing."
        )


def _of_ranges(material: Material) -> Iterator[str]:
    features = material.manifest.get("features") or ()
    numeric = [one for one in features if one.get("minimum") is not None]
    if not numeric:
        return
    shown = [
        f"{one['name']} from {number(one['minimum'])} to {number(one['maximum'])}"
        for one in numeric[:_NAMED]
    ]
    more = f" and {len(numeric) - _NAMED} more" if len(numeric) > _NAMED else ""
    yield (
        f"It has seen {', '.join(shown)}{more}; of rows far beyond what it has seen of its "
        f"{len(used_columns(material))} columns it guesses."
    )


def _named(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
