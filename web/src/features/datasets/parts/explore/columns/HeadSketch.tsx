import type { ColumnSummary } from '../../../../../api/table';
import type { Dataset } from '../../../../../api/types';
import { Histogram } from '../../../../../charts/Histogram';
import { ShareStrip } from '../../../../../charts/ShareStrip';
import { classNames } from '../../../../../lib/class-names';
import { formatShare } from '../../../../../lib/format';
import { rowsOf, type Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import { withRange } from './column-filters';
import styles from './HeadSketch.module.css';
import { distinctWords, edgeWords, missingShare, missingWords, rowsIn, stepOf, valueWords } from './summary-words';
import { useSummary } from './use-summaries';

interface HeadSketchProps {
  dataset: Dataset;
  all: readonly string[];
  name: string;
  look: Look;
  change: ChangeLook;
}

/** What a column holds, right under its name: its spread, or its largest parts, and its gaps. */
export function HeadSketch({ dataset, all, name, look, change }: HeadSketchProps) {
  const { summary, isStale, error } = useSummary(dataset, rowsOf(look), all, name);
  if (summary === undefined) return <div className={classNames(styles.sketch, error === null && styles.waiting)} />;
  const missing = missingShare(summary);
  return (
    <div className={classNames(styles.sketch, isStale && styles.stale)}>
      <Spread name={name} summary={summary} look={look} change={change} />
      {missing > 0 && (
        <span className={styles.missing} title={`missing ${missingWords(summary)}`}>
          <span style={{ width: `${100 * missing}%` }} />
        </span>
      )}
    </div>
  );
}

interface SpreadProps {
  name: string;
  summary: ColumnSummary;
  look: Look;
  change: ChangeLook;
}

const PARTS = 6;
// Of a moment only its day has room.
const ROOM = 10;

function Spread({ name, summary, look, change }: SpreadProps) {
  const { dtype, type, histogram, top } = summary;
  const isChoice = type === 'categorical' || type === 'binary';
  if (histogram && !(isChoice && top)) {
    return (
      <Histogram
        label={`How ${name} is spread`}
        edges={histogram.edges}
        counts={histogram.counts}
        whole={histogram.whole}
        formatEdge={(edge) => edgeWords(edge, dtype).slice(0, ROOM)}
        step={stepOf(dtype)}
        height={26}
        isTabStop={false}
        onChoose={(low, high) => change({ filter: withRange(look.filter, name, dtype, [low, high]) })}
      />
    );
  }
  const rows = Math.max(1, rowsIn(summary));
  const parts = (top ?? []).slice(0, PARTS).map(({ value, count }) => ({ name: valueWords(value), share: count / rows }));
  const [first] = parts;
  return (
    <>
      <ShareStrip label={`The most frequent values of ${name}`} parts={parts} />
      <p className={styles.words}>
        {`${distinctWords(summary)} distinct`}
        {first !== undefined && summary.unique_count < rows / 2 && (
          <span title={first.name}>{` · ${first.name} ${formatShare(first.share)}`}</span>
        )}
      </p>
    </>
  );
}
