import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';

/** A column to judge by where nothing is predicted, or to choose columns by. */
export function LabelChoice({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const isLearned = plan.goal === 'preprocessing';
  if (isLearned && plan.algorithm?.requirements?.target !== true) return null;
  return (
    <Field
      label={isLearned ? 'Column to choose by' : 'Compare with labels'}
      hint={
        isLearned
          ? 'Columns are kept that tell most of this one.'
          : 'A column that says what is true. The result is judged by it, and never learns from it.'
      }
    >
      {(control) => (
        <Select
          {...control}
          placeholder="No column"
          value={plan.target?.name ?? ''}
          options={plan.schema.map(({ name }) => ({ value: name, label: name }))}
          onChange={choose.label}
        />
      )}
    </Field>
  );
}
