import type { ColumnSummary } from '../../../../../api/table';
import type { Column } from '../../../../../api/types';
import { classNames } from '../../../../../lib/class-names';
import { formatNumber } from '../../../../../lib/format';
import { Skeleton } from '../../../../../ui/Skeleton';
import { TypeBadge } from '../../../../../ui/TypeBadge';
import type { Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import styles from './Columns.module.css';
import { Distribution } from './Distribution';
import { distinctWords, missingShare, missingWords, oddities } from './summary-words';

interface ColumnCardProps {
  column: Column;
  summary: ColumnSummary | undefined;
  look: Look;
  change: ChangeLook;
  isStale: boolean;
  onOpen: () => void;
}

/** One column at a glance: how it is spread, where its middle lies, what is missing or odd. */
export function ColumnCard({ column, summary, look, change, isStale, onOpen }: ColumnCardProps) {
  return (
    <article className={classNames(styles.card, isStale && styles.stale)} aria-label={column.name}>
      <header className={styles.cardHead}>
        <button type="button" className={styles.cardName} title={column.name} onClick={onOpen}>
          {column.name}
        </button>
        <TypeBadge type={column.type} />
      </header>
      {summary === undefined ? (
        <Skeleton label={column.name} lines={5} />
      ) : (
        <>
          <div className={styles.spread}>
            <Distribution name={column.name} summary={summary} look={look} change={change} />
          </div>
          <Middle summary={summary} />
          <footer className={styles.cardFoot}>
            <MissingBar summary={summary} />
            <p className={styles.odd}>
              <span>{`${distinctWords(summary)} distinct`}</span>
              {oddities(summary).map(({ words, hint }) => (
                <span key={words} className={styles.oddity} title={hint}>
                  {words}
                </span>
              ))}
            </p>
          </footer>
        </>
      )}
    </article>
  );
}

/** The five numbers that divide a column's values into quarters. */
function Middle({ summary: { numbers } }: { summary: ColumnSummary }) {
  if (!numbers) return null;
  const quarters = [
    ['min', numbers.min],
    ['¼', numbers.q25],
    ['½', numbers.q50],
    ['¾', numbers.q75],
    ['max', numbers.max],
  ] as const;
  return (
    <dl className={styles.quarters}>
      {quarters.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={value === null ? undefined : String(value)}>{value === null ? '–' : formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function MissingBar({ summary }: { summary: ColumnSummary }) {
  const share = missingShare(summary);
  return (
    <p className={styles.missing}>
      <span className={styles.missingTrack} aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span>{`missing ${missingWords(summary)}`}</span>
    </p>
  );
}
