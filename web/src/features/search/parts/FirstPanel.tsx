import { useQuery } from '@tanstack/react-query';
import { algorithmsQuery } from '../../../api/queries';
import type { AlgorithmSpace } from '../../../api/search-answers';
import { MOST_FIRST_STEPS, type FirstStep } from '../../../lib/first-steps';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { icons } from '../../../ui/icons';
import { Panel } from '../../../ui/Panel';
import { Select } from '../../../ui/Select';
import { spaceOfStep, wishesOfStep, withWish } from '../first';
import type { SearchPlan } from '../plan';
import styles from '../SearchPage.module.css';
import { useChoose } from '../use-choose';
import { AlgorithmFold } from './AlgorithmFold';

interface FirstPanelProps {
  plan: SearchPlan;
  spaces: readonly AlgorithmSpace[];
}

/** What scales or reduces the table before every learner, and which of its values are searched. */
export function FirstPanel({ plan, spaces }: FirstPanelProps) {
  const choose = useChoose();
  const algorithms = useQuery(algorithmsQuery()).data?.algorithms ?? [];
  const { first } = plan;
  const taken = first.map((step) => step.algorithm_id);
  const addable = algorithms.filter((one) => one.transforms === true && !taken.includes(one.id));
  const put = (place: number, step: FirstStep | null) =>
    choose.first(first.flatMap((one, at) => (at !== place ? [one] : step === null ? [] : [step])));
  return (
    <Panel title="First scale or reduce" aside="learned anew from the training rows of every fold">
      <div className={styles.stack}>
        {first.map((step, place) => (
          <AlgorithmFold
            key={step.algorithm_id}
            task={null}
            isOpen
            space={spaceOfStep(spaces, step.algorithm_id)}
            wishes={wishesOfStep(step)}
            onWish={(name, wish) => put(place, withWish(step, name, wish))}
          >
            <div className={styles.bounds}>
              <label className={styles.choice}>
                <input
                  type="checkbox"
                  checked={step.search === true}
                  onChange={(event) => put(place, { ...step, search: event.target.checked })}
                />
                search its values too
              </label>
              <Button look="quiet" icon={icons.trash} aria-label={`Take ${step.algorithm_id} out`} onClick={() => put(place, null)}>
                Remove
              </Button>
            </div>
          </AlgorithmFold>
        ))}
        {first.length < MOST_FIRST_STEPS && (
          <Field label="Add a step" hint="It goes before every learner, and travels with the model.">
            {(control) => (
              <Select
                {...control}
                placeholder="Nothing goes first"
                value=""
                options={addable.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(id) => id !== '' && choose.first([...first, { algorithm_id: id, hyperparameters: {}, search: true }])}
              />
            )}
          </Field>
        )}
      </div>
    </Panel>
  );
}
