import { isLowerBetter } from '../../../lib/metrics';

/** Which runs one looks at, in which order, with which columns: all of it in an address. */

export interface RunLook {
  search: string;
  status: readonly string[];
  algorithm: readonly string[];
  dataset: readonly string[];
  experiment: readonly string[];
  tag: readonly string[];
  person: readonly string[];
  /** Bounds such as `metric:val_loss<0.3`. */
  where: readonly string[];
  after: string;
  before: string;
  sort: string;
  isDescending: boolean;
  columns: readonly string[];
}

export const DEFAULT_COLUMNS: readonly string[] = ['status', 'tags', 'score', 'experiment', 'algorithm', 'created', 'duration'];

export const PLAIN: RunLook = {
  search: '',
  status: [],
  algorithm: [],
  dataset: [],
  experiment: [],
  tag: [],
  person: [],
  where: [],
  after: '',
  before: '',
  sort: 'created',
  isDescending: true,
  columns: DEFAULT_COLUMNS,
};

const LISTS = ['status', 'algorithm', 'dataset', 'experiment', 'tag', 'person', 'where'] as const;
export type ListName = (typeof LISTS)[number];

/** Reads a look from an address; what is not there is as it is by default. */
export function readLook(params: URLSearchParams): RunLook {
  const lists = Object.fromEntries(LISTS.map((name) => [name, params.getAll(name)]));
  const columns = params.getAll('column');
  return {
    ...PLAIN,
    ...lists,
    search: params.get('search') ?? '',
    after: params.get('after') ?? '',
    before: params.get('before') ?? '',
    sort: params.get('sort') ?? PLAIN.sort,
    isDescending: params.get('order') !== 'up',
    columns: columns.length === 0 ? DEFAULT_COLUMNS : columns,
  };
}

/** Writes a look as an address that can be shared; what is as by default is left out. */
export function writeLook(look: RunLook): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ['search', 'after', 'before'] as const) {
    if (look[name] !== '') params.set(name, look[name]);
  }
  for (const name of LISTS) for (const one of look[name]) params.append(name, one);
  if (look.sort !== PLAIN.sort) params.set('sort', look.sort);
  if (!look.isDescending) params.set('order', 'up');
  if (look.columns.join('\n') !== DEFAULT_COLUMNS.join('\n')) for (const one of look.columns) params.append('column', one);
  return params;
}

/** Whether some runs are left out. */
export function isFiltered(look: RunLook): boolean {
  return look.search !== '' || look.after !== '' || look.before !== '' || LISTS.some((name) => look[name].length > 0);
}

/** The query that asks the server for what one looks at. */
export function queryOf(look: RunLook) {
  return {
    ...(look.search !== '' && { search: look.search }),
    status: [...look.status].filter(isStatus),
    algorithm_id: [...look.algorithm],
    dataset_id: [...look.dataset],
    experiment_id: [...look.experiment],
    tag: [...look.tag],
    created_by: [...look.person],
    where: [...look.where],
    ...(look.after !== '' && { created_after: startOf(look.after) }),
    ...(look.before !== '' && { created_before: startOf(look.before) }),
    sort: look.sort,
    descending: look.isDescending,
    show: [...new Set([...look.columns, look.sort].flatMap(metricIn))].slice(0, 60),
  };
}

/** The metric that a column shows: of `metric:loss` and `metric:loss:best` it is `loss`. */
export function metricIn(column: string): string[] {
  const [kind, ...rest] = column.split(':');
  if (kind !== 'metric') return [];
  const name = rest.join(':').replace(/:(best|last)$/, '');
  return name === '' ? [] : [name];
}

/** The look sorted by a column, the best, the newest or the first of the alphabet above; the same again turns it round. */
export function sortedBy(look: RunLook, sort: string): RunLook {
  const [name] = sort.startsWith('result:') ? [sort.slice('result:'.length)] : metricIn(sort);
  const isLowestFirst = sort === 'name' || (name !== undefined && isLowerBetter(name));
  return { ...look, sort, isDescending: look.sort === sort ? !look.isDescending : !isLowestFirst };
}

/** A list with a value put in, or taken out where it was. */
export function toggled(list: readonly string[], value: string): string[] {
  return list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
}

const STATUSES = ['queued', 'running', 'paused', 'completed', 'failed', 'stopped'] as const;
type Status = (typeof STATUSES)[number];

function isStatus(text: string): text is Status {
  return STATUSES.some((one) => one === text);
}

function startOf(day: string): string {
  return `${day}T00:00:00Z`;
}
