import type { Algorithm, TaskKind } from '../../../api/answers';
import { formatCount } from '../../../lib/format';
import { AlgorithmCard } from './AlgorithmCard';
import styles from './AlgorithmStep.module.css';

interface AlgorithmGroupsProps {
  algorithms: readonly Algorithm[];
  task: TaskKind | null;
  chosen: string | null;
  onChoose: (id: string) => void;
}

/** The algorithms, category by category. */
export function AlgorithmGroups({ algorithms, task, chosen, onChoose }: AlgorithmGroupsProps) {
  const categories = [...new Set(algorithms.map((algorithm) => algorithm.category))];
  return (
    <div className={styles.groups} role="radiogroup" aria-label="Algorithm">
      {categories.map((category) => {
        const members = algorithms.filter((algorithm) => algorithm.category === category);
        return (
          <section key={category} aria-label={category}>
            <h3 className={styles.category}>
              {category} <span className={styles.count}>{formatCount(members.length)}</span>
            </h3>
            <div className={styles.cards}>
              {members.map((algorithm) => (
                <AlgorithmCard
                  key={algorithm.id}
                  algorithm={algorithm}
                  task={task}
                  isChosen={algorithm.id === chosen}
                  onChoose={() => onChoose(algorithm.id)}
                />
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}
