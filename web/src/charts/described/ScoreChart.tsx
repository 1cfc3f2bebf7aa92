import type { ScoreBins } from '../../lib/described';
import { formatNumber } from '../../lib/format';
import { Histogram } from '../Histogram';
import { ChartFrame } from '../frame/ChartFrame';
import styles from './described.module.css';

const READS = 'How many rows have which score; those to the right of the line count as unusual. Two humps are easier to part than one with a long tail.';

interface ScoreChartProps {
  scores: ScoreBins;
  threshold: number;
  /** Asks for the judged rows from one score to below another; null is no bound. */
  onChoose?: (low: number | null, high: number | null) => void;
}

/** How unusual rows are, and from where on they count as such. */
export function ScoreChart({ scores, threshold, onChoose }: ScoreChartProps) {
  const table = () => ({
    head: ['from', 'to', 'judged rows', 'training rows'],
    rows: scores.judged.map((count, bin) => [scores.edges[bin] ?? null, scores.edges[bin + 1] ?? null, count, scores.train[bin] ?? null]),
  });
  return (
    <ChartFrame title="How unusual rows are" reads={onChoose === undefined ? READS : `${READS} Press a bar, or drag over several, to see their rows.`} table={table}>
      <Histogram
        label={`Scores of the rows; from ${formatNumber(threshold)} on they are unusual`}
        edges={scores.edges}
        counts={scores.judged}
        whole={scores.train}
        formatEdge={formatNumber}
        height={200}
        mark={threshold}
        // What lies beyond the training's least and most was counted at the ends.
        {...(onChoose && {
          onChoose: (low: number, high: number) => onChoose(low <= (scores.edges[0] ?? low) ? null : low, high >= (scores.edges.at(-1) ?? high) ? null : high),
        })}
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
