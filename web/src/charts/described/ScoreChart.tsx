import type { ScoreBins } from '../../lib/described';
import { formatNumber } from '../../lib/format';
import { Histogram } from '../Histogram';
import styles from './described.module.css';

/** How unusual rows are, and from where on they count as such. */
export function ScoreChart({ scores, threshold }: { scores: ScoreBins; threshold: number }) {
  return (
    <>
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
    </>
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
