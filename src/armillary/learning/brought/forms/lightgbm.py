"""LightGBM's own text."""

from __future__ import annotations

from armillary.learning.brought.boosters import check_lightgbm, find_in_booster
from armillary.learning.brought.finding import Finding
from armillary.learning.brought.problems import Refused


class LightGbm:
    """A booster as ``booster.save_model('model.txt')`` writes it."""

    id = "lightgbm"
    suffixes = (".txt",)
    title = "LightGBM's text"
    preload = ("lightgbm", "pandas", "numpy")
    instead = "Bring a bundle."

    def find(self, data: bytes) -> Finding:
        """Check the trees before LightGBM reads them."""
        from armillary.learning.leafwise.booster import BEST_FILE, read_booster

        check_lightgbm(data)
        booster = read_booster(data)
        objective = str(booster.params.get("objective", "")).split(" ")[0]
        counts = {"binary": 2, "multiclass": int(booster.params.get("num_class", 1))}
        if objective in ("multiclassova", "lambdarank", "rank_xendcg"):
            raise Refused(f"A booster for {objective} is not taken in; bring it as ONNX.")
        columns = [str(name) for name in booster.feature_name()]
        return find_in_booster("lightgbm", {BEST_FILE: data}, columns, counts.get(objective, 0))


form = LightGbm()
