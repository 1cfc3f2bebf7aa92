/** A question of a tree, or a leaf: then what belongs to a question is null. */
export interface TreeNode {
  id: number;
  depth: number;
  rows: number;
  impurity: number;
  prediction: string | number | boolean | null;
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
