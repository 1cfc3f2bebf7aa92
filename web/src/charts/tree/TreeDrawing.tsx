import type { TreeNode } from '../../lib/tree';
import { formatShare } from '../../lib/format';
import { ScrollBox } from '../../lib/ScrollBox';
import { ChartFrame } from '../frame/ChartFrame';
import type { ChartTable } from '../frame/ChartNumbers';
import { layOut, type PlacedNode } from './layout';
import { saidBy } from './pruned';
import styles from './TreeDrawing.module.css';

const READS =
  'Read it from left to right: the upper, whole line is taken where a question is answered with yes, the lower, broken one where with no. A leaf, at the end, says what the tree answers; the fuller it is, the more of its training rows had that answer.';
const COLUMN = 210;
const LINE = 46;
const WIDE = 180;
const TALL = 34;
const LETTERS = 26;

interface TreeDrawingProps {
  label: string;
  nodes: ReadonlyMap<number, TreeNode>;
  root: number;
  deepest: number;
}

/** A decision tree from left to right: the upper way is taken where a question is answered with yes. */
export function TreeDrawing({ label, nodes, root, deepest }: TreeDrawingProps) {
  const { placed, lines } = layOut(nodes, root, deepest);
  const columns = Math.max(...placed.map(({ column }) => column)) + 1;
  const width = (columns - 1) * COLUMN + WIDE + 4;
  return (
    <ChartFrame title={label} reads={READS} table={() => tableOf(placed)}>
      <ScrollBox label={label} className={styles.box}>
        <svg width={width} height={lines * LINE} role="img" aria-label={`${label}: ${String(placed.length)} nodes; the rules below say the same in words`}>
          {placed.map((one) => one.parent !== null && <Link key={`to ${String(one.node.id)}`} from={one.parent} to={one} />)}
          {placed.map((one) => (
            <Node key={one.node.id} placed={one} />
          ))}
        </svg>
      </ScrollBox>
    </ChartFrame>
  );
}

function tableOf(placed: readonly PlacedNode[]): ChartTable {
  return {
    head: ['Node', 'under', 'answer', 'asks', 'says', 'rows', 'share of it'],
    rows: placed.map(({ node, parent, isTrue }) => [
      node.id,
      parent?.node.id ?? null,
      parent === null ? null : isTrue ? 'yes' : 'no',
      node.question,
      node.prediction === null ? null : String(node.prediction),
      node.rows,
      node.shares === null ? null : formatShare(Math.max(...node.shares)),
    ]),
  };
}

function Link({ from, to }: { from: PlacedNode; to: PlacedNode }) {
  const [x, y] = [from.column * COLUMN + WIDE, middleOf(from)];
  const [endX, endY] = [to.column * COLUMN, middleOf(to)];
  const turn = (x + endX) / 2;
  return <path className={styles.link} data-answer={to.isTrue ? 'yes' : 'no'} d={`M${x} ${y}C${turn} ${y} ${turn} ${endY} ${endX} ${endY}`} />;
}

function Node({ placed: { node, column, line, isCut } }: { placed: PlacedNode }) {
  const isLeaf = node.question === null;
  const said = saidBy(node);
  const share = node.shares === null ? 1 : Math.max(...node.shares);
  const second = isCut ? 'more below' : isLeaf ? '' : said;
  return (
    <g transform={`translate(${column * COLUMN} ${line * LINE + (LINE - TALL) / 2})`}>
      <title>{isLeaf ? said : `${node.question ?? ''}? Up to here: ${said}`}</title>
      <rect className={styles.node} data-leaf={isLeaf} width={WIDE} height={TALL} rx="4" />
      {isLeaf && <rect className={styles.share} width={WIDE * share} height={TALL} rx="4" />}
      <text x="8" y={isLeaf ? TALL / 2 + 4 : 14}>
        {shortened(isLeaf ? said : (node.question ?? ''))}
      </text>
      {second !== '' && (
        <text className={styles.soft} x="8" y="28">
          {shortened(second)}
        </text>
      )}
    </g>
  );
}

function middleOf({ line }: PlacedNode): number {
  return line * LINE + LINE / 2;
}

function shortened(text: string): string {
  return text.length > LETTERS ? `${text.slice(0, LETTERS - 1)}…` : text;
}
