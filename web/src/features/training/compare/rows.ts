import type { ComparedRun } from '../../../api/run-answers';
import { formatCount, formatName, formatNumber } from '../../../lib/format';
import { isNumber, isRecord } from '../../../lib/guards';
import { isLowerBetter } from '../../../lib/metrics';
import { parameterText } from '../../../lib/parameter-text';

/** One thing that runs are compared by. */
export interface CompareRow {
  title: string;
  cells: readonly string[];
  isSame: boolean;
  /** The places of the best; none where nothing is better. */
  best: ReadonlySet<number>;
}

export interface CompareGroup {
  title: string;
  rows: readonly CompareRow[];
}

const NONE: ReadonlySet<number> = new Set();
const NOTHING = '–';

/** All that runs are compared by, in groups; in each what differs comes first. */
export function groupsOf(runs: readonly ComparedRun[]): CompareGroup[] {
  return [
    { title: 'Metrics', rows: metricRows(runs) },
    { title: 'Results', rows: resultRows(runs) },
    { title: 'Parameters', rows: recordRows(runs.map((run) => run.hyperparameters)) },
    { title: 'Data', rows: dataRows(runs) },
    { title: 'Asked for', rows: askedRows(runs) },
    { title: 'Environment', rows: recordRows(runs.map((run) => run.versions ?? {})) },
  ]
    .map(({ title, rows }) => ({ title, rows: [...rows].sort((one, other) => Number(one.isSame) - Number(other.isSame)) }))
    .filter(({ rows }) => rows.length > 0);
}

function metricRows(runs: readonly ComparedRun[]): CompareRow[] {
  return namesIn(runs.map((run) => run.curves)).flatMap((name) =>
    (['last', 'best'] as const).map((which) => {
      const values = runs.map((run) => run.curves[name]?.[which] ?? null);
      return numberRow(`${formatName(name)}, ${which}`, values, isLowerBetter(name));
    }),
  );
}

function resultRows(runs: readonly ComparedRun[]): CompareRow[] {
  const held = runs.map((run) => run.metrics ?? {});
  return namesIn(held).flatMap((name) => {
    const values = held.map((metrics) => (isNumber(metrics[name]) ? metrics[name] : null));
    return values.every((value) => value === null) ? [] : [numberRow(formatName(name), values, isLowerBetter(name))];
  });
}

function recordRows(held: readonly Readonly<Record<string, unknown>>[]): CompareRow[] {
  return namesIn(held).map((name) => textRow(name, held.map((values) => (name in values ? valueText(values[name]) : NOTHING))));
}

function dataRows(runs: readonly ComparedRun[]): CompareRow[] {
  if (runs.every((run) => run.dataset_id === null)) return [];
  return [
    textRow('Dataset', runs.map((run) => run.dataset?.name ?? (run.dataset_id === null ? NOTHING : `${run.dataset_id}, gone`))),
    textRow('Rows', runs.map((run) => (run.dataset?.rows == null ? NOTHING : formatCount(run.dataset.rows)))),
    textRow('Bytes of the file', runs.map((run) => shortHash(run.dataset?.content_hash))),
    textRow('Rows learned from', runs.map((run) => shortHash(run.data_hash))),
    textRow('Recipe', runs.map((run) => recipeText(run.asked.steps))),
  ];
}

function askedRows(runs: readonly ComparedRun[]): CompareRow[] {
  const rows = (['target', 'problem_type', 'group', 'time', 'seed'] as const).map((name) =>
    textRow(formatName(name), runs.map((run) => (run.asked[name] == null ? NOTHING : valueText(run.asked[name])))),
  );
  const features = textRow('Features', runs.map((run) => (run.asked.features == null ? NOTHING : valueText(run.asked.features))));
  const algorithm = textRow('Algorithm', runs.map((run) => run.algorithm_id ?? NOTHING));
  return [algorithm, ...rows, features].filter((row) => row.cells.some((cell) => cell !== NOTHING));
}

function numberRow(title: string, values: readonly (number | null)[], isDown: boolean): CompareRow {
  const row = textRow(title, values.map((value) => (value === null ? NOTHING : formatNumber(value))));
  const known = values.filter(isNumber);
  if (row.isSame || known.length < 2) return row;
  const top = isDown ? Math.min(...known) : Math.max(...known);
  return { ...row, best: new Set(values.flatMap((value, at) => (value === top ? [at] : []))) };
}

function textRow(title: string, cells: readonly string[]): CompareRow {
  return { title, cells, isSame: cells.every((cell) => cell === cells[0]), best: NONE };
}

function namesIn(held: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(held.flatMap((one) => Object.keys(one)))].sort();
}

function valueText(value: unknown): string {
  return isNumber(value) ? formatNumber(value) : parameterText(value);
}

function shortHash(hash: string | null | undefined): string {
  return hash == null ? NOTHING : hash.replace(/^\w+:/, '').slice(0, 12);
}

function recipeText(steps: unknown): string {
  if (!Array.isArray(steps) || steps.length === 0) return 'none';
  return steps.map((step: unknown) => (isRecord(step) ? String(step.type) : '?')).join(' → ');
}
