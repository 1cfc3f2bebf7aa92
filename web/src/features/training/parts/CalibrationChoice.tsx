import { CALIBRATIONS } from '../../../lib/calibration';
import { Field } from '../../../ui/Field';
import { Select } from '../../../ui/Select';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';

/** Whether probabilities are to say how often they come true. */
export function CalibrationChoice({ plan }: { plan: Plan }) {
  const choose = useChoose();
  return (
    <Field
      label="Calibrate probabilities"
      hint="By the validation rows, so that what is stated as 80% comes true 8 times of 10; the run shows them before and after."
    >
      {(control) => (
        <Select {...control} placeholder="As they come" value={plan.calibration ?? ''} options={CALIBRATIONS} onChange={choose.calibration} />
      )}
    </Field>
  );
}
