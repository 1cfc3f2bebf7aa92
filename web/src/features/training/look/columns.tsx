import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Run } from '../../../api/run-answers';
import { formatDuration, formatNumber, secondsBetween } from '../../../lib/format';
import { isNumber } from '../../../lib/guards';
import { curveName, headline, metricName, scoreText } from '../../../lib/metrics';
import { parameterText } from '../../../lib/parameter-text';
import { AgainstMark } from '../../../ui/AgainstMark';
import { Badge } from '../../../ui/Badge';
import { StateBadge } from '../../../ui/StateBadge';
import { Time } from '../../../ui/Time';
import { stateOf } from '../state-of';
import { metricIn } from './look';

/** Names behind ids, as far as they are known. */
export interface Names {
  experiments: ReadonlyMap<string, string>;
  algorithms: ReadonlyMap<string, string>;
  datasets: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, string>;
}

export interface RunColumn {
  id: string;
  title: string;
  width: number;
  isNumber: boolean;
  /** What the list is sorted by at a click; null where it cannot be. */
  sort: string | null;
  cell: (run: Run, names: Names, now: number) => ReactNode;
}

const NOTHING = '–';

export const NAME: RunColumn = {
  id: 'name',
  title: 'Run',
  width: 260,
  isNumber: false,
  sort: 'name',
  cell: (run) => (
    <>
      <Link to={`/runs/${run.id}`} tabIndex={-1}>
        {run.name}
      </Link>
      <AgainstMark count={run.against} />
    </>
  ),
};

const FIXED: readonly RunColumn[] = [
  { id: 'status', title: 'State', width: 120, isNumber: false, sort: null, cell: (run) => <StateBadge state={stateOf(run.status)} /> },
  { id: 'tags', title: 'Tags', width: 150, isNumber: false, sort: null, cell: (run) => run.tags.map((tag) => <Badge key={tag}>{tag}</Badge>) },
  { id: 'score', title: 'Score', width: 170, isNumber: true, sort: null, cell: (run) => scored(run, scoreOf(run)) },
  { id: 'experiment', title: 'Experiment', width: 180, isNumber: false, sort: null, cell: (run, names) => nameOf(names.experiments, run.experiment_id) },
  { id: 'algorithm', title: 'Algorithm', width: 150, isNumber: false, sort: null, cell: (run, names) => nameOf(names.algorithms, run.algorithm_id) },
  { id: 'dataset', title: 'Dataset', width: 160, isNumber: false, sort: null, cell: (run, names) => nameOf(names.datasets, run.dataset_id) },
  { id: 'created', title: 'Begun', width: 130, isNumber: false, sort: 'created', cell: (run) => <Time time={run.created_at} /> },
  { id: 'duration', title: 'Took', width: 100, isNumber: true, sort: null, cell: (run, _names, now) => tookText(run, now) },
  { id: 'person', title: 'Begun by', width: 120, isNumber: false, sort: null, cell: (run, names) => names.people.get(run.created_by) ?? run.created_by },
];

/** The columns that every run has. */
export const FIXED_IDS: readonly string[] = FIXED.map((column) => column.id);

/** The column of an id; null for one that no list knows. */
export function columnOf(id: string): RunColumn | null {
  const fixed = FIXED.find((column) => column.id === id);
  if (fixed !== undefined) return fixed;
  const [kind, ...rest] = id.split(':');
  const name = rest.join(':');
  if (name === '') return null;
  const numeric = { id, width: 130, isNumber: true, sort: id };
  if (kind === 'metric') return { ...numeric, title: titleOf(id), cell: (run) => scored(run, metricText(run, id)) };
  if (kind === 'parameter') return { ...numeric, title: name, cell: (run) => valueText(run.hyperparameters, name) };
  if (kind === 'result') return { ...numeric, title: metricName(name), cell: (run) => scored(run, resultText(run.metrics ?? {}, name)) };
  return null;
}

/** How a column is called where there is room for words. */
export function titleOf(id: string): string {
  const [metric] = metricIn(id);
  if (metric !== undefined) return id.endsWith(':best') ? `${curveName(metric)}, best` : curveName(metric);
  return columnOf(id)?.title ?? id;
}

function scored(run: Run, text: string): ReactNode {
  if (text === NOTHING) return text;
  return (
    <>
      <AgainstMark count={run.against} />
      {text}
    </>
  );
}

/** What says most about a run, with its name: runs of several tasks stand below one another. */
function scoreOf(run: Run): string {
  const found = headline(run.metrics ?? {});
  return found === null ? NOTHING : `${found.label} ${found.text}`;
}

function metricText(run: Run, id: string): string {
  const ends = run.curves[metricIn(id)[0] ?? ''];
  const value = id.endsWith(':best') ? ends?.best : ends?.last;
  return scoreText(metricIn(id)[0] ?? '', value);
}

function resultText(values: Readonly<Record<string, unknown>>, name: string): string {
  const value = values[name];
  return isNumber(value) ? scoreText(name, value) : valueText(values, name);
}

function valueText(values: Readonly<Record<string, unknown>>, name: string): string {
  if (!(name in values)) return NOTHING;
  const value = values[name];
  return isNumber(value) ? formatNumber(value) : parameterText(value);
}

function nameOf(names: ReadonlyMap<string, string>, id: string | null): string {
  return id === null ? '–' : (names.get(id) ?? id);
}

function tookText(run: Run, now: number): string {
  return run.started_at === null ? '–' : formatDuration(secondsBetween(run.started_at, run.completed_at, now));
}
