"""Exact Shapley values of trees whose nodes are at hand: what each column adds to what they say."""

from armillary.learning.tree_shap.nodes import Nodes
from armillary.learning.tree_shap.reading import tree_sum_of
from armillary.learning.tree_shap.summing import TreeSum

__all__ = ["Nodes", "TreeSum", "tree_sum_of"]
