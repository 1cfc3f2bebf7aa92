import type { Cell } from './types';

/** A question of a tree, or a leaf: then what belongs to a question is null. */
export interface TreeNode {
  id: number;
  depth: number;
  rows: number;
  impurity: number;
  prediction: Cell;
  /** Those of the classes; null for values. */
  shares: number[] | null;
  column: string | null;
  question: string | null;
  otherwise: string | null;
  true_child: number | null;
  false_child: number | null;
  /** The price of a leaf at which it becomes one. */
  cut_at: number | null;
}

/** A decision tree as questions; what is beyond some thousand nodes is cut off. */
export interface TreeStructure {
  kind: 'tree';
  n_nodes: number;
  n_leaves: number;
  depth: number;
  is_cut: boolean;
  nodes: TreeNode[];
  rules: string;
  /** Prices of a leaf at which it would be cut back, the least first; null where it is too large. */
  pruning: { alpha: number; n_leaves: number }[] | null;
}

/** A linear model as weights, one number for each of its outputs. */
export interface LinearStructure {
  kind: 'linear';
  outputs: string[];
  intercepts: number[];
  terms: { name: string; source: string; weights: number[]; scaled_weights: number[] }[];
}

export type ModelStructure = TreeStructure | LinearStructure;
