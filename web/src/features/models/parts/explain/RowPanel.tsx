import { useState } from 'react';
import type { Cell, Model } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { Notice } from '../../../../ui/Notice';
import { NumberInput } from '../../../../ui/NumberInput';
import { Select } from '../../../../ui/Select';
import { useRowExplanation } from '../../explain-queries';
import { FixedColumns } from './FixedColumns';
import { RowExplanationView } from './RowExplanationView';
import { TargetChoice } from './TargetChoice';
import styles from './explain.module.css';

const EXPLAINED: ReadonlySet<string> = new Set(['classification', 'regression', 'clustering', 'anomaly_detection']);

/** Why the model says what it says of the row in the form, and what would have it say something else. */
export function RowPanel({ model, row }: { model: Model; row: Record<string, Cell> }) {
  const [wanted, setWanted] = useState<string | number | null>(null);
  const [fixed, setFixed] = useState<string[]>([]);
  const [target, setTarget] = useState<string | null>(null);
  const explanation = useRowExplanation(model.id);
  if (!EXPLAINED.has(model.task)) return null;
  const chosen = model.targets?.find(({ name }) => name === target) ?? model.targets?.[0] ?? model;
  const classes = (chosen.classes ?? []).map(String);
  const chooseTarget = (name: string) => {
    setTarget(name);
    setWanted(null); // it was an answer for another target
  };
  return (
    <div className={styles.row}>
      <div className={styles.form}>
        <TargetChoice model={model} value={target} onChange={chooseTarget} />
        <Field label="It should say">
          {(control) =>
            classes.length > 0 ? (
              <Select
                {...control}
                placeholder="The next likely"
                value={wanted === null ? '' : String(wanted)}
                options={classes.map((name) => ({ value: name, label: name }))}
                onChange={(text) => setWanted(text === '' ? null : text)}
              />
            ) : (
              <NumberInput
                {...control}
                placeholder="something else"
                value={typeof wanted === 'number' ? wanted : null}
                onChange={setWanted}
              />
            )
          }
        </Field>
        <Button isBusy={explanation.isPending} onClick={() => explanation.mutate({ row, fixed, wanted, target })}>
          Explain this row
        </Button>
      </div>
      <FixedColumns names={model.features.map(({ name }) => name)} fixed={fixed} onChange={setFixed} />
      <div aria-live="polite">
        {explanation.error !== null && <Notice tone="bad">{explanation.error.message}</Notice>}
        {explanation.data !== undefined && <RowExplanationView found={explanation.data} />}
      </div>
    </div>
  );
}
