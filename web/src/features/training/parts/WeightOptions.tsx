import { canWeigh } from '../../../api/suggest';
import { formatCountOf } from '../../../lib/format';
import { Field } from '../../../ui/Field';
import { NumberInput } from '../../../ui/NumberInput';
import { Select } from '../../../ui/Select';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import { ClassWeights } from './ClassWeights';
import styles from './TargetStep.module.css';

/** How much rows and classes count, and how long it may take. */
export function WeightOptions({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const { special, target, schema } = plan;
  const isPredicted = plan.goal === 'predict';
  const possible = schema.filter((column) => column.name !== target?.name && canWeigh(column));
  const named = Object.keys(special.classWeights).length;
  return (
    <details className={styles.fold}>
      <summary>{wordsFor(special.weight, named, special.maxSeconds)}</summary>
      <div className={styles.line}>
        {isPredicted && (
          <Field
            label="Weight of a row"
            hint="Numbers from 0 on: how much each row counts, in learning and in the metrics."
          >
            {(control) => (
              <Select
                {...control}
                placeholder="All count alike"
                value={special.weight ?? ''}
                options={possible.map(({ name }) => ({ value: name, label: name }))}
                onChange={choose.weight}
              />
            )}
          </Field>
        )}
        <Field label="Time budget in seconds" hint="Stops then and keeps the best. Reading the table does not count.">
          {(control) => (
            <NumberInput {...control} placeholder="no limit" value={special.maxSeconds} onChange={choose.maxSeconds} />
          )}
        </Field>
      </div>
      {isPredicted && plan.task === 'classification' && <ClassWeights plan={plan} />}
    </details>
  );
}

function wordsFor(weight: string | null, named: number, maxSeconds: number | null): string {
  const said = [
    ...(weight === null ? [] : [`rows by ${weight}`]),
    ...(named === 0 ? [] : [formatCountOf(named, 'class weight')]),
    ...(maxSeconds === null ? [] : [`${String(maxSeconds)} s at most`]),
  ];
  return said.length === 0 ? 'Weights and time budget' : `Weights and time budget: ${said.join(', ')}`;
}
