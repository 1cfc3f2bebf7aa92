import type { TreeNode } from '../lib/tree';

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
