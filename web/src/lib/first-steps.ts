import { isRecord, isString, type Guard } from './guards';

/** An algorithm that goes before the learner. */
export interface FirstStep {
  algorithm_id: string;
  hyperparameters: Record<string, unknown>;
  /** Whether a search turns what is worth it of the values that are not given. */
  search?: boolean;
  /** Where a search turns a value, where that is not where it usually does. */
  space?: Record<string, Record<string, unknown>>;
}

export const MOST_FIRST_STEPS = 5;

export const isFirstSteps: Guard<FirstStep[]> = (value): value is FirstStep[] =>
  Array.isArray(value) && value.every(isFirstStep);

function isFirstStep(value: unknown): value is FirstStep {
  return isRecord(value) && isString(value.algorithm_id) && isRecord(value.hyperparameters);
}

/** The steps with one value changed; undefined takes it back to where it began. */
export function withValue(steps: readonly FirstStep[], place: number, name: string, value: unknown): FirstStep[] {
  return steps.map((step, at) => {
    if (at !== place) return step;
    const others = Object.entries(step.hyperparameters).filter(([key]) => key !== name);
    return { ...step, hyperparameters: Object.fromEntries(value === undefined ? others : [...others, [name, value]]) };
  });
}
