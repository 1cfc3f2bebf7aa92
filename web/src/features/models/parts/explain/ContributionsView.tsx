import { useState } from 'react';
import type { ContributionsFound } from '../../../../api/explain-answers';
import { DotStrips } from '../../../../charts/explain/DotStrips';
import { formatCountOf, formatNumber } from '../../../../lib/format';
import { Table } from '../../../../ui/Table';
import { OutputChoice } from './OutputChoice';
import { SharedCredit } from './SharedCredit';
import styles from './explain.module.css';

const LISTED = 100;

interface ContributionsViewProps {
  found: ContributionsFound;
  /** Where what is said begins, before anything is added. */
  start?: string;
}

/** What columns add to what is said of many rows. */
export function ContributionsView({ found, start = 'without any column' }: ContributionsViewProps) {
  const [output, setOutput] = useState(0);
  const names = found.named ?? found.outputs;
  const name = names[output] ?? '';
  const unit = found.unit === name ? name : `the ${found.unit} of ${name}`;
  return (
    <>
      <OutputChoice outputs={names} value={output} onChange={setOutput} />
      <DotStrips
        label={`What columns add to ${unit}`}
        unit={unit}
        strips={found.dots.map((one) => ({
          name: one.name,
          added: one.added[output] ?? [],
          height: one.height,
          values: (one.values ?? []).map((value) => (value === null ? 'missing' : String(value))),
        }))}
      />
      <p className={styles.note}>
        {`${formatCountOf(found.rows, 'row')}; ${start}: ${formatNumber(found.base[output] ?? 0)}. ${found.how}`}
      </p>
      <SharedCredit groups={found.shared} />
      <details className={styles.more}>
        <summary>As a table</summary>
        <Table
          caption="Mean size of what columns add"
          rows={found.columns.slice(0, LISTED)}
          rowKey={(one) => one.name}
          columns={[
            { id: 'name', title: 'Column', isWide: true, cell: (one) => one.name },
            { id: 'size', title: 'Mean size', isNumber: true, cell: ({ size }) => formatNumber(size[output] ?? 0) },
            {
              id: 'error',
              title: 'Standard error of a row',
              isNumber: true,
              cell: ({ error }) => (error === null ? 'exact' : formatNumber(error[output] ?? 0)),
            },
          ]}
        />
      </details>
    </>
  );
}
