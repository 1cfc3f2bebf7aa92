import { useState } from 'react';
import type { LightCurve } from '../../../api/light-curve-answers';
import { Button } from '../../../ui/Button';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { Field } from '../../../ui/Field';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
import { NumberInput } from '../../../ui/NumberInput';
import { Panel } from '../../../ui/Panel';
import { Select } from '../../../ui/Select';
import { useTransitSearch, type Wish } from '../queries';
import styles from './SearchForm.module.css';

const METHODS: readonly { value: Wish['method']; label: string }[] = [
  { value: 'biweight', label: 'Biweight' },
  { value: 'median', label: 'Median' },
  { value: 'savgol', label: 'Savitzky–Golay' },
  { value: 'none', label: 'None: it is flat already' },
];

/** How to flatten the light, and which periods to look for. */
export function SearchForm({ curve }: { curve: LightCurve }) {
  const [method, setMethod] = useState<Wish['method']>('biweight');
  const [window, setWindow] = useState<number | null>(1);
  const [least, setLeast] = useState<number | null>(0.5);
  const [most, setMost] = useState<number | null>(null);
  const search = useTransitSearch(curve.id);
  const isSearching = curve.state === 'searching' || search.isPending;

  const begin = () => {
    if (window === null || least === null) return;
    search.mutate({ method, window_days: window, min_period: least, max_period: most });
  };

  return (
    <EditorsOnly>
      <Panel title="Look for transits">
        <div className={styles.form}>
          <Field label="Slow changes are taken out by">
            {(control) => (
              <Select
                {...control}
                options={METHODS}
                value={method}
                onChange={(value) => setMethod(METHODS.find((one) => one.value === value)?.value ?? 'biweight')}
              />
            )}
          </Field>
          <Field label="Over so many days" hint="At least three times as long as a transit">
            {(control) => <NumberInput {...control} value={window} onChange={setWindow} />}
          </Field>
          <Field label="Shortest period in days">
            {(control) => <NumberInput {...control} value={least} onChange={setLeast} />}
          </Field>
          <Field label="Longest period in days" hint="Empty: what the curve can show">
            {(control) => <NumberInput {...control} value={most} onChange={setMost} />}
          </Field>
        </div>
        <Button look="primary" icon={icons.search} isBusy={isSearching} onClick={begin}>
          {isSearching ? 'Searching' : 'Search'}
        </Button>
        {search.error !== null && <Notice tone="bad">{search.error.message}</Notice>}
      </Panel>
    </EditorsOnly>
  );
}
