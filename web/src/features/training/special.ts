import { canWeigh } from '../../api/suggest';
import type { Column } from '../../api/types';
import { isNumber, isRecord, isString, isStringList } from '../../lib/guards';
import { usePath } from '../../lib/state/use-path';

/** What makes some columns, rows or classes special, and how long a training may take. */
export interface Special {
  /** The columns to read as texts, where someone chose; else those that hold sentences. */
  texts: readonly string[] | null;
  /** The column that says how much each row counts. */
  weight: string | null;
  classWeights: Readonly<Record<string, number>>;
  maxSeconds: number | null;
  /** The columns to predict beside the target. */
  alsoTargets: readonly string[];
}

export function useSpecial(schema: readonly Column[], target: string | null): Special {
  const [texts] = usePath('text_columns', isStringList);
  const [weight] = usePath('weight_column', isString);
  const [classWeights] = usePath('class_weights', isWeights);
  const [also] = usePath('also_targets', isStringList);
  const [maxSeconds] = usePath('max_seconds', isNumber);
  return {
    texts,
    weight: schema.some((column) => column.name === weight && canWeigh(column)) ? weight : null,
    classWeights: classWeights ?? {},
    maxSeconds,
    alsoTargets:
      target === null ? [] : (also ?? []).filter((name) => name !== target && schema.some((one) => one.name === name)),
  };
}

/** The part of a request that says so. */
export function specialRequest(special: Special, features: readonly string[], target: string | null = null) {
  const { texts, weight, classWeights, maxSeconds, alsoTargets } = special;
  const isWeighed = Object.keys(classWeights).length > 0;
  return {
    ...(texts !== null && { text_columns: texts.filter((name) => features.includes(name)) }),
    ...(weight !== null && { weight_column: weight }),
    ...(isWeighed && { class_weights: { ...classWeights } }),
    ...(maxSeconds !== null && { max_seconds: maxSeconds }),
    ...(target !== null && alsoTargets.length > 0 && { target_columns: [target, ...alsoTargets] }),
  };
}

/** What of it keeps a training from starting. */
export function specialProblems({ classWeights, maxSeconds, alsoTargets }: Special, hasRecipe = false): string[] {
  const wrong = Object.entries(classWeights).filter(([, weight]) => !(weight > 0));
  const problems = wrong.map(([label]) => `The weight of class ${label} must be above 0.`);
  if (maxSeconds !== null && !(maxSeconds > 0)) problems.push('The time budget must be above 0 seconds.');
  if (alsoTargets.length > 0 && hasRecipe) problems.push('A recipe is for one target; apply it to the dataset first.');
  if (alsoTargets.length > 0 && Object.keys(classWeights).length > 0) problems.push('Class weights are for one target.');
  return problems;
}

/** Whether a column could be read as text, rather than as a list of categories. */
export function canBeText({ dtype, distinct }: Column): boolean {
  return dtype === 'str' && (distinct === null || distinct > MANY_TEXTS);
}

/** Whether it is read so unless someone chooses. */
export function isText(column: Column, texts: readonly string[] | null): boolean {
  return texts === null ? column.type === 'text' : texts.includes(column.name);
}

const MANY_TEXTS = 20;

function isWeights(value: unknown): value is Record<string, number> {
  return isRecord(value) && Object.values(value).every(isNumber);
}
