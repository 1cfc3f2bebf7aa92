import { useQuery } from '@tanstack/react-query';
import type { ReadingOptions } from '../../../../api/types';
import { Field } from '../../../../ui/Field';
import { NumberInput } from '../../../../ui/NumberInput';
import { Select } from '../../../../ui/Select';
import styles from './FileView.module.css';
import { choiceOf, delimiters, encodings, valueOf } from './reading';
import { partsQuery } from './reading-queries';

interface TextOptionsProps {
  datasetId: string;
  options: ReadingOptions;
  onChange: (news: Partial<ReadingOptions>) => void;
}

const FOUND_OUT = 'found out';

/** What can be said of a file as a whole; whatever does not concern its format is ignored. */
export function TextOptions({ datasetId, options, onChange }: TextOptionsProps) {
  const parts = useQuery(partsQuery(datasetId)).data?.parts ?? [];
  return (
    <div className={styles.options}>
      {parts.length > 1 && (
        <Field label="Table in the file">
          {(control) => (
            <Select
              {...control}
              placeholder={FOUND_OUT}
              options={parts.map((part) => ({ value: part.name, label: `${part.name} (${part.kind})` }))}
              value={options.part ?? ''}
              onChange={(part) => onChange({ part: part || null })}
            />
          )}
        </Field>
      )}
      <Field label="Header" hint="Whether the first row names the columns.">
        {(control) => (
          <Select
            {...control}
            placeholder={FOUND_OUT}
            options={[
              { value: 'yes', label: 'the first row' },
              { value: 'no', label: 'none' },
            ]}
            value={choiceOf(options.has_header)}
            onChange={(choice) => onChange({ has_header: valueOf(choice) })}
          />
        )}
      </Field>
      <Field label="Rows above the table" hint="How many to leave out.">
        {(control) => (
          <NumberInput
            {...control}
            placeholder={FOUND_OUT}
            value={options.skip_rows}
            onChange={(rows) => onChange({ skip_rows: rows === null ? null : Math.max(0, Math.round(rows)) })}
          />
        )}
      </Field>
      <MarkOptions options={options} onChange={onChange} />
    </div>
  );
}

/** What can be said of a text: its encoding and the marks between and around its cells. */
function MarkOptions({ options, onChange }: Omit<TextOptionsProps, 'datasetId'>) {
  return (
    <>
      <Field label="Encoding">
        {(control) => (
          <Select
            {...control}
            placeholder={FOUND_OUT}
            options={encodings.map((name) => ({ value: name, label: name }))}
            value={options.encoding ?? ''}
            onChange={(encoding) => onChange({ encoding: encoding || null })}
          />
        )}
      </Field>
      <Field label="Between cells">
        {(control) => (
          <Select
            {...control}
            placeholder={FOUND_OUT}
            options={delimiters}
            value={options.delimiter ?? ''}
            onChange={(delimiter) => onChange({ delimiter: delimiter || null })}
          />
        )}
      </Field>
      <Field label="Decimal mark">
        {(control) => (
          <Select
            {...control}
            placeholder={FOUND_OUT}
            options={[
              { value: '.', label: 'point' },
              { value: ',', label: 'comma' },
            ]}
            value={options.decimal ?? ''}
            onChange={(mark) => onChange({ decimal: mark === '.' || mark === ',' ? mark : null })}
          />
        )}
      </Field>
    </>
  );
}
