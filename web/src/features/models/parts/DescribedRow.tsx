import type { Cell } from '../../../api/types';
import { formatName, formatNumber } from '../../../lib/format';
import { Facts } from '../../../ui/Facts';

/** What a model without a target says of a row. */
export function DescribedRow({ described }: { described: Record<string, Cell> }) {
  const facts = Object.entries(described).map(([name, value]) => ({ label: formatName(name), value: wordsFor(name, value) }));
  return <Facts isLarge={facts.length <= 3} facts={facts} />;
}

function wordsFor(name: string, value: Cell): string {
  if (name === 'cluster' && value === -1) return 'none (noise)';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? formatNumber(value) : String(value);
}
