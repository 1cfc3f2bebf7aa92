"""XGBoost's own JSON and UBJSON."""

from __future__ import annotations

import json

from armillary.learning.brought.boosters import find_in_booster
from armillary.learning.brought.estimators import without_names
from armillary.learning.brought.finding import Finding
from armillary.learning.brought.problems import Refused, refuse

_CLASSES = {"binary:logistic": 2, "multi:softprob": -1}
_NUMBERS = ("reg:", "count:", "binary:logitraw")


class XgBoost:
    """A booster as ``model.save_model('model.json')`` writes it."""

    id = "xgboost"
    suffixes = (".json", ".ubj")
    title = "XGBoost's JSON or UBJSON"
    preload = ("xgboost", "pandas", "numpy")
    instead = "Bring a bundle."

    def find(self, data: bytes) -> Finding:
        """Check the trees before XGBoost reads them."""
        from armillary.learning.algorithms.xgboost.booster import BEST_FILE

        text = data if data.lstrip()[:2] in (b'{"', b"{ ", b"{\n") else _as_json(data)
        try:
            learner = json.loads(text)["learner"]
            objective = str(learner["objective"]["name"])
            facts = learner["learner_model_param"]
            n_columns, n_classes = int(facts["num_feature"]), int(facts["num_class"])
            named = [str(name) for name in learner.get("feature_names") or ()]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise refuse(f"The file is no booster of XGBoost ({str(error)[:100]}).") from error
        if objective not in _CLASSES and not objective.startswith(_NUMBERS[:2]):
            raise Refused(f"A booster for {objective[:40]} is not taken in; bring it as ONNX.")
        count = n_classes if objective == "multi:softprob" else _CLASSES.get(objective, 0)
        columns = named if len(named) == n_columns else [f"x{at}" for at in range(n_columns)]
        return find_in_booster("xgboost", {BEST_FILE: without_names(text)}, columns, count)


form = XgBoost()


def _as_json(data: bytes) -> bytes:
    import xgboost

    try:
        return bytes(xgboost.Booster(model_file=bytearray(data)).save_raw("json"))
    except xgboost.core.XGBoostError as error:
        raise refuse("The file is no booster of XGBoost.") from error
