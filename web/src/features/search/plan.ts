import { useQuery } from '@tanstack/react-query';
import { algorithmsQuery, datasetQuery } from '../../api/queries';
import { inferTask, suggestFeatures, suggestTarget } from '../../api/suggest';
import type { Column, Dataset } from '../../api/types';
import { isFirstSteps, type FirstStep } from '../../lib/first-steps';
import { isNumber, isRecord, isString, isStringList } from '../../lib/guards';
import { usePath } from '../../lib/state/use-path';
import type { Supervised } from '../../lib/tasks';
import { asideOf, rowsRequest, targetProblems, useRows, type Rows } from './rows';

/** What is wished of one parameter: a fixed value, a range, or some choices. */
export type Wish = Record<string, unknown>;
export type Wishes = Record<string, Record<string, Wish>>;

export interface Budget {
  trials: number;
  /** Null has no end of time. */
  seconds: number | null;
  /** Null never ends by itself. */
  patience: number | null;
  /** Whether trials learn a part of their rounds first; missing counts as no. */
  halving?: boolean;
  /** Whether the best are stacked at the end; missing counts as yes. */
  stack?: boolean;
  /** Whether a part of the rows is kept from every trial to judge the winner; missing counts as yes. */
  hold_out?: boolean;
}

export const USUAL_BUDGET: Budget = { trials: 100, seconds: 60, patience: 30, stack: true };

/** Everything chosen for a search; table and target are those of the Train page. */
export interface SearchPlan {
  dataset: Dataset | null;
  schema: readonly Column[];
  target: Column | null;
  task: Supervised | null;
  features: readonly string[];
  rows: Rows;
  seed: number;
  /** Null lets the server choose. */
  algorithms: readonly string[] | null;
  metric: string | null;
  wishes: Wishes;
  /** What goes before every learner, as on the Train page. */
  first: readonly FirstStep[];
  budget: Budget;
  missing: readonly string[];
  /** Ids of findings of the guard that whoever starts this goes on against. */
  accepted?: readonly string[];
}

export function useSearchPlan(): SearchPlan {
  const [datasetId] = usePath('selected_dataset', isString);
  const [targetName] = usePath('target_column', isString);
  const [chosenTask] = usePath('problem_type', isTask);
  const [chosenFeatures] = usePath('feature_columns', isStringList);
  const [seed] = usePath('seed', isNumber);
  const [algorithms] = usePath('search.algorithms', isStringList);
  const [metric] = usePath('search.metric', isString);
  const [wishes] = usePath('search.space', isWishes);
  const [first] = usePath('first', isFirstSteps);
  const [budget] = usePath('search.budget', isBudget);
  const dataset = useQuery({ ...datasetQuery(datasetId ?? ''), enabled: datasetId !== null }).data?.dataset ?? null;

  const offered = useQuery(algorithmsQuery()).data?.algorithms;

  const schema = dataset?.schema ?? [];
  const target = schema.find((column) => column.name === targetName) ?? suggestTarget(schema);
  const rows = useRows(schema, target?.name ?? null);
  const features = target === null ? [] : (chosenFeatures ?? suggestFeatures(schema, target.name, dataset?.rows ?? 0));
  const task = target === null ? null : (chosenTask ?? inferTask(target));
  const partial = {
    dataset,
    schema,
    target,
    task,
    features: features.filter((name) => name !== target?.name && !asideOf(rows).includes(name)),
    rows,
    seed: seed ?? 0,
    algorithms: algorithms === null ? null : ableOnes(algorithms, task, offered),
    metric,
    wishes: wishes ?? {},
    first: first ?? [],
    budget: budget ?? USUAL_BUDGET,
  };
  return { ...partial, missing: missingIn(partial) };
}

/** The chosen algorithms that can do the task; those chosen for another are not shown to be taken back. */
export function ableOnes(
  chosen: readonly string[],
  task: Supervised | null,
  offered: readonly { id: string; types: readonly string[] }[] | undefined,
): readonly string[] {
  if (task === null || offered === undefined) return chosen;
  return chosen.filter((id) => offered.find((one) => one.id === id)?.types.includes(task) ?? true);
}

/** What is asked of the server. */
export function requestOf(plan: SearchPlan) {
  if (plan.dataset === null || plan.target === null || plan.task === null) {
    throw new Error(plan.missing[0] ?? 'Something is not chosen yet.');
  }
  return {
    dataset_id: plan.dataset.id,
    target_column: plan.target.name,
    feature_columns: [...plan.features],
    problem_type: plan.task,
    algorithms: plan.algorithms === null ? null : [...plan.algorithms],
    metric: plan.metric,
    space: wishesFor(plan.wishes, plan.algorithms),
    first: [...plan.first],
    ...plan.budget,
    seed: plan.seed,
    ...rowsRequest(plan.rows, plan.features, plan.task === 'classification'),
    ...(plan.rows.alsoTargets.length > 0 && { target_columns: [plan.target.name, ...plan.rows.alsoTargets] }),
    accepted_findings: [...(plan.accepted ?? [])],
  };
}

/** The wishes that concern the chosen algorithms; of others nothing can be wished. */
export function wishesFor(wishes: Wishes, algorithms: readonly string[] | null): Wishes {
  if (algorithms === null) return wishes;
  return Object.fromEntries(Object.entries(wishes).filter(([id]) => algorithms.includes(id)));
}

export function isTask(value: unknown): value is Supervised {
  return value === 'classification' || value === 'regression';
}

function isWishes(value: unknown): value is Wishes {
  return isRecord(value) && Object.values(value).every((one) => isRecord(one) && Object.values(one).every(isRecord));
}

function isBudget(value: unknown): value is Budget {
  if (!isRecord(value) || !isNumber(value.trials)) return false;
  return [value.seconds, value.patience].every((one) => one === null || isNumber(one));
}

function missingIn(plan: Omit<SearchPlan, 'missing'>): string[] {
  if (plan.dataset === null) return ['Choose a dataset.'];
  if (plan.dataset.state !== 'ready') return ['Wait until the dataset is imported.'];
  const missing: string[] = [];
  if (plan.target === null) missing.push('Choose a target.');
  if (plan.features.length === 0) missing.push('There is no column to learn from.');
  if (plan.algorithms?.length === 0) missing.push('Choose at least one algorithm, or let Armillary choose.');
  missing.push(...targetProblems(plan.rows));
  const { trials, seconds, patience } = plan.budget;
  if (trials < 1 || trials > 1000) missing.push('Trials: between 1 and 1000.');
  if (seconds !== null && seconds < 5) missing.push('Seconds: 5 or more.');
  if (patience !== null && patience < 5) missing.push('Patience: 5 or more.');
  return missing;
}
