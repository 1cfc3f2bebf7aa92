import type { Algorithm } from '../../../api/answers';
import { GOALS, goalOf, isTask, type Goal } from '../../../lib/tasks';
import { Button } from '../../../ui/Button';
import styles from './AlgorithmStep.module.css';

interface ElsewhereAlgorithmsProps {
  algorithms: readonly Algorithm[];
  onChoose: (id: string, goal: Goal) => void;
}

const MOST = 4;

/** Algorithms that a search names, but which learn something else than what is wanted: a click wants that. */
export function ElsewhereAlgorithms({ algorithms, onChoose }: ElsewhereAlgorithmsProps) {
  if (algorithms.length === 0) return null;
  return (
    <div className={styles.elsewhere} role="group" aria-label="Algorithms that learn something else">
      For something else:
      {algorithms.slice(0, MOST).map(({ id, name, types }) => {
        const goal = goalOf(types.find(isTask) ?? null);
        return (
          <Button key={id} onClick={() => onChoose(id, goal)}>
            {`${name} (${GOALS.find(({ value }) => value === goal)?.label.toLowerCase() ?? goal})`}
          </Button>
        );
      })}
    </div>
  );
}
