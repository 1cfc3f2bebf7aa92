import { useQuery } from '@tanstack/react-query';
import type { AlgorithmDetail, TaskKind } from '../../api/answers';
import { algorithmQuery, datasetQuery } from '../../api/queries';
import type { Column, Dataset } from '../../api/types';
import { isCalibration, type CalibrationMethod } from '../../lib/calibration';
import { isNumber, isRecord, isString, isStringList } from '../../lib/guards';
import { checkField } from '../../lib/schema/check';
import { fieldsOf, initialValues, isFieldValue, valuesFor, type Field, type FieldValues } from '../../lib/schema/fields';
import { usePath } from '../../lib/state/use-path';
import { goalOf, isTask, taskName, type Goal } from '../../lib/tasks';
import { isFirstSteps, type FirstStep } from '../../lib/first-steps';
import { isFoldKind, isPossible, type FoldKind } from './fold-kinds';
import { experimentsQuery } from './runs-queries';
import { specialProblems, useSpecial, type Special } from './special';
import { inferTask, suggestFeatures, suggestTarget } from '../../api/suggest';

/** Everything chosen on the page, completed with what is suggested where nothing was chosen. */
export interface Plan {
  datasetId: string | null;
  algorithmId: string | null;
  dataset: Dataset | null;
  schema: readonly Column[];
  goal: Goal;
  /** What is to be predicted; without that goal, the labels to judge by, if any. */
  target: Column | null;
  isTargetSuggested: boolean;
  task: TaskKind | null;
  features: readonly string[];
  group: string | null;
  /** The column in whose order rows are split, if they are. */
  time: string | null;
  seed: number;
  /** The folds that are learned beside the model; null where the test part alone judges it. */
  folds: FoldKind | null;
  /** How many settings of the parameters each fold tries itself; null where it takes those given. */
  trials: number | null;
  /** The kept recipe that prepares the table, if one does. */
  recipeId: string | null;
  /** What makes probabilities say how often they come true; null leaves them as they come. */
  calibration: CalibrationMethod | null;
  /** The experiment that the run goes into; null makes or finds that of the algorithm and the table. */
  experimentId: string | null;
  /** Texts, weights and the time budget. */
  special: Special;
  /** What scales or reduces the table before the learner sees it. */
  first: readonly FirstStep[];
  algorithm: AlgorithmDetail | null;
  fields: readonly Field[];
  values: FieldValues;
  /** What still keeps the training from starting, in the order of the steps. */
  missing: readonly string[];
  /** Ids of findings of the guard that whoever starts this goes on against. */
  accepted?: readonly string[];
}

export function usePlan(): Plan {
  const [datasetId] = usePath('selected_dataset', isString);
  const [targetName] = usePath('target_column', isString);
  const [chosenTask] = usePath('problem_type', isTask);
  const [chosenFeatures] = usePath('feature_columns', isStringList);
  const [group] = usePath('group_column', isString);
  const [time] = usePath('time_column', isString);
  const [seed] = usePath('seed', isNumber);
  const [recipeId] = usePath('recipe_id', isString);
  const [folds] = usePath('validation_kind', isFoldKind);
  const [calibration] = usePath('calibration', isCalibration);
  const [trials] = usePath('validation_trials', isNumber);
  const [experimentId] = usePath('experiment_id', isString);
  const experiments = useQuery(experimentsQuery()).data?.experiments;
  const [algorithmId] = usePath('selected_algorithm', isString);
  const [label] = usePath('label_column', isString);
  const [first] = usePath('first', isFirstSteps);
  const [changed] = usePath('hyperparameters', isRecord);
  const dataset = useQuery({ ...datasetQuery(datasetId ?? ''), enabled: datasetId !== null }).data?.dataset ?? null;
  const algorithm = useQuery({ ...algorithmQuery(algorithmId ?? ''), enabled: algorithmId !== null }).data ?? null;

  const schema = dataset?.schema ?? [];
  const goal = goalOf(chosenTask);
  const named = goal === 'predict' ? targetName : label;
  const chosenTarget = schema.find((column) => column.name === named) ?? null;
  const target = chosenTarget ?? (goal === 'predict' ? suggestTarget(schema) : null);
  const task = chosenTask ?? (target === null ? null : inferTask(target));
  const features = featuresFor(schema, target, chosenFeatures, dataset?.rows ?? 0);
  const special = useSpecial(schema, goal === 'predict' ? (target?.name ?? null) : null);
  const fields = fieldsOf(algorithm?.schema).filter(
    (field) => task === null || field.tasks.length === 0 || field.tasks.includes(task),
  );
  const values = valuesFor(fields, withChanges(fields, changed ?? {}));
  const partial = {
    datasetId,
    algorithmId,
    dataset,
    schema,
    goal,
    target,
    isTargetSuggested: goal === 'predict' && chosenTarget === null,
    task,
    features: features.filter((name) => ![group, time, special.weight, ...special.alsoTargets].includes(name)),
    special,
    group: schema.some((column) => column.name === group) ? group : null,
    time: schema.some((column) => column.name === time) ? time : null,
    seed: seed ?? 0,
    folds: goal === 'predict' && folds !== null && isPossible(folds, group, time) ? folds : null,
    trials: alsoNone(special) ? trials : null,
    recipeId,
    calibration: task === 'classification' ? calibration : null,
    experimentId: experiments?.find((one) => one.id === experimentId && one.status === 'active')?.id ?? null,
    first: first ?? [],
    algorithm,
    fields,
    values,
  };
  return { ...partial, missing: missingIn(partial) };
}

function alsoNone({ alsoTargets }: Special): boolean {
  return alsoTargets.length === 0;
}

function featuresFor(
  schema: readonly Column[],
  target: Column | null,
  chosen: readonly string[] | null,
  rows: number,
): readonly string[] {
  if (chosen === null) return suggestFeatures(schema, target?.name ?? null, rows);
  const wanted = new Set(chosen);
  return schema.map((column) => column.name).filter((name) => wanted.has(name) && name !== target?.name);
}

function withChanges(fields: readonly Field[], changed: Record<string, unknown>): FieldValues {
  const known = new Set(fields.map((field) => field.name));
  const usable = Object.entries(changed).filter(([name, value]) => known.has(name) && isFieldValue(value));
  return { ...initialValues(fields), ...Object.fromEntries(usable.flatMap(asField)) };
}

function asField([name, value]: [string, unknown]): [string, FieldValues[string]][] {
  return isFieldValue(value) ? [[name, value]] : [];
}

function missingIn(plan: Omit<Plan, 'missing'>): string[] {
  if (plan.dataset === null) return ['Choose a dataset.'];
  if (plan.dataset.state !== 'ready') return ['Wait until the dataset is imported.'];
  const missing: string[] = [];
  if (plan.goal === 'predict' && plan.target === null) missing.push('Choose a target.');
  if (plan.features.length === 0) missing.push('Choose at least one feature.');
  if (plan.algorithm === null) missing.push('Choose an algorithm.');
  else if (!plan.algorithm.algorithm_types.includes(plan.task ?? '')) {
    const task = plan.task === null ? 'this task' : taskName(plan.task);
    missing.push(`${plan.algorithm.name} does not do ${task}; choose another algorithm.`);
  } else if (plan.target === null && plan.goal !== 'predict' && plan.algorithm.requirements?.target === true) {
    missing.push(`${plan.algorithm.name} learns from a target; name the column.`);
  }
  missing.push(...specialProblems(plan.special, plan.recipeId !== null));
  for (const field of plan.fields) {
    const problem = checkField(field, plan.values[field.name] ?? null);
    if (problem !== null) missing.push(`${field.title}: ${problem}`);
  }
  return missing;
}
