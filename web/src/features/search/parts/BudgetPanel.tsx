import { Field } from '../../../ui/Field';
import { NumberInput } from '../../../ui/NumberInput';
import { Panel } from '../../../ui/Panel';
import { Toggle } from '../../../ui/Toggle';
import { USUAL_BUDGET, type Budget } from '../plan';
import styles from '../SearchPage.module.css';
import { useChoose } from '../use-choose';

/** How long to search: whatever comes first ends it. */
export function BudgetPanel({ budget }: { budget: Budget }) {
  const choose = useChoose();
  const set = (changes: Partial<Budget>) => choose.budget({ ...budget, ...changes });
  return (
    <Panel title="Budget" aside="whatever comes first">
      <div className={styles.stack}>
        <Field label="Trials at most">
          {(control) => (
            <NumberInput {...control} value={budget.trials} onChange={(trials) => trials !== null && set({ trials: Math.round(trials) })} />
          )}
        </Field>
        <Field
          label="End after some seconds"
          hint="Training the winner is included."
          beside={
            <Toggle
              aria-label="End after some seconds"
              isOn={budget.seconds !== null}
              onChange={(isOn) => set({ seconds: isOn ? USUAL_BUDGET.seconds : null })}
            />
          }
        >
          {(control) => (
            <NumberInput
              {...control}
              disabled={budget.seconds === null}
              value={budget.seconds}
              onChange={(seconds) => seconds !== null && set({ seconds })}
            />
          )}
        </Field>
        <Field
          label="End where nothing is gained"
          hint="Trials in a row without a gain beyond noise."
          beside={
            <Toggle
              aria-label="End where nothing is gained"
              isOn={budget.patience !== null}
              onChange={(isOn) => set({ patience: isOn ? USUAL_BUDGET.patience : null })}
            />
          }
        >
          {(control) => (
            <NumberInput
              {...control}
              disabled={budget.patience === null}
              value={budget.patience}
              onChange={(patience) => patience !== null && set({ patience: Math.round(patience) })}
            />
          )}
        </Field>
        <Field
          label="Halve by rounds"
          hint="Boosting, forests and networks learn a ninth of their rounds first; the best third of each stage goes on from where it stood."
        >
          {(control) => <Toggle {...control} isOn={budget.halving === true} onChange={(halving) => set({ halving })} />}
        </Field>
        <Field label="Stack the best at the end" hint="Their weighted sum is kept as a model of its own where it beats the leader beyond noise.">
          {(control) => <Toggle {...control} isOn={budget.stack !== false} onChange={(stack) => set({ stack })} />}
        </Field>
        <Field label="Keep rows to judge the winner" hint="Off, trials learn from all rows, and the folds alone say how good the best are.">
          {(control) => <Toggle {...control} isOn={budget.hold_out !== false} onChange={(isOn) => set({ hold_out: isOn })} />}
        </Field>
      </div>
    </Panel>
  );
}
