import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { RunCheckpoint } from '../../../api/steering';
import { classNames } from '../../../lib/class-names';
import { formatCount, formatNumber } from '../../../lib/format';
import { checkField } from '../../../lib/schema/check';
import { initialValues, isFieldValue, type Field as SchemaField, type FieldValue } from '../../../lib/schema/fields';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { SchemaForm } from '../../../ui/form/SchemaForm';
import { icons } from '../../../ui/icons';
import { Select } from '../../../ui/Select';
import { useToast } from '../../../ui/toast';
import { refusedFields } from '../queries';
import { useBranch } from '../steering';
import { DeleteMoment } from './DeleteMoment';
import styles from './RunSteering.module.css';

interface BranchFormProps {
  id: string;
  kept: readonly RunCheckpoint[];
  /** The parameters that may differ from those of a kept state. */
  fields: readonly SchemaField[];
  /** The one that says how long it goes on, if one does. */
  rounds: string | null;
  unit: string;
}

/** Goes on from a kept state with other values, as a new run. */
export function BranchForm({ id, kept, fields, rounds, unit }: BranchFormProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [changes, setChanges] = useState<Readonly<Record<string, FieldValue>>>({});
  const branch = useBranch(id);
  const navigate = useNavigate();
  const tell = useToast();
  const from = kept.find((one) => one.checkpoint_id === chosen) ?? kept.at(-1);
  if (from === undefined) return null;
  const whence = kept.length === 1 ? 'the kept state' : `one of ${formatCount(kept.length)} kept states`;
  const held = fields
    .map((field) => ({ ...field, initial: fieldValue(from.hyperparameters[field.name]) }))
    .map((field) => (field.name === rounds ? beyond(field, from.step) : field));
  const wanted = { ...furtherRounds(held, rounds, from.step), ...changes };
  const values = { ...initialValues(held), ...wanted };
  const isWrong = held.some((field) => checkField(field, values[field.name] ?? null) !== null);
  const refused = refusedFields(branch.error);
  return (
    <details>
      <summary>{`Branch from ${whence}`}</summary>
      <form
        className={classNames(styles.steering, styles.branch)}
        onSubmit={(event) => {
          event.preventDefault();
          if (isWrong) return;
          branch.mutate(
            { checkpointId: from.checkpoint_id, hyperparameters: wanted },
            {
              onSuccess: (child) => void navigate(`/runs/${child}`),
              onError: (error) => tell({ tone: 'bad', text: error.message }),
            },
          );
        }}
      >
        <Field label="Go on from">
          {(control) => (
            <Select
              {...control}
              value={from.checkpoint_id}
              options={kept.map((one) => ({ value: one.checkpoint_id, label: describe(one, unit) }))}
              onChange={setChosen}
            />
          )}
        </Field>
        <SchemaForm
          fields={held}
          values={values}
          problems={refused}
          onChange={(name, value) => setChanges({ ...changes, [name]: value })}
          onReset={(name) => setChanges(Object.fromEntries(Object.entries(changes).filter(([one]) => one !== name)))}
        />
        <div className={styles.line}>
          <Button type="submit" icon={icons.play} isBusy={branch.isPending} disabled={isWrong}>
            Branch
          </Button>
          <DeleteMoment id={id} moment={from} />
        </div>
      </form>
    </details>
  );
}

/** Has a number of rounds lead beyond the step that a state stands at, as far as the algorithm takes so many. */
export function beyond(field: SchemaField, step: number): SchemaField {
  const { shape } = field;
  if (shape.kind !== 'number' || step >= (shape.range.maximum ?? Infinity)) return field;
  return { ...field, shape: { ...shape, range: { ...shape.range, minimum: Math.max(step + 1, shape.range.minimum ?? 0) } } };
}

/** As many rounds again where the state stands behind the last: with those it had nothing would be left to learn. */
export function furtherRounds(fields: readonly SchemaField[], rounds: string | null, step: number): Record<string, number> {
  const field = fields.find(({ name }) => name === rounds);
  if (field === undefined || typeof field.initial !== 'number' || field.initial > step) return {};
  const most = field.shape.kind === 'number' ? (field.shape.range.maximum ?? Infinity) : Infinity;
  return { [field.name]: Math.max(step + 1, Math.min(step + field.initial, most)) };
}

function fieldValue(value: unknown): FieldValue {
  return isFieldValue(value) ? value : null;
}

function describe({ name, step, metrics }: RunCheckpoint, unit: string): string {
  const loss = metrics.val_loss;
  const judged = loss == null ? '' : `, validation loss ${formatNumber(loss)}`;
  return `${name} (${unit} ${formatCount(step)}${judged})`;
}
