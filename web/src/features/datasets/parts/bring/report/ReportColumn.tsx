import { useState } from 'react';
import type { ColumnReport, ImportReport } from '../../../../../api/import-report';
import type { Storage } from '../../../../../api/types';
import { Button } from '../../../../../ui/Button';
import { storageWords } from '../reading';
import styles from './Report.module.css';
import { ToldCellList } from './ToldCellList';
import { tellColumn } from './report-words';

interface ReportColumnProps {
  report: ImportReport;
  column: ColumnReport;
  isBusy: boolean;
  /** Has the file read again with the column stored so. */
  onStore: (type: Storage) => void;
}

/** What is to be told of one column. */
export function ReportColumn({ report, column, isBusy, onStore }: ReportColumnProps) {
  const [isOpen, setIsOpen] = useState(false);
  const wouldBe = column.would_be;
  const hasCells = report.state === 'ready' && column.word + column.unread + column.odd > 0;
  return (
    <li className={styles.column}>
      <div className={styles.head}>
        <div className={styles.words}>
          <p>
            <strong>{column.name}</strong> <span className={styles.type}>{storageWords[column.dtype]}</span>
          </p>
          {tellColumn(column).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
        <div className={styles.acts}>
          {hasCells && (
            <Button look="quiet" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
              {isOpen ? 'Hide the cells' : 'Show the cells'}
            </Button>
          )}
          {column.dtype !== 'str' && (
            <Button isBusy={isBusy} onClick={() => onStore('str')}>
              Keep as text
            </Button>
          )}
          {wouldBe !== null && (
            <Button isBusy={isBusy} onClick={() => onStore(wouldBe)}>{`Read as ${storageWords[wouldBe]}`}</Button>
          )}
        </div>
      </div>
      {isOpen && hasCells && <ToldCellList report={report} column={column} />}
    </li>
  );
}
