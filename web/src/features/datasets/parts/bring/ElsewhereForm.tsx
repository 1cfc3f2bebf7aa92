import { useId, useState } from 'react';
import type { Elsewhere } from '../../../../api/elsewhere';
import { formatBytes, formatCountOf } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { Field } from '../../../../ui/Field';
import { icons } from '../../../../ui/icons';
import { Segmented } from '../../../../ui/Segmented';
import { TextInput } from '../../../../ui/TextInput';
import styles from './ElsewhereForm.module.css';
import { useImportFrom } from './elsewhere-queries';

interface ElsewhereFormProps {
  elsewhere: Elsewhere;
  onImporting: (datasetId: string) => void;
}

const WAYS = [
  { value: 'url', label: 'From an address' },
  { value: 'path', label: 'From the server’s folders' },
];

/** Names a file that lies elsewhere and has the server import it. */
export function ElsewhereForm({ elsewhere, onImporting }: ElsewhereFormProps) {
  const list = useId();
  const [way, setWay] = useState(elsewhere.urls ? 'url' : 'path');
  const [typed, setTyped] = useState({ url: '', path: '' });
  const fetching = useImportFrom();
  const isUrl = way === 'url';
  const value = (isUrl ? typed.url : typed.path).trim();
  const choose = (chosen: string) => {
    setWay(chosen);
    fetching.reset();
  };
  const type = (text: string) => {
    setTyped((before) => (isUrl ? { ...before, url: text } : { ...before, path: text }));
    fetching.reset();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        fetching.mutate(isUrl ? { url: value } : { path: value }, {
          onSuccess: ({ dataset_id }) => onImporting(dataset_id),
        });
      }}
    >
      {elsewhere.urls && elsewhere.folders && (
        <Segmented label="Where the file is" options={WAYS} value={way} onChange={choose} />
      )}
      <Field
        label={isUrl ? 'Address of the file' : 'Path of the file'}
        hint={isUrl ? 'http or https, in the public network; the server fetches it itself.' : whatIsThere(elsewhere)}
        problem={fetching.error?.message ?? null}
      >
        {(control) => (
          <TextInput
            {...control}
            required
            type={isUrl ? 'url' : 'text'}
            list={isUrl ? undefined : list}
            placeholder={isUrl ? 'https://example.org/table.csv' : undefined}
            value={isUrl ? typed.url : typed.path}
            onChange={(event) => type(event.target.value)}
          />
        )}
      </Field>
      <datalist id={list}>
        {elsewhere.files.map((file) => (
          <option key={file.path} value={file.path} label={formatBytes(file.size_bytes)} />
        ))}
      </datalist>
      <Button type="submit" look="primary" icon={icons.download} disabled={value === ''} isBusy={fetching.isPending}>
        Import
      </Button>
    </form>
  );
}

function whatIsThere({ files, has_more }: Elsewhere): string {
  if (files.length === 0) return 'There is no file in the folders that are open for imports.';
  if (has_more) return `${formatCountOf(files.length, 'file')} of them are offered; type the path of another.`;
  return `Type, and choose among ${formatCountOf(files.length, 'file')}.`;
}
