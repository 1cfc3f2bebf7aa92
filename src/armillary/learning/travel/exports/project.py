"""A project in plain Python that predicts, judges, trains and tests, and needs no Armillary."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import metadata
from typing import TYPE_CHECKING, Any

from armillary.base.values import from_json, to_json
from armillary.learning import bundle
from armillary.learning.recipe.made import GIVEN, written
from armillary.learning.split import Shares
from armillary.learning.stacked import STACK, algorithm_name
from armillary.learning.travel import retraining
from armillary.learning.travel.exports.onnx import export as onnx
from armillary.learning.travel.problems import NotExportable
from armillary.learning.travel.retraining import template
from armillary.learning.travel.zipped import zipped

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel
    from armillary.learning.recipe.fitted import FittedRecipe

BUNDLE = "bundle.zip"
"""The model as Armillary takes it back, in a project."""
_PREDICTING = ("load_data.py", "predict.py", "evaluate.py", "test_model.py")
_TRAINING = ("columns.py", "split.py", "table.py", "train.py", "test_training.py")
_PINNED = ("numpy", "pandas", "pyarrow")
_KEPT = ("params", "seed", "versions", "lineage", "schema_hash", "data_hash", "warnings")
_COMMANDS = {
    "train.py": ("train.py table.csv", "train it anew, and say whether the numbers are the same"),
    "test_model.py": ("test_model.py", "does it say what it said where it was trained?"),
    "predict.py": ("predict.py rows.csv", "a prediction for every row"),
    "evaluate.py": ("evaluate.py rows.csv", "how good it is on rows with the truth"),
}
_FILES = {
    "model.onnx": "the model, with the preparing of its columns",
    "load_data.py": "reads a table (CSV or Parquet) and gives each column to the model",
    "learner.py": "what learns, with the settings that it was trained with",
    "train.py": "parts the table, learns, judges, and compares with what is written here",
    "table.py": "reads the targets, and parts the rows",
    "split.py": "which rows are learned from and which judge",
    "folds.py": "which of them each fold of the search learned from",
    "member_1.py": "what learns the first member of the sum; the others stand beside it",
    "network.py": "the layers of the network",
    "first.py": "what goes before the learner",
    "autoencoder_1.py": "what learns the network that goes before the learner",
    "autoencoder_network.py": "its layers",
    "learner_1.py": "what learns the first target; the others stand beside it",
    "calibrate.py": "how probabilities are made to say how often they come true",
    "calibrated.py": "the same, as the search found it",
    "columns.py": "how columns become numbers",
    "prepare.py": "runs the recipe",
    "recipe.json": "the recipe as SQL, with what its steps learned",
    "texts.py": "how sentences become numbers",
    "columns.json": "which columns are used, and what was learned of them",
    BUNDLE: "the same model as Armillary takes it back; nothing here needs it",
    "features.json": "the columns that the model takes, with types and examples",
    "about.json": "targets with classes and metrics, parameters, versions, where it comes from",
    "proof.json": "a few rows, and what the model says of them",
}
_SAME = (
    "`train.py` reaches the same scores, and says the same of the rows in `proof.json`, within "
    "{tolerance:g} of each number, with the versions in `requirements.txt` and the table that it "
    "was trained on, its rows in the same order."
)
_OF_A_SUM = (
    " Every member of the sum is trained anew; how much each weighs, and how the sum is "
    "calibrated, if it is, are as its search found them."
)
_NO_SCORES = (
    " No rows were kept apart from that search, so that there are no scores to reach: only what "
    "it says of the rows in `proof.json` is compared."
)

_OF_ANOTHER = (
    " Its recipe joins the dataset {name!r}: put that here as `other_{number}.csv` or "
    "`other_{number}.parquet`, its rows in their order."
)


class Project:
    """A zip: scripts, the model as ONNX, what trains it anew, pinned requirements, tests."""

    id = "project"
    title = "Python project"
    description = "Scripts that predict, judge and train anew, pinned requirements and tests."
    suffix = ".zip"
    media_type = "application/zip"

    def why_not(self, model: FittedModel) -> str | None:
        """It carries the model as ONNX, or else what trains it anew."""
        if (no_graph := onnx.why_not(model)) is None:
            return None
        no_training = retraining.why_not(model)
        if no_training is None:
            return None
        return f"{no_graph} Nor can it be trained anew in plain Python: {no_training}."

    def write(self, model: FittedModel, manifest: Mapping[str, Any]) -> bytes:
        """Write the graph, which is proven, and everything around it."""
        no_training = retraining.why_not(model, manifest)
        graph, no_graph = _graph(model, manifest)
        if no_training is not None and no_graph is not None:
            raise NotExportable(no_graph)
        output = model.predictor.predict(model.encode_rows(model.proof_rows))
        held = {name: template(name).encode() for name in _PREDICTING}
        plan = None
        if no_training is None:
            plan = retraining.plan_of(model)
            held |= {name: template(name).encode() for name in _TRAINING}
            held |= {
                "learner.py": plan.learner.encode(),
                **{name: text.encode() for name, text in plan.files.items()},
                "columns.json": to_json(_columns(model)),
            }
            if model.recipe is not None:
                held["prepare.py"] = template("prepare.py").encode()
                held["recipe.json"] = to_json(_recipe(model.recipe))
            if any(column.text for column in model.preprocess.columns):
                held["texts.py"] = template("texts.py").encode()
        if graph is not None:
            held["model.onnx"] = graph
        held |= {
            BUNDLE: zipped(bundle.files_of(model, manifest.get("lineage") or {})[1]),
            "features.json": to_json(model.features),
            "about.json": to_json(_about(model, manifest, plan)),
            "proof.json": to_json({"rows": list(model.proof_rows), "output": output.tolist()}),
            "requirements.txt": _requirements(
                plan, manifest, has_graph=no_graph is None, prepares=model.recipe is not None
            ).encode(),
        }
        told = _tell_training(model, plan, no_training, no_graph)
        return zipped({"README.md": _readme(model, held, told).encode(), **held})


export = Project()


def _graph(model: FittedModel, manifest: Mapping[str, Any]) -> tuple[bytes | None, str | None]:
    """Give the graph, or why there is none; one that proves to say something else is none."""
    if (reason := onnx.why_not(model)) is not None:
        return None, reason
    try:
        return onnx.write(model, manifest), None
    except NotExportable as problem:
        return None, problem.message


def _requirements(
    plan: retraining.Plan | None, manifest: Mapping[str, Any], *, has_graph: bool, prepares: bool
) -> str:
    """Pin what the model was trained with; of the rest, what is installed here."""
    needed = [*_PINNED, *(["onnxruntime"] if has_graph else [])]
    if plan is not None:
        needed += ["scikit-learn", "joblib", *plan.packages]
        needed += ["duckdb"] if prepares else []
    then = manifest.get("versions") or {}
    pinned = {name: then.get(name) or metadata.version(name) for name in needed}
    # A build for one kind of machine is called after it, behind a plus; others cannot have it.
    return "".join(f"{name}=={pinned[name].partition('+')[0]}\n" for name in sorted(pinned))


def _about(
    model: FittedModel, manifest: Mapping[str, Any], plan: retraining.Plan | None
) -> dict[str, Any]:
    task, usual = model.task, Shares()
    shares = model.evaluation.get("shares") or {}
    return {
        "algorithm": model.algorithm,
        "target": task.target,
        "targets": _targets(model),
        **{name: manifest.get(name) for name in _KEPT},
        "params": dict(model.params),
        "seed": model.seed,
        "task": {
            "kind": task.kind,
            "target": task.target,
            "group": task.group,
            "time": task.time,
            "weight": task.weight,
            "class_weights": None if task.class_weights is None else dict(task.class_weights),
        },
        "shares": {"validation": usual.validation, "test": usual.test, **shares},
        "rows": list((model.evaluation.get("split") or {}).values()),
        "is_sum": model.algorithm == STACK,
        "scores_rows": _scores_rows(model),
        "prepares": model.recipe is not None,
        "tolerance": None if plan is None else plan.tolerance,
    }


def _scores_rows(model: FittedModel) -> bool:
    """Whether rows were kept apart to judge the whole by, and not the folds of a search alone."""
    return model.evaluation.get("part") != "folds"


def _recipe(recipe: FittedRecipe) -> dict[str, Any]:
    """Give a recipe as SQL: as it prepared the training, and as it prepares rows by themselves."""
    query, fields = written(recipe.fields, recipe.plans(), GIVEN)
    own = [[field.name, field.storage] for field in recipe.fields]
    return {
        "fields": own,
        "given": own,
        "others": [],
        **({} if recipe.made is None else recipe.made.to_json()),
        "alone": query,
        "columns_alone": fields.names,
    }


def _columns(model: FittedModel) -> Any:
    """Give the ways of encoding; what was learned of texts is large, and learned anew."""
    whole = from_json(model.preprocess.to_json())
    ways = retraining.encodings_of(model) if model.algorithm == STACK else [whole]
    for way in ways:
        for column in way["columns"]:
            column.pop("text", None)
    return ways


def _targets(model: FittedModel) -> list[dict[str, Any]]:
    """Name what is predicted, each with its classes, if any, and its scores."""
    if model.targets is not None:
        return model.targets
    classes = None if model.classes is None else list(model.classes)
    return [{"name": model.task.target, "classes": classes, "metrics": dict(model.metrics)}]


def _tell_training(
    model: FittedModel,
    plan: retraining.Plan | None,
    no_training: str | None,
    no_graph: str | None,
) -> str:
    if plan is None:
        return f"It is not trained anew here: {no_training}."
    told = _SAME.format(tolerance=plan.tolerance) + retraining.unless(model)
    if model.algorithm == STACK:
        told += _OF_A_SUM
    if not _scores_rows(model):
        told += _NO_SCORES
    made = None if model.recipe is None else model.recipe.made
    for number, other in enumerate({} if made is None else made.others.values(), 1):
        told += _OF_ANOTHER.format(number=number, name=other.name)
    if no_graph is None:
        return told
    no_model = "There is no model yet: `train.py` makes it. As ONNX it cannot be had."
    return f"{told}\n\n{no_model} {no_graph}"


def _readme(model: FittedModel, held: Mapping[str, bytes], training: str) -> str:
    known = {name: value for name, value in model.metrics.items() if value is not None}
    told = ", ".join(f"{name} {value:.4g}" for name, value in known.items()) or "nothing is known"
    commands = [
        f"    .venv/bin/python {command:<26}  # {what}"
        for name, (command, what) in _COMMANDS.items()
        if name in held
    ]
    listed = [f"| `{name}` | {what} |" for name, what in _FILES.items() if name in held]
    names = [str(name) for name in model.task.targets or (model.task.target,)]
    predicted = ", ".join(names)
    return template("README.md").format(
        name=f"{algorithm_name(model.algorithm)} for {predicted}",
        algorithm=algorithm_name(model.algorithm),
        task=model.task.kind,
        target="`, `".join(names),
        metrics=told,
        commands="\n".join(commands),
        files="\n".join(listed),
        training=training,
    )
