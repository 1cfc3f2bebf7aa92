import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScoresBy } from '../../../api/scores';
import { datasetQuery, trainingQuery } from '../../../api/queries';
import { formatCount } from '../../../lib/format';
import { intervalText, metricName, scoreText } from '../../../lib/metrics';
import { Faces } from '../../../ui/Faces';
import { Field } from '../../../ui/Field';
import { Panel } from '../../../ui/Panel';
import { Select } from '../../../ui/Select';
import { Table, type TableColumn } from '../../../ui/Table';
import { scoresByQuery, type RowChoice } from './queries';
import styles from './Scores.module.css';

interface ByColumnProps {
  runId: string;
  target: string | null;
  onRows: (choice: RowChoice) => void;
}

/** Whether the model is as good for some rows as for others: its scores by the values of a column. */
export function ByColumn({ runId, target, onRows }: ByColumnProps) {
  const [column, setColumn] = useState('');
  const datasetId = useQuery(trainingQuery(runId)).data?.session.dataset_id ?? null;
  const dataset = useQuery({ ...datasetQuery(datasetId ?? ''), enabled: datasetId !== null });
  const names = (dataset.data?.dataset.schema ?? []).map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <Panel title="By groups" aside="is it as good for all?">
      <div className={styles.controls}>
        <Field label="Column">
          {(control) => (
            <Select {...control} value={column} placeholder="Choose a column" options={names.map((value) => ({ value, label: value }))} onChange={setColumn} />
          )}
        </Field>
      </div>
      {column !== '' && <Parts key={column} runId={runId} target={target} column={column} onRows={onRows} />}
    </Panel>
  );
}

function Parts({ runId, target, column, onRows }: ByColumnProps & { column: string }) {
  const query = useQuery(scoresByQuery(runId, target, column));
  return (
    <Faces of="scores" query={query}>
      {(found) => <Table caption={`Scores by ${column}`} columns={columnsOf(found, onRows)} rows={found.parts} rowKey={(part) => part.value} />}
    </Faces>
  );
}

type Part = ScoresBy['parts'][number];

function columnsOf({ column, scores }: ScoresBy, onRows: (choice: RowChoice) => void): TableColumn<Part>[] {
  return [
    { id: 'value', title: column, cell: (part) => part.value },
    { id: 'rows', title: 'Test rows', isNumber: true, cell: (part) => <Behind part={part} column={column} onRows={onRows} /> },
    ...scores.map((score): TableColumn<Part> => ({
      id: score,
      title: metricName(score),
      isNumber: true,
      cell: (part) => {
        const line = part.scores?.[score];
        if (line?.value === null || line?.value === undefined) return <span title={line?.note ?? 'too few rows'}>–</span>;
        return (
          <span className={styles.reach}>
            {scoreText(score, line.value)}
            {line.low !== null && line.high !== null && <small>{` ${intervalText(score, line.low, line.high)}`}</small>}
          </span>
        );
      },
    })),
  ];
}

function Behind({ part: { value, rows }, column, onRows }: { part: Part; column: string; onRows: (choice: RowChoice) => void }) {
  const title = `Test rows where ${column} is ${value}`;
  return (
    <button type="button" className={styles.behind} title={title} onClick={() => onRows({ title, rows: { column, value } })}>
      {formatCount(rows)}
    </button>
  );
}
