import type { Algorithm } from '../../../api/answers';
import { formatCountOf } from '../../../lib/format';
import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';
import { MOST_FIRST_STEPS } from '../../../lib/first-steps';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import styles from './FirstSteps.module.css';
import { FirstStepForm } from './FirstStepForm';

interface FirstStepsProps {
  plan: Plan;
  algorithms: readonly Algorithm[];
}

/** What scales or reduces the table before the learner sees it. */
export function FirstSteps({ plan, algorithms }: FirstStepsProps) {
  const choose = useChoose();
  const { first } = plan;
  const addable = algorithms.filter((one) => one.transforms === true);
  return (
    <details className={styles.fold} open={first.length > 0 || undefined}>
      <summary>
        {first.length === 0 ? 'First scale or reduce' : `First scale or reduce: ${formatCountOf(first.length, 'step')}`}
      </summary>
      <ol className={styles.steps}>
        {first.map((step, place) => (
          // A step has no name of its own, and the same one may come twice.
          <li key={`${step.algorithm_id}-${place}`} className={styles.step}>
            <FirstStepForm steps={first} place={place} onChange={choose.first} />
          </li>
        ))}
      </ol>
      {first.length < MOST_FIRST_STEPS && (
        <Field
          label="Add a step"
          hint="It learns from the training rows alone, and the model puts what it is asked through it."
        >
          {(control) => (
            <Select
              {...control}
              placeholder="Choose what goes first"
              value=""
              options={addable.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(id) => choose.first([...first, { algorithm_id: id, hyperparameters: {} }])}
            />
          )}
        </Field>
      )}
    </details>
  );
}
