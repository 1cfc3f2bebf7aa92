import type { ColumnSummary } from '../../../../../api/table';
import type { Column } from '../../../../../api/types';
import { formatCount, formatNumber } from '../../../../../lib/format';
import { Facts, type Fact } from '../../../../../ui/Facts';
import { IconButton } from '../../../../../ui/IconButton';
import { icons } from '../../../../../ui/icons';
import { Skeleton } from '../../../../../ui/Skeleton';
import { TypeBadge } from '../../../../../ui/TypeBadge';
import type { Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import styles from './Columns.module.css';
import { Distribution } from './Distribution';
import { distinctWords, missingWords } from './summary-words';

interface ColumnDetailsProps {
  column: Column;
  summary: ColumnSummary | undefined;
  look: Look;
  change: ChangeLook;
  onClose: () => void;
}

/** Everything that is known of one column. */
export function ColumnDetails({ column, summary, look, change, onClose }: ColumnDetailsProps) {
  return (
    <aside className={styles.details} aria-label={`Details of ${column.name}`}>
      <header className={styles.detailsHead}>
        <div>
          <h3>{column.name}</h3>
          <p>
            {`${column.dtype} `}
            <TypeBadge type={column.type} />
          </p>
        </div>
        <IconButton label="Close the details" icon={icons.close} onClick={onClose} />
      </header>
      {summary === undefined ? (
        <Skeleton label={column.name} lines={8} />
      ) : (
        <>
          <Distribution name={column.name} summary={summary} look={look} change={change} height={140} most={20} />
          <Facts facts={factsOf(summary)} />
        </>
      )}
    </aside>
  );
}

function factsOf(summary: ColumnSummary): Fact[] {
  const { numbers, lengths, dates } = summary;
  return [
    { label: 'Values', value: formatCount(summary.non_null_count) },
    { label: 'Missing', value: missingWords(summary) },
    { label: 'Distinct', value: distinctWords(summary) },
    ...counted('NaN', summary.nan_count),
    ...counted('Infinite', summary.infinite_count),
    ...counted('Empty texts', summary.empty_count),
    ...(numbers ? numberFacts(numbers) : []),
    ...(lengths ? [{ label: 'Length of the texts', value: `${formatCount(lengths.min)} to ${formatCount(lengths.max)}, mean ${formatNumber(lengths.mean)}` }] : []),
    ...(dates ? [
          { label: 'First', value: momentWords(dates.min) },
          { label: 'Last', value: momentWords(dates.max) },
        ] : []),
  ];
}

function numberFacts(numbers: NonNullable<ColumnSummary['numbers']>): Fact[] {
  const named = [
    ['Mean', numbers.mean],
    ['Standard deviation', numbers.std],
    ['Smallest', numbers.min],
    ['5 % are below', numbers.q05],
    ['25 % are below', numbers.q25],
    ['Median', numbers.q50],
    ['75 % are below', numbers.q75],
    ['95 % are below', numbers.q95],
    ['Largest', numbers.max],
    ['Skewness', numbers.skew],
  ] as const;
  return [
    ...named.map(([label, value]) => ({
      label,
      value: value === null ? '–' : <span title={String(value)}>{formatNumber(value)}</span>,
    })),
    ...counted('Zeros', numbers.zeros),
    ...counted('Negative', numbers.negatives),
    ...counted('Outliers', numbers.outlier_count),
  ];
}

function momentWords(moment: string | null): string {
  return moment?.replace('T', ' ') ?? '–';
}

function counted(label: string, count: number | null): Fact[] {
  return count !== null && count > 0 ? [{ label, value: formatCount(count) }] : [];
}
