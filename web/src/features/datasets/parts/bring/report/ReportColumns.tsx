import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportReport } from '../../../../../api/import-report';
import type { Dataset, Storage } from '../../../../../api/types';
import { formatCount } from '../../../../../lib/format';
import { Button } from '../../../../../ui/Button';
import { Panel } from '../../../../../ui/Panel';
import { useToast } from '../../../../../ui/toast';
import { readingQuery, useImportAgain } from '../reading-queries';
import styles from './Report.module.css';
import { ReportColumn } from './ReportColumn';
import { isTold, quietWords } from './report-words';

const SHOWN = 25;

/** The columns of which something is to be told, each with its cells and a way to read it anew. */
export function ReportColumns({ dataset, report }: { dataset: Dataset; report: ImportReport }) {
  const tell = useToast();
  const [shown, setShown] = useState(SHOWN);
  const reading = useQuery(readingQuery(dataset)).data?.options;
  const again = useImportAgain(dataset.id);
  const told = report.columns.filter(isTold);
  const store = (column: string, type: Storage) => {
    if (reading === undefined) return;
    again.mutate(
      { ...reading, types: { ...reading.types, [column]: type } },
      { onError: (error) => tell({ tone: 'bad', text: error.message }) },
    );
  };
  return (
    <Panel title="Cells that are not what stood in the file" aside={formatCount(told.length)} isFlush>
      <ul className={styles.columns}>
        {told.slice(0, shown).map((column) => (
          <ReportColumn
            key={column.name}
            report={report}
            column={column}
            isBusy={again.isPending || reading === undefined}
            onStore={(type) => store(column.name, type)}
          />
        ))}
      </ul>
      {told.length > shown && (
        <p className={styles.quiet}>
          <Button look="quiet" onClick={() => setShown(shown + 4 * SHOWN)}>
            {`Show more of ${formatCount(told.length)} columns`}
          </Button>
        </p>
      )}
      <p className={styles.quiet}>
        {report.state === 'ready' ? quietWords(report.columns) : 'Odd cells in columns of text are not known yet.'}
      </p>
    </Panel>
  );
}
