import type { MissionKey } from '../../../api/astronomy-answers';
import { Field } from '../../../ui/Field';
import { Panel } from '../../../ui/Panel';
import { Segmented } from '../../../ui/Segmented';
import { TextInput } from '../../../ui/TextInput';
import styles from '../Playground.module.css';
import type { Wish } from '../wish';

const DATA = [
  { value: 'nasa', label: 'A mission’s table' },
  { value: 'user', label: 'My own files' },
];
const MISSIONS: readonly { value: MissionKey; label: string }[] = [
  { value: 'kepler', label: 'Kepler' },
  { value: 'tess', label: 'TESS' },
  { value: 'k2', label: 'K2' },
];
const ACCEPTED = '.csv,.xlsx,.xls';

interface DataPanelProps {
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** What is learned from: NASA's candidates, or files with the columns of one of its tables. */
export function DataPanel({ wish, onChange }: DataPanelProps) {
  const isOwn = wish.data === 'user';
  return (
    <Panel title="Data">
      <div className={styles.data}>
        <Field label="Learn from">
          {({ id }) => (
            <Segmented
              id={id}
              label="Learn from"
              options={DATA}
              value={wish.data}
              onChange={(value) => onChange({ ...wish, data: value === 'user' ? 'user' : 'nasa' })}
            />
          )}
        </Field>
        <Field label={isOwn ? 'Columns are named as those of' : 'Mission'}>
          {({ id }) => (
            <Segmented
              id={id}
              label="Mission"
              options={MISSIONS}
              value={wish.mission}
              onChange={(value) => onChange({ ...wish, modelId: '', mission: MISSIONS.find((one) => one.value === value)?.value ?? 'kepler' })}
            />
          )}
        </Field>
        {isOwn && (
          <Field label="Training file" hint="CSV or Excel, with a column that says what each row is.">
            {(control) => (
              <TextInput
                {...control}
                type="file"
                className={styles.file}
                accept={ACCEPTED}
                onChange={(event) => onChange({ ...wish, training: event.target.files?.[0] ?? null })}
              />
            )}
          </Field>
        )}
        {isOwn && wish.flow === 'custom' && (
          <Field label="Testing file" hint="The rows to judge; what they are need not be known.">
            {(control) => (
              <TextInput
                {...control}
                type="file"
                className={styles.file}
                accept={ACCEPTED}
                onChange={(event) => onChange({ ...wish, testing: event.target.files?.[0] ?? null })}
              />
            )}
          </Field>
        )}
      </div>
    </Panel>
  );
}
