import { useState } from 'react';
import { isNumber } from '../../../lib/guards';
import { checkField } from '../../../lib/schema/check';
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
  const [drafts, setDrafts] = useState<Readonly<Record<string, number | null>>>({});
  const change = useSetParameters(id);
  const tell = useToast();
  if (fields.length === 0) return null;
  const problemIn = (field: SchemaField) => {
    const draft = drafts[field.name];
    if (draft === undefined) return null;
    return draft === null ? 'A number is needed.' : checkField(field, draft);
  };
  const isWrong = fields.some((field) => problemIn(field) !== null);
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
      {fields.map((field) => (
        <Field key={field.name} label={field.title} problem={problemIn(field)}>
          {(control) => (
            <NumberInput
              {...control}
              value={field.name in drafts ? (drafts[field.name] ?? null) : numberIn(values[field.name])}
              onChange={(value) => setDrafts({ ...drafts, [field.name]: value })}
            />
          )}
        </Field>
      ))}
      <Button type="submit" isBusy={change.isPending} disabled={wanted.length === 0 || isWrong}>
        Change from here on
      </Button>
    </form>
  );
}

function numberIn(value: unknown): number | null {
  return isNumber(value) ? value : null;
}
