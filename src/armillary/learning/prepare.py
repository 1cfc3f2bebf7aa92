"""From a frame and a task to what an algorithm learns from: checked, split and encoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.columns import column_names, feature_names, require_texts
from armillary.learning.contract import (
    JUDGED_BY_LABELS,
    SUPERVISED,
    ClassLabel,
    Encoding,
    Table,
    Task,
    task_words,
)
from armillary.learning.fingerprint import fingerprint
from armillary.learning.ordered import order_of, tell_times
from armillary.learning.preprocess import Preprocess, warn_about
from armillary.learning.preprocess.means import Guide
from armillary.learning.preprocess.read import flat, is_missing
from armillary.learning.several import align, check_targets, require_trained
from armillary.learning.split import Shares, Split, groups_of, split_rows
from armillary.learning.spreading import spread
from armillary.learning.target import (
    Target,
    check_probabilities,
    infer_task,
    read_labels,
    read_target,
)
from armillary.learning.weights import check_class_weights, weigh

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.recipe.fitted import FittedRecipe
    from armillary.learning.recipe.training import TrainingRecipe

    _Part = tuple[npt.NDArray[Any], npt.NDArray[Any]]

_PROOF_ROWS = 5


@dataclass(frozen=True)
class Prepared:
    """A table ready to be learned from.

    ``frame`` holds the columns to learn from, for the rows with a known target; ``task`` has its
    features and classes filled in.
    """

    frame: pd.DataFrame
    task: Task
    target: Target
    split: Split
    warnings: tuple[str, ...]
    data_hash: str
    recipe: FittedRecipe | None = None
    raw_rows: pd.DataFrame | None = None
    """With a recipe, some rows as they go into it."""
    groups: npt.NDArray[Any] | None = None
    """The number of each row's group (n_rows,), where rows were split by group."""
    others: tuple[Target, ...] = ()
    """The targets beside the first, for the same rows."""
    unprepared: Prepared | None = None
    """With a recipe, the rows that were split as they were before its steps behind the split."""

    def on(self, split: Split, recipe: TrainingRecipe | None, seed: int) -> Prepared:
        """Give the same rows split otherwise; steps behind the split are fitted anew.

        With a recipe the split is one of the rows of ``unprepared``.
        """
        ground = self.unprepared
        if recipe is None or ground is None:
            return replace(self, split=split)
        # What the steps say of each fold would drown what they said of the model.
        own = replace(recipe, notes=[])
        return with_recipe(own, ground.task, ground.target, split, seed, ground.groups)

    def learn_preprocess(self, encoding: Encoding) -> Preprocess:
        """Learn the preprocessing from the training part."""
        guide = self._guide() if encoding.categories == "means" else None
        return Preprocess.learn(self.frame, encoding, self.task.texts, self.split.train, guide)

    def _guide(self) -> Guide | None:
        """Give what categories may be told by; None where one target alone does not tell."""
        if self.others or self.task.kind not in SUPERVISED:
            return None
        rows = self.split.train
        groups = None if self.groups is None else self.groups[rows]
        guide = Guide(self.target.values[rows], len(self.target.classes or ()), groups)
        return guide if guide.is_enough() else None

    def table(self, preprocess: Preprocess) -> Table:
        """Encode the training and the validation part.

        Labels by which a task without a target is judged are not in it.
        """
        import numpy as np

        parts = (self.split.train, self.split.validation)
        guide = self._guide() if preprocess.is_told_by_means() else None
        features = [
            preprocess.encode(self.frame, parts[0], guide),
            preprocess.encode(self.frame, parts[1]),
        ]
        is_hidden = self.task.kind in JUDGED_BY_LABELS
        target = np.full_like(self.target.values, -1) if is_hidden else self.target.values
        return Table(
            kind=self.task.kind,
            features=features[0],
            target=target[parts[0]],
            validation_features=features[1],
            validation_target=target[parts[1]],
            n_classes=0 if is_hidden else len(self.target.classes or ()),
            columns=preprocess.output_names(),
            categorical=preprocess.categorical(),
            weights=self._weights(parts[0]),
            validation_weights=self._weights(parts[1]),
            class_weights=self._class_weights(),
        )

    def tables(self, table: Table) -> list[Table]:
        """Give the table once for each target."""
        parts = (self.split.train, self.split.validation)
        others = [
            replace(
                table,
                target=other.values[parts[0]],
                validation_target=other.values[parts[1]],
                n_classes=len(other.classes or ()),
            )
            for other in self.others
        ]
        return [table, *others]

    def test_weights(self) -> npt.NDArray[Any] | None:
        """Give how much each row of the test part counts (n,); None where all count alike."""
        return self._weights(self.split.test)

    def validation_weights(self) -> npt.NDArray[Any] | None:
        """Give how much each row of the validation part counts (n,); None where all alike."""
        return self._weights(self.split.validation)

    def validation_groups(self) -> npt.NDArray[Any] | None:
        """Give the group of each row of the validation part (n,); None without groups."""
        return None if self.groups is None else self.groups[self.split.validation]

    def _weights(self, rows: npt.NDArray[Any]) -> npt.NDArray[Any] | None:
        return None if self.target.weights is None else self.target.weights[rows]

    def _class_weights(self) -> npt.NDArray[Any] | None:
        given = self.task.class_weights
        return check_class_weights(given, self.task.classes) if given else None

    def training_part(
        self, preprocess: Preprocess, limit: int, encoded: Table | None = None
    ) -> _Part:
        """Encode at most ``limit`` training rows, spread evenly: features and target (n,).

        What `table` has given is not ``encoded`` again.
        """
        rows = self.split.train
        kept = spread(len(rows), limit)
        if encoded is not None:
            return encoded.features[kept], self.target.values[rows[kept]]
        return self._part(preprocess, rows[kept])

    def validation_part(self, preprocess: Preprocess, encoded: Table | None = None) -> _Part:
        """Encode the validation part, or take what `table` has given: as `training_part`."""
        rows = self.split.validation
        if encoded is not None:
            return encoded.validation_features, self.target.values[rows]
        return self._part(preprocess, rows)

    def test_part(self, preprocess: Preprocess) -> _Part:
        """Encode the test part: features (n, n_columns) and target (n,)."""
        return self._part(preprocess, self.split.test)

    def _part(self, preprocess: Preprocess, rows: npt.NDArray[Any]) -> _Part:
        return preprocess.encode(self.frame, rows), self.target.values[rows]

    def facing(self, name: str, target: Target) -> Prepared:
        """Give the same rows with one of several targets as the only one."""
        task = replace(self.task, target=name, targets=None, classes=target.classes)
        return replace(self, task=task, target=target, others=())

    def proof_rows(self, preprocess: Preprocess) -> list[dict[str, Any]]:
        """Give the first rows of the test part as plain data, with the columns that are used.

        With a recipe they are rows as they go into it.
        """
        names = list(dict.fromkeys(column.name for column in preprocess.columns))
        rows = self.frame.iloc[self.split.test[:_PROOF_ROWS]][names]
        if self.raw_rows is not None:
            rows, names = self.raw_rows, list(self.raw_rows.columns)
        columns = {name: [_plain(value) for value in rows[name].tolist()] for name in names}
        return [{name: columns[name][row] for name in names} for row in range(len(rows))]


def prepare(
    frame: pd.DataFrame,
    task: Task,
    shares: Shares,
    rng: np.random.Generator,
    recipe: TrainingRecipe | None = None,
    seed: int = 0,
    *,
    is_told: bool = True,
) -> Prepared:
    """Check the frame and the task and split the rows; raises `AppError` saying what is wrong.

    The steps of a recipe that stand behind the split are fitted on the training part. Without
    ``is_told`` nobody looks for what is odd about the columns, which takes longer than all else.
    """
    names = column_names(frame)
    frame = frame.set_axis(names, axis=1)
    if recipe is None:
        feature_names(names, task)
    if task.targets:
        check_targets(task)
        _refuse_recipe(recipe)
    target = weigh(_read(frame, task), frame, task)
    others: tuple[Target, ...] = ()
    if task.targets:
        target, others = align(target, frame, task)
    if task.class_weights:
        check_class_weights(task.class_weights, target.classes)
    beside = [name for name in (task.time, task.group) if name is not None]
    rows = target.known(frame if recipe is None else frame.filter(items=beside))
    when = order_of(rows, task.time)
    groups = groups_of(rows, task.group)
    split = split_rows(
        target.values,
        classes=task.kind == "classification",
        shares=shares,
        rng=rng,
        groups=groups,
        when=when,
    )
    target = replace(target, warnings=(*target.warnings, *tell_times(when)))
    if task.targets:
        require_trained((target, *others), split.train, task.targets)
    if recipe is None:
        finished = _finish(rows, task, target, split, others, is_told=is_told)
        return replace(finished, groups=groups)
    return with_recipe(recipe, task, target, split, seed, groups)


def _read(frame: pd.DataFrame, task: Task) -> Target:
    """Read what is to be predicted, or what a task without a target is judged by."""
    if task.target is not None and task.target in frame.columns and task.kind == "preprocessing":
        return read_target(frame, task.target, infer_task(frame[task.target]))
    if task.kind not in SUPERVISED:
        return read_labels(frame, task.target)
    if task.target is None:
        raise Invalid(
            f"For {task_words(task.kind)} name the column to predict.", code="target_missing"
        )
    target = read_target(frame, task.target, task.kind)
    check_probabilities(target, task.target)
    return target


def _refuse_recipe(recipe: TrainingRecipe | None) -> None:
    if recipe is not None:
        raise Invalid(
            "A recipe prepares a table for one target. Apply it to the dataset first, and train "
            "several targets on what it makes.",
            code="recipe_for_one_target",
        )


def _finish(
    rows: pd.DataFrame,
    task: Task,
    target: Target,
    split: Split,
    others: tuple[Target, ...] = (),
    *,
    is_told: bool = True,
) -> Prepared:
    """Take the columns to learn from, and say what is odd about them where that is asked."""
    import pandas as pd

    features = feature_names(list(rows.columns), task)
    learned = pd.DataFrame({name: flat(rows[name]) for name in features}, copy=False)
    require_texts(learned, task.texts)
    known = target.values[split.train]
    odd = warn_about(learned, known, task.kind, task.texts, split.train) if is_told else ()
    return Prepared(
        frame=learned,
        task=replace(
            task,
            features=tuple(features),
            classes=target.classes if task.kind in SUPERVISED else None,
            classes_of=_classes_of(target, others),
        ),
        target=target,
        split=split,
        warnings=(*target.warnings, *odd),
        data_hash=fingerprint(learned, target, others),
        others=others,
    )


def _classes_of(
    target: Target, others: Sequence[Target]
) -> tuple[tuple[ClassLabel, ...], ...] | None:
    if not others or target.classes is None:
        return None
    return tuple(each.classes or () for each in (target, *others))


def with_recipe(
    recipe: TrainingRecipe,
    task: Task,
    target: Target,
    split: Split,
    seed: int,
    groups: npt.NDArray[Any] | None,
) -> Prepared:
    """Fit the steps behind the split on the training part, and go on with the rows they leave."""
    import numpy as np

    held = np.concatenate([split.validation, split.test])
    after = recipe.split_at(target.rows[split.train], target.rows[held], task, seed)
    place_of = np.full(int(target.rows.max()) + 1, -1)
    place_of[target.rows] = np.arange(len(target.rows))
    kept = place_of[np.concatenate([after.train, after.held])]
    _require_parts(kept, split)
    parts = [
        np.flatnonzero(np.isin(kept, part)) for part in (split.train, split.validation, split.test)
    ]
    weights = None if target.weights is None else target.weights[kept]
    rows_target = replace(
        target, values=target.values[kept], rows=target.rows[kept], weights=weights
    )
    prepared = _finish(
        after.frame, replace(task, features=after.features), rows_target, Split(*parts)
    )
    return replace(
        prepared,
        warnings=(*prepared.warnings, *after.warnings),
        recipe=after.recipe,
        raw_rows=recipe.raw_rows(_PROOF_ROWS, after.recipe.needed),
        groups=None if groups is None else groups[kept],
        unprepared=Prepared(recipe.no_rows(), task, target, split, (), "", groups=groups),
    )


def _require_parts(kept: npt.NDArray[Any], split: Split) -> None:
    """Refuse a recipe that leaves nothing of a part."""
    import numpy as np

    parts = {"training": split.train, "validation": split.validation, "test": split.test}
    for name, part in parts.items():
        if not np.isin(part, kept).any():
            raise Invalid(
                f"The recipe leaves no row of the {name} part. Loosen the steps that leave rows "
                "out.",
                code="no_rows",
            )


def _plain(value: Any) -> Any:
    """Give a value as plain JSON data; what is missing or infinite is None."""
    if is_missing(value) or value in (float("inf"), float("-inf")):
        return None
    if isinstance(value, bool | int | float | str):
        return value
    if hasattr(value, "total_seconds"):
        return value.total_seconds()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)
