import { formatCount } from '../../../lib/format';
import { Field } from '../../../ui/Field';
import { NumberInput } from '../../../ui/NumberInput';
import { trainingsOf } from '../fold-kinds';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';

/** Whether each fold searches the parameters itself, and what that takes. */
export function NestedChoice({ plan }: { plan: Plan }) {
  const choose = useChoose();
  if (plan.folds === null || plan.special.alsoTargets.length > 0) return null;
  const count = trainingsOf(plan.folds, plan.trials ?? 0);
  return (
    <Field
      label="Settings tried in each fold"
      hint={`Where the parameters come from a search, let each fold search again: its score does not know which were good on the rows held back. Takes ${formatCount(count)} trainings beside the one that is kept.`}
    >
      {(control) => <NumberInput {...control} placeholder="Only these" min={2} value={plan.trials} onChange={choose.trials} />}
    </Field>
  );
}
