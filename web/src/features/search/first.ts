import type { AlgorithmSpace } from '../../api/search-answers';
import type { FirstStep } from '../../lib/first-steps';
import type { Wish } from './plan';

/** The names under which a trial keeps the values of what goes first: `pca.n_components`. */
export function ownerOf(name: string): string | null {
  const dot = name.indexOf('.');
  return dot === -1 ? null : name.slice(0, dot);
}

/** The space of a learner without what goes before all of them. */
export function spaceOfLearner(space: AlgorithmSpace): AlgorithmSpace {
  return {
    ...space,
    knobs: space.knobs.filter(({ name }) => ownerOf(name) === null),
    fixed: Object.fromEntries(Object.entries(space.fixed).filter(([name]) => ownerOf(name) === null)),
  };
}

/** The space of a step that goes first, which every learner's brings along. */
export function spaceOfStep(spaces: readonly AlgorithmSpace[], id: string): AlgorithmSpace {
  const { knobs = [], fixed = {} } = spaces[0] ?? {};
  const own = (name: string) => name.slice(id.length + 1);
  return {
    algorithm_id: id,
    knobs: knobs.filter(({ name }) => ownerOf(name) === id).map((knob) => ({ ...knob, name: own(knob.name) })),
    fixed: Object.fromEntries(
      Object.entries(fixed).flatMap(([name, value]) => (ownerOf(name) === id ? [[own(name), value]] : [])),
    ),
  };
}

/** What is wished of a step, as of any algorithm. */
export function wishesOfStep(step: FirstStep): Record<string, Wish> {
  const fixed = Object.entries(step.hyperparameters).map(([name, value]): [string, Wish] => [name, { fixed: value }]);
  return { ...Object.fromEntries(fixed), ...step.space };
}

/** The step with something else wished of one value; null takes the wish back. */
export function withWish(step: FirstStep, name: string, wish: Wish | null): FirstStep {
  const without = <Value>(values: Record<string, Value>): Record<string, Value> =>
    Object.fromEntries(Object.entries(values).filter(([other]) => other !== name));
  const hyperparameters = without(step.hyperparameters);
  const space = without(step.space ?? {});
  if (wish === null) return { ...step, hyperparameters, space };
  if ('fixed' in wish) return { ...step, hyperparameters: { ...hyperparameters, [name]: wish.fixed }, space };
  return { ...step, hyperparameters, space: { ...space, [name]: wish } };
}

/** The values of a trial, the learner's own and those of what went first. */
export function splitValues(params: Readonly<Record<string, unknown>>, first: readonly string[]) {
  const of = (owner: string | null) =>
    Object.fromEntries(
      Object.entries(params).flatMap(([name, value]) =>
        ownerOf(name) === owner ? [[owner === null ? name : name.slice(owner.length + 1), value]] : [],
      ),
    );
  return {
    values: of(null),
    first: first.map((id): FirstStep => ({ algorithm_id: id, hyperparameters: of(id) })),
  };
}
