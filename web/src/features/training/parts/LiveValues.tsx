import { useState } from 'react';
import { isNumber } from '../../../lib/guards';
import type { Field as SchemaField } from '../../../lib/schema/fields';
import { Button } from '../../../ui/Button';
import { Field } from '../../../ui/Field';
import { NumberInput } from '../../../ui/NumberInput';
import { useToast } from '../../../ui/toast';
import { useSetParameters } from '../steering';
import styles from './RunSteering.module.css';

interface LiveValuesProps {
  id: string;
  fields: readonly SchemaField[];
  /** The values in effect. */
  values: Readonly<Record<string, unknown>>;
}

/** The parameters that can be changed while the run goes on. */
export function LiveValues({ id, fields, values }: LiveValuesProps) {
  const [drafts, setDrafts] = useState<Readonly<Record<string, number>>>({});
  const change = useSetParameters(id);
  const tell = useToast();
  if (fields.length === 0) return null;
  const wanted = Object.entries(drafts).filter(([name, value]) => values[name] !== value);
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(Object.fromEntries(wanted), {
          onSuccess: () => setDrafts({}),
          onError: (error) => tell({ tone: 'bad', text: error.message }),
        });
      }}
    >
      {fields.map(({ name, title }) => (
        <Field key={name} label={title}>
          {(control) => (
            <NumberInput
              {...control}
              value={drafts[name] ?? numberIn(values[name])}
              onChange={(value) => setDrafts(value === null ? without(drafts, name) : { ...drafts, [name]: value })}
            />
          )}
        </Field>
      ))}
      <Button type="submit" isBusy={change.isPending} disabled={wanted.length === 0}>
        Change from here on
      </Button>
    </form>
  );
}

function numberIn(value: unknown): number | null {
  return isNumber(value) ? value : null;
}

function without(drafts: Readonly<Record<string, number>>, name: string): Record<string, number> {
  return Object.fromEntries(Object.entries(drafts).filter(([one]) => one !== name));
}
