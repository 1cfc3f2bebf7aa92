import type { TreeNode } from '../../lib/tree';
import { formatCountOf, formatNumber, formatShare } from '../../lib/format';

/** The nodes of a tree by their id, with what is cut back at a price of a leaf gone. */
export function prune(nodes: readonly TreeNode[], alpha: number): Map<number, TreeNode> {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const kept = new Map<number, TreeNode>();
  const waiting = nodes[0] === undefined ? [] : [nodes[0].id];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = known.get(id);
    if (node === undefined) continue;
    const isCut = node.question === null || (alpha > 0 && node.cut_at !== null && node.cut_at <= alpha);
    kept.set(id, isCut ? asLeaf(node) : node);
    if (!isCut) waiting.push(...childrenOf(node));
  }
  return kept;
}

/** The nodes that follow a question, what is true of it first. */
export function childrenOf({ true_child: yes, false_child: no }: TreeNode): number[] {
  return [yes, no].filter((id) => id !== null);
}

/** What a leaf says, and of how many training rows. */
export function saidBy({ prediction, rows, shares }: TreeNode): string {
  const count = formatCountOf(rows, 'row');
  if (shares === null) return `${typeof prediction === 'number' ? formatNumber(prediction) : String(prediction)} (${count})`;
  return `${String(prediction)} (${formatShare(Math.round(Math.max(...shares) * 100) / 100)} of ${count})`;
}

/** The rules of a tree line by line, each question indented below the one that led to it. */
export function rulesOf(kept: ReadonlyMap<number, TreeNode>, root: number): string {
  const lines: string[] = [];
  const write = (id: number | null, depth: number) => {
    const pad = '  '.repeat(depth);
    const node = id === null ? undefined : kept.get(id);
    if (node === undefined) lines.push(`${pad}… cut here`);
    else if (node.question === null) lines.push(`${pad}${saidBy(node)}`);
    else {
      lines.push(`${pad}if ${node.question}:`);
      write(node.true_child, depth + 1);
      lines.push(`${pad}else:  # ${node.otherwise ?? ''}`);
      write(node.false_child, depth + 1);
    }
  };
  write(root, 0);
  return lines.join('\n');
}

function asLeaf(node: TreeNode): TreeNode {
  return { ...node, column: null, question: null, otherwise: null, true_child: null, false_child: null };
}
