import type { ReactNode } from 'react';
import type { Dataset } from '../../../../../api/types';
import { formatCount } from '../../../../../lib/format';
import { FilterPopover } from '../filter/FilterPopover';
import type { Look } from '../look/look';
import { isNarrowed } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import { ColumnChooser } from './ColumnChooser';
import { ExportMenu } from './ExportMenu';
import { LookSearch } from './LookSearch';
import type { MatchCount } from './match-count';
import { SavedLooks } from './SavedLooks';
import styles from './ViewBar.module.css';
import { ViewChips } from './ViewChips';

interface ViewBarProps {
  dataset: Dataset;
  look: Look;
  change: ChangeLook;
  count: MatchCount;
  children?: ReactNode;
}

/** How the table is looked at, and how to change it: the same bar above every view of it. */
export function ViewBar({ dataset, look, change, count, children }: ViewBarProps) {
  return (
    <>
      <div className={styles.bar} role="toolbar" aria-label="How the table is looked at">
        <div className={styles.search}>
          <LookSearch search={look.search} change={change} />
        </div>
        <FilterPopover dataset={dataset} look={look} change={change} />
        <ColumnChooser schema={dataset.schema ?? []} look={look} change={change} />
        <SavedLooks datasetId={dataset.id} look={look} />
        <ExportMenu dataset={dataset} look={look} count={count} />
        {children}
        <MatchWords look={look} count={count} rows={dataset.rows ?? 0} />
      </div>
      <ViewChips look={look} change={change} />
    </>
  );
}

function MatchWords({ look, count, rows }: { look: Look; count: MatchCount; rows: number }) {
  const { total, isEstimate } = count;
  return (
    <p role="status" className={styles.count}>
      {total === null ? (
        'Counting …'
      ) : (
        <>
          <strong>{`${isEstimate ? '≈ ' : ''}${formatCount(total)}`}</strong>
          {isNarrowed(look) ? ` of ${formatCount(rows)} rows` : total === 1 ? ' row' : ' rows'}
          {isEstimate && <span className="visually-hidden">, estimated</span>}
        </>
      )}
    </p>
  );
}
