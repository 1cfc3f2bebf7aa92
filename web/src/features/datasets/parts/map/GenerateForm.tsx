import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Generator } from '../../../../api/answers';
import { messageOf } from '../../../../api/errors';
import { Button } from '../../../../ui/Button';
import { EmptyState } from '../../../../ui/EmptyState';
import { Field } from '../../../../ui/Field';
import { SchemaForm } from '../../../../ui/form/SchemaForm';
import { icons } from '../../../../ui/icons';
import { Notice } from '../../../../ui/Notice';
import { NumberInput } from '../../../../ui/NumberInput';
import { Select } from '../../../../ui/Select';
import { TextInput } from '../../../../ui/TextInput';
import { GeneratedPicture } from './GeneratedPicture';
import styles from './map.module.css';
import { useGenerate } from './map-queries';
import { useForm } from './use-form';

const NONE: Readonly<Record<string, string>> = {};

/** Chooses a generator and its parameters, with a picture of what they make. */
export function GenerateForm({ generators }: { generators: readonly Generator[] }) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState('spiral');
  const [seed, setSeed] = useState<number | null>(0);
  const [name, setName] = useState('');
  const generator = generators.find((one) => one.id === chosen) ?? generators[0];
  const form = useForm(generator?.schema);
  const generate = useGenerate();
  if (generator === undefined) return <EmptyState title="No generator">This server has none.</EmptyState>;
  const order = { type: generator.id, seed: seed ?? 0, values: form.values };
  const isSeedRight = seed !== null && Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32;
  const isRight = form.isRight && isSeedRight;
  const create = () =>
    generate.mutate({ ...order, name }, { onSuccess: (made) => void navigate(`/data/${made.dataset_id}`) });
  return (
    <div className={styles.generate}>
      <div className={styles.controls}>
        <Field label="Kind of table" hint={generator.description}>
          {(control) => (
            <Select
              {...control}
              value={generator.id}
              options={generators.map(({ id, name: label }) => ({ value: id, label }))}
              onChange={(next) => {
                setChosen(next);
                form.clear();
              }}
            />
          )}
        </Field>
        <SchemaForm
          key={generator.id}
          fields={form.fields}
          values={form.values}
          problems={NONE}
          onChange={form.change}
          onReset={form.reset}
        />
        <div className={styles.pair}>
          <Field
            label="Seed"
            hint="The same seed makes the same table."
            problem={isSeedRight ? null : 'This must be a whole number from 0.'}
          >
            {(control) => <NumberInput {...control} value={seed} onChange={setSeed} />}
          </Field>
          <Button icon={icons.reset} onClick={() => setSeed((before) => ((before ?? 0) + 1) % 2 ** 32)}>
            Another
          </Button>
        </div>
        <Field label="Name" hint="What the dataset shall be called.">
          {(control) => (
            <TextInput
              {...control}
              value={name}
              placeholder={generator.id}
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className={styles.picture}>
        <GeneratedPicture generator={generator} order={order} isRight={isRight} />
        {generate.error !== null && <Notice tone="bad">{messageOf(generate.error)}</Notice>}
        <Button look="primary" isBusy={generate.isPending} disabled={!isRight} onClick={create}>
          Make this dataset
        </Button>
      </div>
    </div>
  );
}
