import type { Algorithm, TaskKind } from '../../../api/answers';
import { Badge } from '../../../ui/Badge';
import { ChoiceCard } from '../../../ui/ChoiceCard';
import styles from './AlgorithmStep.module.css';

interface AlgorithmCardProps {
  algorithm: Algorithm;
  task: TaskKind | null;
  isChosen: boolean;
  onChoose: () => void;
}

export function AlgorithmCard({ algorithm, task, isChosen, onChoose }: AlgorithmCardProps) {
  const isFitting = task === null || algorithm.types.includes(task);
  const extra = algorithm.needs_extra ?? null;
  return (
    <ChoiceCard
      name="algorithm"
      title={algorithm.name}
      isChosen={isChosen}
      isDisabled={!isFitting}
      onChoose={onChoose}
    >
      <span className={styles.description}>{algorithm.description}</span>
      <span className={styles.badges}>
        {isFitting ? (
          <>
            <Badge title="How much the model can express">{`${algorithm.complexity} complexity`}</Badge>
            <Badge title="How long training takes">{`${algorithm.training_time} training`}</Badge>
          </>
        ) : (
          <Badge tone="brass">{`only for ${algorithm.types.join(', ')}`}</Badge>
        )}
        {algorithm.derived === true && (
          <Badge title="Taken over from scikit-learn as it declares it; its page tells more">scikit-learn</Badge>
        )}
        {algorithm.requires_gpu && <Badge tone="accent">GPU</Badge>}
        {algorithm.uses_gpu === true && (
          <Badge title="Computed on a graphics card where there is one and the network is large enough">GPU</Badge>
        )}
        {extra !== null && <Badge title={`Needs the extra [${extra}]`}>{extra}</Badge>}
      </span>
    </ChoiceCard>
  );
}
