import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { icons } from '../../../ui/icons';
import { NumberInput } from '../../../ui/NumberInput';
import { useToast } from '../../../ui/toast';
import { useContinue } from '../steering';
import styles from './RunSteering.module.css';

/** Adds rounds to a run that has ended, as a new run. */
export function ContinueForm({ id, unit }: { id: string; unit: string }) {
  const [rounds, setRounds] = useState<number | null>(50);
  const isUsable = rounds !== null && Number.isInteger(rounds) && rounds >= 1;
  const go = useContinue(id);
  const navigate = useNavigate();
  const tell = useToast();
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isUsable) return;
        go.mutate(rounds, {
          onSuccess: (child) => void navigate(`/runs/${child}`),
          onError: (error) => tell({ tone: 'bad', text: error.message }),
        });
      }}
    >
      <Field label={`Further ${unit}s`} problem={isUsable ? null : 'This must be a whole number of at least 1.'}>
        {(control) => <NumberInput {...control} value={rounds} onChange={setRounds} />}
      </Field>
      <Button type="submit" icon={icons.play} isBusy={go.isPending} disabled={!isUsable}>
        Continue
      </Button>
    </form>
  );
}
