import type { ScoreBins } from '../../lib/described';
import { formatNumber } from '../../lib/format';
import { Histogram } from '../Histogram';
import { ChartFrame } from '../frame/ChartFrame';
import styles from './described.module.css';

const READS = 'How many rows have which score; those to the right of the line count as unusual. Two humps are easier to part than one with a long tail.';

/** How unusual rows are, and from where on they count as such. */
export function ScoreChart({ scores, threshold }: { scores: ScoreBins; threshold: number }) {
  const table = () => ({
    head: ['from', 'to', 'judged rows', 'training rows'],
    rows: scores.judged.map((count, bin) => [scores.edges[bin] ?? null, scores.edges[bin + 1] ?? null, count, scores.train[bin] ?? null]),
  });
  return (
    <ChartFrame title="How unusual rows are" reads={READS} table={table}>
      <Histogram
        label={`Scores of the rows; from ${formatNumber(threshold)} on they are unusual`}
        edges={scores.edges}
        counts={scores.judged}
        whole={scores.train}
        formatEdge={formatNumber}
        height={200}
        mark={threshold}
      />
      <p className={styles.key}>
        <Key colour="var(--chart-1)" text="judged rows" />
        <Key colour="color-mix(in srgb, var(--ink-faint) 26%, transparent)" text="training rows" />
        <Key colour="var(--chart-2)" text={`unusual from ${formatNumber(threshold)}`} />
      </p>
    </ChartFrame>
  );
}

function Key({ colour, text }: { colour: string; text: string }) {
  return (
    <span>
      <span className={styles.swatch} style={{ background: colour }} aria-hidden="true" />
      {text}
    </span>
  );
}
