import { canWeigh, isOrdered } from '../../api/suggest';
import type { Column } from '../../api/types';
import { isNumber, isRecord, isString, isStringList } from '../../lib/guards';
import { usePath } from '../../lib/state/use-path';

/** How the rows of a table are split, weighed, prepared and read; the choices are those of the Train page. */
export interface Rows {
  group: string | null;
  time: string | null;
  weight: string | null;
  /** How much the rows of a class count in learning, by its label. */
  classWeights: Readonly<Record<string, number>>;
  /** The columns to read as texts, where someone chose. */
  texts: readonly string[] | null;
  recipeId: string | null;
  /** Columns that are predicted too, and never learned from. */
  alsoTargets: readonly string[];
}

export function useRows(schema: readonly Column[], target: string | null): Rows {
  const [group] = usePath('group_column', isString);
  const [time] = usePath('time_column', isString);
  const [weight] = usePath('weight_column', isString);
  const [classWeights] = usePath('class_weights', isWeights);
  const [texts] = usePath('text_columns', isStringList);
  const [recipeId] = usePath('recipe_id', isString);
  const [alsoTargets] = usePath('also_targets', isStringList);
  const find = (name: string | null, isFit: (column: Column) => boolean) =>
    schema.find((column) => column.name === name && isFit(column))?.name ?? null;
  return {
    group: find(group, () => true),
    time: find(time, isOrdered),
    weight: find(weight, canWeigh),
    classWeights: classWeights ?? {},
    texts,
    recipeId,
    alsoTargets: (alsoTargets ?? []).filter((name) => schema.some((column) => column.name === name && name !== target)),
  };
}

/** The columns that are never learned from. */
export function asideOf({ group, time, weight, alsoTargets }: Rows): string[] {
  return [group, time, weight, ...alsoTargets].filter((name) => name !== null);
}

/** The part of a request that says so. */
export function rowsRequest(rows: Rows, features: readonly string[], isClasses: boolean) {
  const isWeighed = isClasses && Object.keys(rows.classWeights).length > 0;
  return {
    ...(rows.group !== null && { group_column: rows.group }),
    ...(rows.time !== null && { time_column: rows.time }),
    ...(rows.weight !== null && { weight_column: rows.weight }),
    ...(isWeighed && { class_weights: { ...rows.classWeights } }),
    ...(rows.texts !== null && { text_columns: rows.texts.filter((name) => features.includes(name)) }),
    ...(rows.recipeId !== null && { recipe_id: rows.recipeId }),
  };
}

/** What several targets cannot have. */
export function targetProblems({ alsoTargets, recipeId, classWeights }: Rows): string[] {
  if (alsoTargets.length === 0) return [];
  return [
    ...(recipeId === null ? [] : ['A recipe is for one target; apply it to the dataset first.']),
    ...(Object.keys(classWeights).length === 0 ? [] : ['Class weights are for one target.']),
  ];
}

function isWeights(value: unknown): value is Record<string, number> {
  return isRecord(value) && Object.values(value).every(isNumber);
}
