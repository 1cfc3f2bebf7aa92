import type { Candidate, SessionResult } from '../../api/astronomy-answers';
import { formatCount, formatShare } from '../../lib/format';
import { isNumber } from '../../lib/guards';

export type Order = 'planet' | 'confidence' | 'table';

export const PREDICTIONS = ['Exoplanet', 'Candidate', 'False Positive', 'Unknown'] as const;

export interface View {
  order: Order;
  prediction: string;
  text: string;
  /** Of rows of one name, the first alone: some tables have a row for each publication. */
  isOnce: boolean;
}

export const FIRST_VIEW: View = { order: 'planet', prediction: '', text: '', isOnce: true };

export function nameOf(candidate: Candidate): string {
  return candidate.name ?? `Sample ${candidate.id}`;
}

/** The rows to show, the likeliest planets first unless somebody wishes otherwise. */
export function ranked(candidates: readonly Candidate[], view: View): Candidate[] {
  const wanted = view.text.trim().toLowerCase();
  const found = candidates.filter(
    (one) =>
      (view.prediction === '' || one.prediction === view.prediction) &&
      (wanted === '' || nameOf(one).toLowerCase().includes(wanted)),
  );
  const value = (one: Candidate) => (view.order === 'planet' ? one.probabilities.planet : one.confidence);
  if (view.order !== 'table') found.sort((one, other) => value(other) - value(one) || one.id - other.id);
  return view.isOnce ? onceEach(found) : found;
}

/** Whether several rows have the same name. */
export function hasNamesTwice(candidates: readonly Candidate[]): boolean {
  return onceEach(candidates).length < candidates.length;
}

function onceEach(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter((one) => {
    const isNew = !seen.has(nameOf(one));
    seen.add(nameOf(one));
    return isNew;
  });
}

const PLACES: Readonly<Record<string, number>> = { Exoplanet: 0, 'False Positive': 1, Candidate: 2 };

/** Each prediction in a colour and shape that are its own in every session. */
export function colouringOf(candidates: readonly Candidate[]) {
  const groups = candidates.map((one) => PLACES[one.prediction] ?? -1);
  return { kind: 'groups', title: 'Prediction', names: Object.keys(PLACES), groups } as const;
}

export function countsOf(candidates: readonly Candidate[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of candidates) counts.set(one.prediction, (counts.get(one.prediction) ?? 0) + 1);
  return counts;
}

/** By which rows the scores above were judged, and what else is known of how good the model is. */
export function judgedOf({ metrics, test_metrics: onTest }: Pick<SessionResult, 'metrics' | 'test_metrics'>): string {
  const rows = metrics.confusion_matrix.flat().reduce((sum, count) => sum + count, 0);
  const isOfTest = onTest !== null && JSON.stringify(onTest) === JSON.stringify(metrics);
  const judged = `Judged on ${formatCount(rows)}${isOfTest ? ' of these' : ''} rows, of stars that the model never saw`;
  return isOfTest || onTest === null ? `${judged}.` : `${judged}; on these rows its accuracy is ${formatShare(onTest.accuracy)}.`;
}

/** Places of rows that have both numbers; with logarithms where both have to be above zero. */
export function points(candidates: readonly Candidate[], across: string, upwards: string, isLogarithmic: boolean) {
  const kept = candidates.flatMap((one) => {
    const x = one.features[across];
    const y = one.features[upwards];
    if (!isNumber(x) || !isNumber(y) || (isLogarithmic && (x <= 0 || y <= 0))) return [];
    return [{ one, x: isLogarithmic ? Math.log10(x) : x, y: isLogarithmic ? Math.log10(y) : y }];
  });
  return { candidates: kept.map(({ one }) => one), x: kept.map(({ x }) => x), y: kept.map(({ y }) => y) };
}

/** A table of the rows for spreadsheets; texts that a spreadsheet would compute are made plain. */
export function toCsv(candidates: readonly Candidate[]): string {
  const columns = [...new Set(candidates.flatMap((one) => Object.keys(one.features)))];
  const head = ['id', 'name', 'prediction', 'confidence', 'planet', 'candidate', 'false_positive', 'actual', 'reasons', ...columns];
  const rows = candidates.map((one) => {
    const { planet, candidate, false_positive: falsePositive } = one.probabilities;
    const told = [one.id, nameOf(one), one.prediction, one.confidence, planet, candidate, falsePositive];
    return [...told, one.actual ?? '', one.reasons.join(' '), ...columns.map((name) => one.features[name] ?? '')];
  });
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function cell(value: string | number | boolean): string {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
