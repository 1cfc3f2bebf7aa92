import type { Job } from '../../../api/types';
import { formatBytes, formatDuration, formatNumber } from '../../../lib/format';
import { isNumber, isRecord } from '../../../lib/guards';
import { useLatest } from '../../../live/use-live';
import { Facts, type Fact } from '../../../ui/Facts';

/** How a running training fares at this moment. */
export function RunVitals({ job }: { job: Job }) {
  const facts = factsOf(useLatest(`job:${job.id}`, 'vitals'), job.unit ?? 'step');
  return facts.length === 0 ? null : <Facts facts={facts} isLarge />;
}

export function factsOf(vitals: unknown, unit: string): Fact[] {
  if (!isRecord(vitals)) return [];
  const shown: [string, unknown, (value: number) => string][] = [
    [`Time per ${unit}`, vitals.seconds_per_step, formatStep],
    ['Learning rate', vitals.learning_rate, formatNumber],
    ['Gradient norm', vitals.gradient_norm, formatNumber],
    ['Memory', vitals.memory_bytes, formatBytes],
  ];
  return shown.flatMap(([label, value, format]) => (isNumber(value) ? [{ label, value: format(value) }] : []));
}

/** Steps may take micro- or many seconds. */
function formatStep(seconds: number): string {
  return seconds < 1 ? `${formatNumber(seconds * 1000)} ms` : formatDuration(seconds);
}
