import type { Line } from '../../charts/align';
import type { Series } from '../../api/types';
import { formatName } from '../../lib/format';

export interface CurveGroup {
  metric: string;
  title: string;
  lines: Line[];
}

const SIDES = [
  ['train_', 'Training'],
  ['val_', 'Validation'],
] as const;
const FIRST = ['loss', 'accuracy'];

/** Puts training and validation of the same metric into one chart: loss first, then accuracy. */
export function groupCurves(
  series: Readonly<Record<string, Series>>,
  before: Readonly<Record<string, Series>> = {},
): CurveGroup[] {
  const groups = new Map<string, CurveGroup>();
  for (const [name, { steps, values }] of Object.entries(series)) {
    const { metric, label, side } = partsOf(name);
    const group = groups.get(metric) ?? { metric, title: formatName(metric), lines: [] };
    const line = { label, steps, values };
    // Training always takes the first colour.
    if (side === 'train_') group.lines.unshift(line);
    else group.lines.push(line);
    groups.set(metric, group);
  }
  for (const [name, { steps, values }] of Object.entries(before)) {
    const { metric, label } = partsOf(name);
    const lines = groups.get(metric)?.lines ?? [];
    const colour = lines.findIndex((line) => line.label === label);
    // As the line that it leads to, but broken: where it ends, the other begins.
    lines.push({ label: `${label}, before`, steps, values, look: { colour: Math.max(0, colour), dash: [5, 4], isFaint: false } });
  }
  return [...groups.values()].sort((one, other) => rank(one.metric) - rank(other.metric));
}

function partsOf(name: string) {
  const found = SIDES.find(([prefix]) => name.startsWith(prefix));
  if (found === undefined) return { metric: name, label: formatName(name), side: null };
  const [side, label] = found;
  return { metric: name.slice(side.length), label, side };
}

function rank(metric: string): number {
  const place = FIRST.indexOf(metric);
  return place < 0 ? FIRST.length : place;
}
