import type { DriftColumn, DriftLevel } from '../../../../api/drift-answers';
import { formatNumber, formatShare } from '../../../../lib/format';
import { Badge, type Tone } from '../../../../ui/Badge';
import { Table, type TableColumn } from '../../../../ui/Table';
import styles from './Drift.module.css';

const LEVELS: Record<DriftLevel, { tone: Tone; words: string }> = {
  none: { tone: 'plain', words: 'none' },
  some: { tone: 'brass', words: 'some' },
  strong: { tone: 'bad', words: 'strong' },
};

const COLUMNS: readonly TableColumn<DriftColumn>[] = [
  { id: 'name', title: 'Column', isWide: true, cell: ({ name }) => <code>{name}</code> },
  { id: 'level', title: 'Change', cell: ({ level }) => <Badge tone={LEVELS[level].tone}>{LEVELS[level].words}</Badge> },
  {
    id: 'psi',
    title: 'PSI',
    isNumber: true,
    cell: ({ psi, low, high, by_chance: chance }) => (
      <span title={`By chance alone it would be about ${formatNumber(chance)}.`}>
        {`${formatNumber(psi)} (${formatNumber(low)} to ${formatNumber(high)})`}
      </span>
    ),
  },
  {
    id: 'test',
    title: 'p (Holm)',
    isNumber: true,
    cell: ({ adjusted_p_value: p, test, statistic }) => (
      <span title={`${test}: ${formatNumber(statistic)}`}>{p === null ? '–' : p < 0.001 ? '< 0.001' : formatNumber(p)}</span>
    ),
  },
  {
    id: 'missing',
    title: 'Missing, then and now',
    cell: ({ missing_then: then, missing_now: now }) => (then === 0 && now === 0 ? '–' : `${formatShare(then)}, ${formatShare(now)}`),
  },
  {
    id: 'unseen',
    title: 'Never seen',
    cell: ({ unseen }) => (unseen === null || unseen.count === 0 ? '–' : `${formatShare(unseen.share)}: ${unseen.values.slice(0, 3).join(', ')}`),
  },
  { id: 'weight', title: 'Matters', isNumber: true, cell: ({ weight }) => formatShare(weight) },
];

/** Each column then and now, those that changed most first. */
export function DriftTable({ columns }: { columns: readonly DriftColumn[] }) {
  return (
    <div className={styles.scroll}>
      <Table caption="Columns then and now" columns={COLUMNS} rows={columns} rowKey={({ name }) => name} />
    </div>
  );
}
