import type { Algorithm, TaskKind } from '../../../api/answers';

export interface AlgorithmGroup {
  category: string;
  /** Those written for this workbench: all of them, those for another task too. */
  curated: readonly Algorithm[];
  /** Those taken over from scikit-learn as it declares them: only those that fit the task. */
  derived: readonly Algorithm[];
}

/** The algorithms by category, in the order in which they came. */
export function groupAlgorithms(algorithms: readonly Algorithm[], task: TaskKind | null): AlgorithmGroup[] {
  const fits = (one: Algorithm) => task === null || one.types.includes(task);
  return [...new Set(algorithms.map((one) => one.category))]
    .map((category) => {
      const members = algorithms.filter((one) => one.category === category);
      return {
        category,
        curated: members.filter((one) => one.derived !== true),
        derived: members.filter((one) => one.derived === true && fits(one)),
      };
    })
    .filter(({ curated, derived }) => curated.length + derived.length > 0);
}
