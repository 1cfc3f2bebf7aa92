import type { RecipeStep } from '../../../../api/types';
import { isRecord, isString } from '../../../../lib/guards';

/** Steps being put together, with all that can be undone and done again. */
export interface Draft {
  steps: RecipeStep[];
  past: RecipeStep[][];
  future: RecipeStep[][];
  /** What the last change was about: the next one about the same is undone with it. */
  topic: string | null;
}

const MOST_UNDONE = 100;

export const EMPTY_DRAFT: Draft = { steps: [], past: [], future: [], topic: null };

/** The draft with other steps; changes of one `topic` in a row, such as letters typed, are one. */
export function edited(draft: Draft, steps: RecipeStep[], topic: string | null = null): Draft {
  const isSame = topic !== null && topic === draft.topic;
  const past = isSame ? draft.past : [...draft.past, draft.steps].slice(-MOST_UNDONE);
  return { steps, past, future: [], topic };
}

export function undone(draft: Draft): Draft {
  const steps = draft.past.at(-1);
  if (steps === undefined) return draft;
  return { steps, past: draft.past.slice(0, -1), future: [draft.steps, ...draft.future], topic: null };
}

export function redone(draft: Draft): Draft {
  const [steps, ...future] = draft.future;
  if (steps === undefined) return draft;
  return { steps, past: [...draft.past, draft.steps], future, topic: null };
}

/** A new step of a kind; its id differs from all others. */
export function newStep(steps: readonly RecipeStep[], type: string): RecipeStep {
  const taken = new Set(steps.map((step) => step.id));
  let number = steps.length + 1;
  while (taken.has(`s${number}`)) number += 1;
  return { id: `s${number}`, type, params: {} };
}

/** The steps with one more, behind the one of this id or at the end. */
export function withStep(steps: readonly RecipeStep[], step: RecipeStep, behind: string | null): RecipeStep[] {
  const at = steps.findIndex((one) => one.id === behind);
  return at < 0 ? [...steps, step] : [...steps.slice(0, at + 1), step, ...steps.slice(at + 1)];
}

export function withoutStep(steps: readonly RecipeStep[], id: string): RecipeStep[] {
  return steps.filter((step) => step.id !== id);
}

/** The steps with one of them at another place. */
export function moved(steps: readonly RecipeStep[], id: string, to: number): RecipeStep[] {
  const step = steps.find((one) => one.id === id);
  const rest = withoutStep(steps, id);
  if (step === undefined) return [...steps];
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), step, ...rest.slice(place)];
}

export function withParam(steps: readonly RecipeStep[], id: string, name: string, value: unknown): RecipeStep[] {
  return steps.map((step) => (step.id === id ? { ...step, params: { ...step.params, [name]: value } } : step));
}

export function withoutParam(steps: readonly RecipeStep[], id: string, name: string): RecipeStep[] {
  return steps.map((step) => {
    if (step.id !== id) return step;
    const params = Object.fromEntries(Object.entries(step.params).filter(([key]) => key !== name));
    return { ...step, params };
  });
}

export function toggled(steps: readonly RecipeStep[], id: string): RecipeStep[] {
  return steps.map((step) => (step.id === id ? { ...step, disabled: step.disabled !== true } : step));
}

/** The steps with another name for a column wherever they speak of it, from one of them on. */
export function withColumn(steps: readonly RecipeStep[], from: number, old: string, name: string): RecipeStep[] {
  return steps.map((step, place) => (place < from ? step : { ...step, params: renamedIn(step.params, old, name) }));
}

/** The steps with other characters in an expression of one of them. */
export function withPart(
  steps: readonly RecipeStep[],
  id: string,
  name: string,
  { start, end }: { start: number; end: number },
  written: string,
): RecipeStep[] {
  const text = steps.find((step) => step.id === id)?.params[name];
  if (!isString(text)) return [...steps];
  return withParam(steps, id, name, text.slice(0, start) + written + text.slice(end));
}

export function isDraft(value: unknown): value is Draft {
  return (
    isRecord(value) && isSteps(value.steps) && Array.isArray(value.past) && value.past.every(isSteps) &&
    Array.isArray(value.future) && value.future.every(isSteps)
  );
}

function isSteps(value: unknown): value is RecipeStep[] {
  return Array.isArray(value) && value.every((one) => isRecord(one) && isString(one.id) && isString(one.type) && isRecord(one.params));
}

function renamedIn(params: Record<string, unknown>, old: string, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, renamed(value, old, name)]));
}

function renamed(value: unknown, old: string, name: string): unknown {
  if (isString(value)) {
    return value === old ? name : value.replaceAll(`[${old.replaceAll(']', ']]')}]`, `[${name.replaceAll(']', ']]')}]`);
  }
  if (Array.isArray(value)) return value.map((item) => renamed(item, old, name));
  return isRecord(value) ? renamedIn(value, old, name) : value;
}
