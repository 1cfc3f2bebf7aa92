import { useQuery } from '@tanstack/react-query';
import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';
import styles from '../Playground.module.css';
import { storedModelsQuery } from '../queries';
import { asksKepler, type Wish } from '../wish';

const KEPLER = 'kepler';

interface StoredModelsProps {
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** Which stored model is asked: the one that comes for the mission, or one that went on learning. */
export function StoredModels({ wish, onChange }: StoredModelsProps) {
  const stored = useQuery(storedModelsQuery()).data ?? [];
  const tuned = stored.filter((one) => one.mission === wish.mission && one.parent_id !== null);
  const mayAskKepler = wish.mission === 'tess' && wish.data === 'nasa';
  const isThere = tuned.some((one) => one.id === wish.modelId);
  return (
    <>
      {(tuned.length > 0 || mayAskKepler) && (
        <Field label="Stored model">
          {(control) => (
            <Select
              {...control}
              value={asksKepler(wish) ? KEPLER : isThere ? wish.modelId : ''}
              options={[
                { value: '', label: 'As it comes with Armillary' },
                ...(mayAskKepler ? [{ value: KEPLER, label: 'What Kepler taught' }] : []),
                ...tuned.map((one) => ({ value: one.id, label: one.name })),
              ]}
              onChange={(value) =>
                onChange({ ...wish, isFromKepler: value === KEPLER, modelId: value === KEPLER ? '' : value })
              }
            />
          )}
        </Field>
      )}
      <p className={styles.soft}>
        {asksKepler(wish)
          ? 'It has seen no star of TESS, and is silent where it is not sure enough; how often it is right where it speaks stands with the result.'
          : wish.data === 'nasa'
          ? 'It answers at once for the mission’s test rows.'
          : 'It goes on learning from your rows and NASA’s together, is judged before and after on stars that it never saw, and is kept among the models. It answers for NASA’s test rows.'}
      </p>
    </>
  );
}
