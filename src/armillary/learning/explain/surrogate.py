"""A surrogate tree: a small tree that says nearly what the model says, and how nearly.

**Source:** M. Craven and J. Shavlik, "Extracting tree-structured representations of trained
networks", NIPS 8, 1996; the tree itself is scikit-learn's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.anatomy.tree import describe_tree
from armillary.learning.contract import Encoding, TaskKind
from armillary.learning.explaining import Explaining, Subject, rounded
from armillary.learning.preprocess import Preprocess
from armillary.learning.trees import Forest

if TYPE_CHECKING:
    import numpy as np

_DEPTH = 4
_RESAMPLES = 5
_FEWEST = 30
_SHARE_HELD = 0.3


class Surrogate:
    """Grows a tree of a few questions on what the model says, and judges it on other rows."""

    id = "surrogate"
    name = "Surrogate tree"
    description = "A few questions that give nearly the same answers as the model."
    reading = (
        "Fidelity is how much of what the model says the tree says too, on rows it was not grown "
        "from: the share of equal answers, or R² of numbers. Below 0.8 it is a caricature. Its "
        "questions are not those of the model. Stability is how often trees grown from other draws "
        "of the rows answer alike; their questions may differ all the same."
    )
    order = 7

    def why_not(self, subject: Subject) -> str | None:
        """Say so where there are too few rows to grow a tree and judge it."""
        if len(subject.features) < _FEWEST:
            return f"A tree needs at least {_FEWEST} rows; there are {len(subject.features)}."
        if all(block.role == "text" for block in subject.blocks):
            return "This model reads texts only, of which no short questions can be asked."
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give the nodes of the tree, its fidelity and how stable it is."""
        import numpy as np

        said = subject.predict(subject.features)
        answers = said.argmax(axis=1) if _has_classes(subject) else said[:, 0]
        read = [block.name for block in subject.blocks if block.role != "text"]
        held = rng.permutation(len(said)) < max(1, int(_SHARE_HELD * len(said)))
        grown, seen = np.flatnonzero(~held), np.flatnonzero(held)
        preprocess = Preprocess.learn(subject.frame[read].iloc[grown], Encoding(), ())
        rows = preprocess.encode(subject.frame)
        tree = _grow(subject, rows[grown], answers[grown])
        yield 0.3
        others = []
        for place in range(_RESAMPLES):
            drawn = rng.choice(grown, len(grown))
            others.append(_grow(subject, rows[drawn], answers[drawn]).predict(rows[seen]))
            yield 0.3 + 0.6 * (place + 1) / _RESAMPLES
        mine = tree.predict(rows[seen])
        alike = [_agreement(subject, mine, other) for other in others]
        return {
            "tree": _described(subject, tree, preprocess),
            "fidelity": rounded(_agreement(subject, answers[seen], mine)),
            "fidelity_measure": "share of equal answers" if _has_classes(subject) else "R²",
            "rows": len(grown),
            "judged_rows": len(seen),
            "stability": rounded(max(0.0, float(np.mean(alike)))),
            "skipped": [block.name for block in subject.blocks if block.role == "text"],
        }


explanation = Surrogate()


def _has_classes(subject: Subject) -> bool:
    return subject.kind in ("classification", "clustering")


def _grow(subject: Subject, rows: Any, answers: Any) -> Any:
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    kind = DecisionTreeClassifier if _has_classes(subject) else DecisionTreeRegressor
    leaf = max(2, len(rows) // 50)
    return kind(max_depth=_DEPTH, min_samples_leaf=leaf, random_state=0).fit(rows, answers)


def _agreement(subject: Subject, truth: Any, guess: Any) -> float:
    """Give the share of equal answers, or R²; 1 where nothing varies and nothing differs."""
    import numpy as np

    if _has_classes(subject):
        return float((truth == guess).mean())
    spread = float(np.square(truth - truth.mean()).sum())
    wrong = float(np.square(truth - guess).sum())
    return 1.0 - wrong / spread if spread > 0 else float(wrong == 0)


def _described(subject: Subject, tree: Any, preprocess: Preprocess) -> dict[str, Any]:
    """Give the tree as a decision tree is described, in the words of the table."""
    inner, n_outputs = tree.tree_, tree.tree_.value.shape[2]
    kind: TaskKind = "classification" if _has_classes(subject) else "regression"
    forest = Forest(kind, tree.n_features_in_, n_outputs, (inner,))
    classes = [subject.outputs[place] for place in tree.classes_] if _has_classes(subject) else None
    return describe_tree(forest, preprocess, classes)
