import { useState } from 'react';
import type { MapMethod } from '../../../../api/answers';
import { messageOf } from '../../../../api/errors';
import type { Dataset } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { SchemaForm } from '../../../../ui/form/SchemaForm';
import { Notice } from '../../../../ui/Notice';
import { Segmented } from '../../../../ui/Segmented';
import { isNarrowed, rowsOf } from '../explore/look/look';
import { useLook } from '../explore/look/use-look';
import { ColumnChoice } from './ColumnChoice';
import styles from './map.module.css';
import { useMakeMap } from './map-queries';
import { useForm } from './use-form';

interface MapFormProps {
  dataset: Dataset;
  methods: readonly MapMethod[];
  onMade: (mapId: string) => void;
}

const NONE: Readonly<Record<string, string>> = {};
const ROWS = [
  { value: 'shown', label: 'The rows shown' },
  { value: 'all', label: 'All rows' },
];
const GAPS = [
  { value: 'fill', label: 'Fill gaps' },
  { value: 'drop', label: 'Leave such rows out' },
];

/** Method, columns and parameters of a map. */
export function MapForm({ dataset, methods, onMade }: MapFormProps) {
  const [chosen, setChosen] = useState('pca');
  const [columns, setColumns] = useState<string[] | null>(null);
  const [missing, setMissing] = useState<'fill' | 'drop'>('fill');
  const method = methods.find(({ id }) => id === chosen) ?? methods[0];
  const form = useForm(method?.schema);
  const make = useMakeMap(dataset.id);
  const [look] = useLook();
  const [isOfAll, setIsOfAll] = useState(false);
  const isOfShown = isNarrowed(look) && !isOfAll;
  if (method === undefined) return null;
  const submit = () =>
    make.mutate(
      {
        method: method.id,
        columns,
        missing,
        parameters: { ...form.values },
        ...(isOfShown && { view: rowsOf(look) }),
      },
      { onSuccess: ({ map }) => onMade(map.id) },
    );
  const hasGaps = (dataset.schema ?? []).some((column) => column.missing > 0);
  return (
    <div className={styles.controls}>
      <Field label="Method" hint={method.description}>
        {(control) => (
          <Segmented
            id={control.id}
            label="Method"
            options={methods.map(({ id, name }) => ({ value: id, label: name }))}
            value={method.id}
            onChange={setChosen}
          />
        )}
      </Field>
      {!method.available && (
        <Notice tone="brass" title={`${method.name} is not installed`}>
          {`Its server needs the extra part “${method.needs_extra ?? ''}”: pip install 'armillary[${method.needs_extra ?? ''}]'.`}
        </Notice>
      )}
      {isNarrowed(look) && (
        <Field label="Rows" hint="The rows shown are those that the search and the filter of the view Rows let through.">
          {(control) => (
            <Segmented
              id={control.id}
              label="Rows"
              options={ROWS}
              value={isOfShown ? 'shown' : 'all'}
              onChange={(value) => setIsOfAll(value === 'all')}
            />
          )}
        </Field>
      )}
      <ColumnChoice schema={dataset.schema ?? []} chosen={columns} onChange={setColumns} />
      {hasGaps && (
        <Field label="Missing values">
          {(control) => (
            <Segmented
              id={control.id}
              label="Missing values"
              options={GAPS}
              value={missing}
              onChange={(value) => setMissing(value === 'drop' ? 'drop' : 'fill')}
            />
          )}
        </Field>
      )}
      {form.fields.length > 0 && (
        <SchemaForm
          key={method.id}
          fields={form.fields}
          values={form.values}
          problems={NONE}
          onChange={form.change}
          onReset={form.reset}
        />
      )}
      {make.error !== null && <Notice tone="bad">{messageOf(make.error)}</Notice>}
      <Button
        look="primary"
        isBusy={make.isPending}
        disabled={!method.available || !form.isRight || columns?.length === 0}
        onClick={submit}
      >
        Make the map
      </Button>
    </div>
  );
}
