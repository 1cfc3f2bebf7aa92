"""The plan of a sum of models, each of which learned from rows of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from armillary.base.values import from_json, to_json
from armillary.learning import several
from armillary.learning.algorithms import get_algorithm
from armillary.learning.calibration import CalibratedPredictor, innermost
from armillary.learning.chain import first_encoding
from armillary.learning.search.origins import Origin
from armillary.learning.travel.retraining import (
    Plan,
    learner,
    plan_of_learner,
    template,
    why_not_learner,
)
from armillary.learning.travel.retraining import _links as links
from armillary.learning.travel.retraining._learned import Learned
from armillary.learning.travel.retraining._whole import LOOSE, together

if TYPE_CHECKING:
    from armillary.learning.calibration import Calibration
    from armillary.learning.contract import Predictor
    from armillary.learning.model import FittedModel
    from armillary.learning.preprocess import Preprocess
    from armillary.learning.stacked import Member, StackedPredictor


@dataclass(frozen=True)
class _Part:
    """One model of the sum, for target number ``target``, and where it comes from."""

    target: int
    member: Member
    predictor: Predictor
    origin: Origin | None


def why_not(model: FittedModel) -> str | None:
    """Say why a sum cannot be trained again; None where it can."""
    for part in _parts_of(model):
        if part.origin is None:
            return "which rows its members learned from was not kept"
        reason = links.why_not(part.predictor, part.origin.rows)
        reason = reason or why_not_learner(_learned(model, part, part.origin))
        if reason is not None:
            return f"of one of its members: {reason}"
    return None


def plan_of(model: FittedModel) -> Plan:
    """Give the plan of every member, and of their sum."""
    files = _Files()
    members, tolerances = [], [LOOSE]
    packages: dict[str, None] = {}
    encodings = encodings_of(model)
    for part in _parts_of(model):
        origin = part.origin
        if origin is None:
            raise LookupError("which rows a member learned from was not kept")
        plan = _plan_of(model, part, origin)
        members.append(
            {
                "module": files.add(plan),
                "target": part.target,
                "weight": part.member.weight,
                "part": origin.part,
                "place": origin.place,
                "encoding": encodings.index(_encoding_of(model.preprocess, part.member)),
            }
        )
        tolerances.append(plan.tolerance)
        packages |= dict.fromkeys(plan.packages)
    first = next(part.origin for part in _parts_of(model) if part.origin is not None)
    text = learner(
        "learner_sum.py",
        members=members,
        calibrations=[None if one is None else one.to_json() for one in _calibrations(model)],
        seed=model.seed,
        folds=first.folds,
        held_out=first.is_held_out,
    )
    texts = {"folds.py": template("folds.py")}
    if any(_calibrations(model)):
        texts |= {name: template(name) for name in ("calibrate.py", "calibrated.py")}
    return Plan(text, tuple(packages), max(tolerances), {**files.texts, **texts})


def encodings_of(model: FittedModel) -> list[dict[str, Any]]:
    """Give how the members of a sum encode rows, each way once."""
    found: list[dict[str, Any]] = []
    for part in _parts_of(model):
        own = _encoding_of(model.preprocess, part.member)
        if own not in found:
            found.append(own)
    return found


def _parts_of(model: FittedModel) -> list[_Part]:
    found = []
    for target, stacked in enumerate(_sums_of(model)):
        for member, predictor in zip(stacked.members, stacked.predictors, strict=True):
            learned = member.learned
            origin = None if learned is None else Origin.from_json(learned)
            found.append(_Part(target, member, predictor, origin))
    return found


def _sums_of(model: FittedModel) -> list[StackedPredictor]:
    return [
        cast("StackedPredictor", one.base if isinstance(one, CalibratedPredictor) else one)
        for one in _each(model)
    ]


def _calibrations(model: FittedModel) -> list[Calibration | None]:
    return [
        one.calibration if isinstance(one, CalibratedPredictor) else None for one in _each(model)
    ]


def _each(model: FittedModel) -> Sequence[Predictor]:
    predictor = model.predictor
    return predictor.predictors if isinstance(predictor, several.Several) else (predictor,)


def _plan_of(model: FittedModel, part: _Part, origin: Origin) -> Plan:
    import numpy as np

    member = part.member
    chance = np.random.default_rng(list(origin.first_chance))
    width = member.end_column - member.first_column
    before = links.before_of(part.predictor, chance, origin.rows, width)
    return together([plan_of_learner(_learned(model, part, origin))], before, [None], member.dtype)


def _learned(model: FittedModel, part: _Part, origin: Origin) -> Learned:
    member, task = part.member, model.task
    begin, end = member.first_column, member.end_column
    columns = tuple(model.preprocess.output_names()[begin:end])
    codes = model.preprocess.categorical()
    categorical = tuple(place - begin for place in codes if begin <= place < end)
    if before := links.links_of(part.predictor):
        columns, categorical = before[-1].fitted.columns, ()
    return Learned(
        algorithm=member.algorithm_id,
        params=origin.values,
        kind=task.kind,
        classes=several.classes_each(task)[part.target],
        predictor=innermost(part.predictor),
        rows=origin.rows,
        columns=columns,
        categorical=categorical,
        dtype=get_algorithm(member.algorithm_id).encoding.dtype,
        entropy=origin.chance,
        spawn_key=(part.target,) if task.targets else (),
    )


def _encoding_of(preprocess: Preprocess, member: Member) -> dict[str, Any]:
    """Describe the columns of a member, which lie beside those of others, and their encoding."""
    algorithm = get_algorithm(member.algorithm_id)
    steps = [links.step_of(one) for one in member.first]
    columns, place = [], 0
    for column in preprocess.columns:
        if member.first_column <= place < member.end_column:
            columns.append(from_json(to_json(column.to_json())))
        place += len(column.outputs)
    return {"encoding": asdict(first_encoding(steps, algorithm.encoding)), "columns": columns}


class _Files:
    """The files of all members: each text once, under a name that no other has."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._count = 0

    def add(self, plan: Plan) -> str:
        """Add those of a member, and give the module that holds its learner."""
        self._count += 1
        names = {name.removesuffix(".py"): text for name, text in plan.files.items()}
        modules: dict[str, str] = {}
        # What a file imports is named before it.
        for name in sorted(names, key=lambda one: _imports_of(names[one], names)):
            modules[name] = self._add(name, _with_modules(names[name], modules))
        return self._add("", _with_modules(plan.learner, modules))

    def _add(self, name: str, text: str) -> str:
        known = next((key for key, one in self.texts.items() if one == text), None)
        if known is None:
            known = f"member_{self._count}{f'_{name}' if name else ''}.py"
            self.texts[known] = text
        return known.removesuffix(".py")


def _imports_of(text: str, names: Mapping[str, str]) -> int:
    return sum(f"from {name} import " in text for name in names)


def _with_modules(text: str, modules: Mapping[str, str]) -> str:
    for name, module in modules.items():
        text = re.sub(rf"^from {name} import ", f"from {module} import ", text, flags=re.MULTILINE)
    return text
