import type { TreeNode } from '../../lib/tree';
import { childrenOf } from './pruned';

/** A node in its place: columns are depths, lines are leaves from top to bottom. */
export interface PlacedNode {
  node: TreeNode;
  column: number;
  line: number;
  /** There is more below, deeper than is drawn. */
  isCut: boolean;
  parent: PlacedNode | null;
  isTrue: boolean;
}

/** Lay a tree out from left to right, down to some depth; a question stands in the middle of what follows. */
export function layOut(kept: ReadonlyMap<number, TreeNode>, root: number, deepest: number): { placed: PlacedNode[]; lines: number } {
  const placed: PlacedNode[] = [];
  let lines = 0;
  const place = (id: number, parent: PlacedNode | null, isTrue: boolean): number => {
    const node = kept.get(id);
    if (node === undefined) return lines;
    const column = parent === null ? 0 : parent.column + 1;
    const children = childrenOf(node);
    const isCut = children.length > 0 && column >= deepest;
    const own: PlacedNode = { node, column, line: 0, isCut, parent, isTrue };
    placed.push(own);
    const below = isCut ? [] : children.map((child) => place(child, own, child === node.true_child));
    own.line = below.length === 0 ? lines++ : below.reduce((sum, line) => sum + line, 0) / below.length;
    return own.line;
  };
  place(root, null, true);
  return { placed, lines };
}
