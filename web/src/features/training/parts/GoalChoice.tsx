import { GOALS } from '../../../lib/tasks';
import { Field } from '../../../ui/Field';
import { Segmented } from '../../../ui/Segmented';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';

/** What is to be learned at all. */
export function GoalChoice({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const about = GOALS.find(({ value }) => value === plan.goal)?.about;
  return (
    <Field label="What is to be learned" hint={about}>
      {({ id }) => (
        <Segmented id={id} label="What is to be learned" options={GOALS} value={plan.goal} onChange={choose.goal} />
      )}
    </Field>
  );
}
