import { useState } from 'react';
import { Button } from '../../../ui/Button';
import { EmptyState } from '../../../ui/EmptyState';
import { SchemaForm } from '../../../ui/form/SchemaForm';
import { icons } from '../../../ui/icons';
import { checkField } from '../../../lib/schema/check';
import { formatCount, formatCountOf } from '../../../lib/format';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import styles from './AlgorithmStep.module.css';
import { LastChoiceLine } from './LastChoiceLine';
import { PresetChoice } from './PresetChoice';
import { EditedPreset, type Edited } from './presets/EditedPreset';
import { Step } from './Step';
import { SweepButton } from './sweep/SweepButton';

interface ParameterStepProps {
  plan: Plan;
  refused: Readonly<Record<string, string>>;
}

/** Step four: the hyperparameters, in a form drawn from the algorithm's own schema. */
export function ParameterStep({ plan, refused }: ParameterStepProps) {
  const choose = useChoose();
  const { algorithm, fields, values } = plan;
  const [edited, setEdited] = useState<Edited | null>(null);
  const changed = fields.filter((field) => JSON.stringify(values[field.name]) !== JSON.stringify(field.initial));
  const wrong = fields.filter((field) => checkField(field, values[field.name] ?? null) !== null).length;
  return (
    <>
      <Step
        number={4}
        title="Hyperparameters"
        isDone={algorithm !== null && wrong === 0}
        chosen={algorithm && (wrong > 0 ? `${formatCount(wrong)} to put right` : changedText(changed))}
        waitsFor={algorithm === null ? 'First choose an algorithm.' : null}
        actions={
          changed.length > 0 && (
            <Button look="quiet" icon={icons.reset} onClick={() => choose.hyperparameters(null)}>
              Reset all
            </Button>
          )
        }
      >
        {algorithm !== null && (
          <>
            <p className={styles.about}>
              {algorithm.when_to_use ?? ''}{' '}
              {algorithm.documentation_url !== null && (
                <a href={algorithm.documentation_url} target="_blank" rel="noreferrer">
                  {algorithm.derived === true ? 'scikit-learn’s page' : 'How it works'}
                </a>
              )}
            </p>
            <LastChoiceLine algorithm={algorithm.name} fields={fields} />
            {typeof algorithm.max_rows === 'number' && (
              <p className={styles.about}>{`Takes up to ${formatCount(algorithm.max_rows)} training rows.`}</p>
            )}
            <PresetChoice key={`presets-${algorithm.id}`} algorithm={algorithm} plan={plan} onEdit={setEdited} />
            {fields.length === 0 ? (
              <EmptyState title="Nothing to set">This algorithm has no parameters.</EmptyState>
            ) : (
              <SchemaForm
                key={`form-${algorithm.id}`}
                fields={fields}
                values={values}
                problems={refused}
                onChange={choose.hyperparameter}
                onReset={choose.resetHyperparameter}
                drawBeside={(field) => <SweepButton field={field} plan={plan} />}
              />
            )}
          </>
        )}
      </Step>
      {/* Beside the form, which goes away when somebody else chooses another algorithm. */}
      {edited !== null && <EditedPreset key={edited.preset?.id ?? 'new'} edited={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function changedText(changed: readonly unknown[]): string {
  return changed.length === 0 ? 'defaults' : formatCountOf(changed.length, 'change');
}
