import type { ImportReport } from '../../../../../api/import-report';
import { formatBytes, formatCount, formatDuration } from '../../../../../lib/format';
import { Facts, type Fact } from '../../../../../ui/Facts';
import { Panel } from '../../../../../ui/Panel';
import styles from './Report.module.css';
import { headerWords, markWord } from './report-words';

const NAMES: Readonly<Record<string, string>> = {
  encoding: 'Encoding',
  delimiter: 'Between cells',
  quote: 'Around cells',
  decimal: 'Decimal mark',
};

/** What the file was taken for, and what came of it, in numbers. */
export function ReportFacts({ report }: { report: ImportReport }) {
  const speed = `${formatDuration(report.seconds)}, ${formatBytes(report.bytes_per_second)}/s`;
  const size: Fact[] = [
    { label: 'File', value: formatBytes(report.size_bytes) },
    { label: 'Rows', value: formatCount(report.rows) },
    { label: 'Columns', value: formatCount(report.columns.length) },
    { label: 'Duplicate rows', value: countOf(report.duplicate_rows) },
    { label: 'Empty columns', value: formatCount(report.empty_columns.length) },
    { label: 'Memory when loaded', value: formatBytes(report.memory_bytes) },
  ];
  const reading: Fact[] = [
    { label: 'Format', value: report.format },
    ...Object.entries(report.facts).map(([name, fact]) => ({ label: NAMES[name] ?? name, value: markWord(fact) })),
    { label: 'Column names', value: 'each is there once' },
    { label: 'Read in', value: speed },
    { label: 'SHA-256', value: <code className={styles.hash}>{report.content_hash}</code> },
  ];
  return (
    <>
      <Panel title="What was imported">
        <Facts facts={size} isLarge />
        {report.empty_columns.length > 0 && (
          <p className={styles.names}>Without any value: {report.empty_columns.join(', ')}.</p>
        )}
      </Panel>
      <Panel title="What the file was taken for">
        <p className={styles.header}>{headerWords(report)}</p>
        <Facts facts={reading} />
      </Panel>
    </>
  );
}

function countOf(count: number | null): string {
  return count === null ? 'not counted yet' : formatCount(count);
}
