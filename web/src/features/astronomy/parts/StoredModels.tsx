import { useQuery } from '@tanstack/react-query';
import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';
import styles from '../Playground.module.css';
import { storedModelsQuery } from '../queries';
import type { Wish } from '../wish';

interface StoredModelsProps {
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** Which stored model is asked: the one that comes for the mission, or one that went on learning. */
export function StoredModels({ wish, onChange }: StoredModelsProps) {
  const stored = useQuery(storedModelsQuery()).data ?? [];
  const tuned = stored.filter((one) => one.mission === wish.mission && one.parent_id !== null);
  const isThere = tuned.some((one) => one.id === wish.modelId);
  return (
    <>
      {tuned.length > 0 && (
        <Field label="Stored model">
          {(control) => (
            <Select
              {...control}
              value={isThere ? wish.modelId : ''}
              options={[
                { value: '', label: 'As it comes with Armillary' },
                ...tuned.map((one) => ({ value: one.id, label: one.name })),
              ]}
              onChange={(modelId) => onChange({ ...wish, modelId })}
            />
          )}
        </Field>
      )}
      <p className={styles.soft}>
        {wish.data === 'nasa'
          ? 'It answers at once for the mission’s test rows.'
          : 'It goes on learning from your rows and NASA’s together, is judged before and after on stars that it never saw, and is kept among the models. It answers for NASA’s test rows.'}
      </p>
    </>
  );
}
