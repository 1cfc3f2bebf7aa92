import type { ImportReport } from '../../../../../api/import-report';
import { formatCountOf } from '../../../../../lib/format';
import { ScrollBox } from '../../../../../lib/ScrollBox';
import { Panel } from '../../../../../ui/Panel';
import styles from './Report.module.css';

type Beginning = NonNullable<ImportReport['beginning']>;

/** The first lines of the file as they stand there, and what was made of each. */
export function FileBeginning({ beginning }: { beginning: Beginning }) {
  const { lines, skipped_lines: skipped } = beginning;
  return (
    <Panel
      title="How the file begins"
      aside={skipped > 0 ? `${formatCountOf(skipped, 'line')} above the table left out` : undefined}
      isFlush
    >
      <ScrollBox label="First lines of the file" className={styles.lines}>
        <ol>
          {lines.map((line, at) => (
            <li key={at} data-part={partOf(at, beginning)}>
              <code>{line === '' ? ' ' : line}</code>
            </li>
          ))}
        </ol>
      </ScrollBox>
    </Panel>
  );
}

function partOf(at: number, { skipped_lines: skipped, header }: Beginning): 'skipped' | 'header' | 'row' {
  if (at < skipped) return 'skipped';
  return at === skipped && header !== 'none' ? 'header' : 'row';
}
