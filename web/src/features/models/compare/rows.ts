import type { ComparedModel } from '../../../api/registry-answers';
import {
  groupOf,
  namesIn,
  NOTHING,
  numberRow,
  recipeText,
  recordRows,
  shortHash,
  textRow,
  type CompareGroup,
  type CompareRow,
} from '../../../lib/compare-rows';
import { formatBytes } from '../../../lib/format';
import { isNumber } from '../../../lib/guards';
import { intervalText, isLowerBetter, metricName, scoreText } from '../../../lib/metrics';

/** All that models are compared by, in groups; in each what differs comes first. */
export function groupsOf(models: readonly ComparedModel[]): CompareGroup[] {
  return [
    groupOf('Scores', scoreRows(models)),
    groupOf('Model', modelRows(models)),
    groupOf('Parameters', recordRows(models.map(({ params }) => params))),
    groupOf('Data', dataRows(models)),
    groupOf('Card', recordRows(models.map(({ card }) => card))),
    groupOf('Environment', recordRows(models.map(({ versions }) => versions))),
  ].filter(({ rows }) => rows.length > 0);
}

/** Scores with their intervals; where there are none, the plain metrics. */
function scoreRows(models: readonly ComparedModel[]): CompareRow[] {
  const scored = models.map(({ scores }) => new Map(scores.map((score) => [score.id, score])));
  const ids = [...new Set(models.flatMap(({ scores }) => scores.map(({ id }) => id)))];
  if (ids.length === 0) return metricRows(models);
  return ids.flatMap((id) => {
    const found = scored.map((scores) => scores.get(id));
    const one = found.find((score) => score !== undefined);
    if (one === undefined || found.every((score) => score?.value == null)) return [];
    const row = numberRow(one.name, found.map((score) => score?.value ?? null), one.better === 'lower', (value) => scoreText(id, value));
    return [{ ...row, cells: row.cells.map((cell, at) => `${cell}${intervalOf(found[at])}`) }];
  });
}

function intervalOf(score: ComparedModel['scores'][number] | undefined): string {
  if (score?.low == null || score.high == null) return '';
  return ` (${intervalText(score.id, score.low, score.high)})`;
}

function metricRows(models: readonly ComparedModel[]): CompareRow[] {
  const held = models.map(({ metrics }) => metrics);
  return namesIn(held).flatMap((name) => {
    const values = held.map((metrics) => (isNumber(metrics[name]) ? metrics[name] : null));
    return values.every((value) => value === null) ? [] : [numberRow(metricName(name), values, isLowerBetter(name), (value) => scoreText(name, value))];
  });
}

function modelRows(models: readonly ComparedModel[]): CompareRow[] {
  return [
    textRow('Algorithm', models.map(({ algorithm_name: name }) => name)),
    textRow('Target', models.map(({ target }) => target ?? NOTHING)),
    textRow('Version', models.map(({ registered }) => (registered === null ? NOTHING : `${registered.name}/${registered.number}`))),
    textRow('Stage', models.map(({ registered }) => registered?.stage ?? NOTHING)),
    textRow('Tags', models.map(({ tags }) => (tags.length === 0 ? NOTHING : tags.join(', ')))),
    textRow('Features', models.map(({ features, omitted }) => (omitted.includes('features') ? 'many' : String(features.length)))),
    textRow('Size', models.map(({ size_bytes: size }) => formatBytes(size))),
    textRow('Seed', models.map(({ seed }) => (seed === null ? NOTHING : String(seed)))),
    textRow('Warnings', models.map(({ warnings }) => (warnings.length === 0 ? 'none' : warnings.join(' ')))),
  ];
}

function dataRows(models: readonly ComparedModel[]): CompareRow[] {
  return [
    textRow('Dataset', models.map(({ dataset, dataset_id: id }) => dataset?.name ?? (id === null ? NOTHING : `${id}, gone`))),
    textRow('Its version then', models.map(({ dataset_version: version }) => (version === null ? NOTHING : String(version)))),
    textRow('Bytes of the file', models.map(({ dataset_hash: hash }) => shortHash(hash))),
    textRow('Rows learned from', models.map(({ data_hash: hash }) => shortHash(hash))),
    textRow('Recipe', models.map(({ recipe }) => recipeText(recipe))),
    textRow('Judged on', models.map(({ part }) => part ?? NOTHING)),
  ];
}
