import { useQuery } from '@tanstack/react-query';
import { algorithmQuery } from '../../../api/queries';
import { fieldsOf, initialValues, isFieldValue, type FieldValues } from '../../../lib/schema/fields';
import { Button } from '../../../ui/Button';
import { SchemaForm } from '../../../ui/form/SchemaForm';
import { icons } from '../../../ui/icons';
import { withValue, type FirstStep } from '../../../lib/first-steps';
import styles from './FirstSteps.module.css';

interface FirstStepFormProps {
  steps: readonly FirstStep[];
  place: number;
  onChange: (steps: readonly FirstStep[]) => void;
}

/** One step that goes first, with a form drawn from its own schema. */
export function FirstStepForm({ steps, place, onChange }: FirstStepFormProps) {
  const step = steps[place];
  const algorithm = useQuery(algorithmQuery(step?.algorithm_id ?? '')).data;
  if (step === undefined) return null;
  const fields = fieldsOf(algorithm?.schema).filter(({ tasks }) => !tasks.includes('anomaly_detection'));
  const name = algorithm?.name ?? step.algorithm_id;
  return (
    <>
      <div className={styles.head}>
        <strong>{`${place + 1}. ${name}`}</strong>
        <Button
          look="quiet"
          icon={icons.trash}
          aria-label={`Take ${name} out`}
          onClick={() => onChange(steps.filter((_, at) => at !== place))}
        >
          Remove
        </Button>
      </div>
      <SchemaForm
        fields={fields}
        values={{ ...initialValues(fields), ...usable(step) }}
        problems={{}}
        onChange={(field, value) => onChange(withValue(steps, place, field, value))}
        onReset={(field) => onChange(withValue(steps, place, field, undefined))}
      />
    </>
  );
}

function usable(step: FirstStep): FieldValues {
  return Object.fromEntries(
    Object.entries(step.hyperparameters).flatMap(([name, value]) => (isFieldValue(value) ? [[name, value]] : [])),
  );
}
