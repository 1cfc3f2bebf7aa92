import type { Algorithm, TaskKind } from '../../../api/answers';
import { formatCount } from '../../../lib/format';
import { AlgorithmCard } from './AlgorithmCard';
import styles from './AlgorithmStep.module.css';
import { groupAlgorithms } from './group-algorithms';

interface AlgorithmGroupsProps {
  algorithms: readonly Algorithm[];
  task: TaskKind | null;
  chosen: string | null;
  /** Whether what is shown was searched for, so that nothing of it is folded away. */
  isSearch: boolean;
  onChoose: (id: string) => void;
}

/** The algorithms, category by category; those taken over from scikit-learn stand behind a fold. */
export function AlgorithmGroups({ algorithms, task, isSearch, ...rest }: AlgorithmGroupsProps) {
  return (
    <div className={styles.groups} role="radiogroup" aria-label="Algorithm">
      {groupAlgorithms(algorithms, task).map(({ category, curated, derived }) => (
        <details key={category} className={styles.group} open>
          <summary>
            <h3 className={styles.category}>
              {category} <span className={styles.count}>{formatCount(curated.length + derived.length)}</span>
            </h3>
          </summary>
          {curated.length > 0 && <Cards algorithms={curated} task={task} {...rest} />}
          {derived.length > 0 && (
            <details className={styles.more} open={isSearch || has(derived, rest.chosen) || undefined}>
              <summary>{`More from scikit-learn (${formatCount(derived.length)})`}</summary>
              <Cards algorithms={derived} task={task} {...rest} />
            </details>
          )}
        </details>
      ))}
    </div>
  );
}

function has(algorithms: readonly Algorithm[], chosen: string | null): boolean {
  return algorithms.some((one) => one.id === chosen);
}

function Cards({ algorithms, task, chosen, onChoose }: Omit<AlgorithmGroupsProps, 'isSearch'>) {
  return (
    <div className={styles.cards}>
      {algorithms.map((algorithm) => (
        <AlgorithmCard
          key={algorithm.id}
          algorithm={algorithm}
          task={task}
          isChosen={algorithm.id === chosen}
          onChoose={() => onChoose(algorithm.id)}
        />
      ))}
    </div>
  );
}
