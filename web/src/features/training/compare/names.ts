import type { ComparedRun } from '../../../api/run-answers';

/** What each run is called beside the others: the end of its id tells those of one name apart. */
export function namesOf(runs: readonly Pick<ComparedRun, 'id' | 'name'>[]): ReadonlyMap<string, string> {
  return new Map(
    runs.map(({ id, name }) => {
      const isAlone = runs.filter((one) => one.name === name).length === 1;
      return [id, isAlone ? name : `${name} (${id.slice(-5)})`];
    }),
  );
}

/** How many runs are compared at once. */
export const MOST_COMPARED = 20;
