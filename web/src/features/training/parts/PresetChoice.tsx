import { useQuery } from '@tanstack/react-query';
import { presetsQuery } from '../../../api/queries';
import { Button } from '../../../ui/Button';
import { useChoose } from '../use-choose';
import styles from './AlgorithmStep.module.css';

/** Named sets of values to begin from; nothing where the algorithm has none. */
export function PresetChoice({ algorithmId }: { algorithmId: string }) {
  const choose = useChoose();
  const { data } = useQuery(presetsQuery(algorithmId));
  const presets = data?.presets ?? [];
  if (presets.length === 0) return null;
  return (
    <div className={styles.presets} role="group" aria-label="Presets">
      Begin from
      {presets.map((preset) => (
        <Button
          key={preset.id}
          title={preset.description}
          onClick={() => choose.hyperparameters(preset.hyperparameters)}
        >
          {preset.name}
        </Button>
      ))}
    </div>
  );
}
