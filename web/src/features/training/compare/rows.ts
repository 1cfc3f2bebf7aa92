import type { ComparedRun } from '../../../api/run-answers';
import {
  groupOf,
  namesIn,
  NOTHING,
  numberRow,
  recipeText,
  recordRows,
  shortHash,
  textRow,
  valueText,
  type CompareGroup,
  type CompareRow,
} from '../../../lib/compare-rows';
import { formatCount, formatName } from '../../../lib/format';
import { isNumber } from '../../../lib/guards';
import { curveName, isLowerBetter, metricName, scoreText } from '../../../lib/metrics';

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
    .map(({ title, rows }) => groupOf(title, rows))
    .filter(({ rows }) => rows.length > 0);
}

function metricRows(runs: readonly ComparedRun[]): CompareRow[] {
  return namesIn(runs.map((run) => run.curves)).flatMap((name) =>
    (['last', 'best'] as const).map((which) => {
      const values = runs.map((run) => run.curves[name]?.[which] ?? null);
      return numberRow(`${curveName(name)}, ${which}`, values, isLowerBetter(name), (value) => scoreText(name, value));
    }),
  );
}

function resultRows(runs: readonly ComparedRun[]): CompareRow[] {
  const held = runs.map((run) => run.metrics ?? {});
  return namesIn(held).flatMap((name) => {
    const values = held.map((metrics) => (isNumber(metrics[name]) ? metrics[name] : null));
    return values.every((value) => value === null) ? [] : [numberRow(metricName(name), values, isLowerBetter(name), (value) => scoreText(name, value))];
  });
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
