import { describe, expect, it } from 'vitest';
import type { TreeNode } from '../../lib/tree';
import { layOut } from './layout';
import { prune, rulesOf } from './pruned';

const LEAF = { column: null, question: null, otherwise: null, true_child: null, false_child: null, cut_at: null };

function node(id: number, depth: number, more: Partial<TreeNode>): TreeNode {
  return { id, depth, rows: 10, impurity: 0.5, prediction: 'yes', shares: [0.25, 0.75], ...LEAF, ...more };
}

/** A question, whose first answer asks another. */
const NODES = [
  node(0, 0, { column: 'a', question: 'a <= 1', otherwise: 'a > 1', true_child: 1, false_child: 4, cut_at: 0.2 }),
  node(1, 1, { column: 'b', question: 'b <= 2', otherwise: 'b > 2', true_child: 2, false_child: 3, cut_at: 0.1 }),
  node(4, 1, { prediction: 'no' }),
  node(2, 2, {}),
  node(3, 2, {}),
];

describe('a tree', () => {
  it('stands each question in the middle of what follows', () => {
    const { placed, lines } = layOut(prune(NODES, 0), 0, 9);

    expect(lines).toBe(3);
    expect(Object.fromEntries(placed.map(({ node: { id }, column, line }) => [id, [column, line]]))).toEqual({
      0: [0, 1.25],
      1: [1, 0.5],
      2: [2, 0],
      3: [2, 1],
      4: [1, 2],
    });
  });

  it('is cut back where a branch is not worth the price of its leaves', () => {
    expect([...prune(NODES, 0.1).keys()].toSorted()).toEqual([0, 1, 4]);
    expect([...prune(NODES, 0.2).keys()]).toEqual([0]);
    expect(rulesOf(prune(NODES, 0.1), 0)).toBe(
      'if a <= 1:\n  yes (75 % of 10 rows)\nelse:  # a > 1\n  no (75 % of 10 rows)',
    );
  });

  it('says where there is more than is drawn', () => {
    const { placed } = layOut(prune(NODES, 0), 0, 1);

    expect(placed.map(({ node: { id }, isCut }) => [id, isCut])).toEqual([
      [0, false],
      [1, true],
      [4, false],
    ]);
  });
});
