import { formatNumber } from '../lib/format';
import { ChartFrame } from './frame/ChartFrame';
import { LineSwatch } from './LineSwatch';
import { lineColor, lineDash } from './palette';
import styles from './RocChart.module.css';

export interface RocLine {
  label: string;
  fpr: readonly number[];
  tpr: readonly number[];
  auc: number | null;
}

const SIZE = 200;
const READS =
  'Towards the upper left is better: more of a class is found for fewer false alarms. On the dashed diagonal it is no better than guessing; the area under a curve is the chance that a row of the class is held for more likely of it than another row.';

/** True against false positive rate, one line per class; the diagonal is guessing. */
export function RocChart({ lines }: { lines: readonly RocLine[] }) {
  const words = lines.map((line) => `${line.label} ${line.auc === null ? '' : formatNumber(line.auc)}`).join(', ');
  const table = () => ({
    head: ['Class', 'False positive rate', 'True positive rate'],
    rows: lines.flatMap(({ label, fpr, tpr }) => fpr.map((x, at) => [label, x, tpr[at] ?? null])),
  });
  return (
    <ChartFrame title="ROC curves" reads={READS} table={table}>
      <figure className={styles.roc}>
        <svg viewBox={`-30 -6 ${SIZE + 38} ${SIZE + 38}`} role="img" aria-label={`ROC curves, area under each: ${words}`}>
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <g key={share} className={styles.grid}>
              <line x1="0" x2={SIZE} y1={SIZE * share} y2={SIZE * share} />
              <line y1="0" y2={SIZE} x1={SIZE * share} x2={SIZE * share} />
              <text x="-5" y={SIZE * (1 - share) + 3} textAnchor="end">
                {share}
              </text>
              <text x={SIZE * share} y={SIZE + 13} textAnchor="middle">
                {share}
              </text>
            </g>
          ))}
          <text className={styles.axis} x={SIZE / 2} y={SIZE + 27} textAnchor="middle">
            False positive rate
          </text>
          <text className={styles.axis} transform={`translate(-23 ${SIZE / 2}) rotate(-90)`} textAnchor="middle">
            True positive rate
          </text>
          <line className={styles.guess} x1="0" y1={SIZE} x2={SIZE} y2="0" />
          {lines.map((line, place) => (
            <polyline key={line.label} className={styles.line} points={pointsOf(line)} strokeDasharray={lineDash(place)} style={{ stroke: lineColor(place) }} />
          ))}
        </svg>
        <figcaption className={styles.legend}>
          {lines.map((line, place) => (
            <span key={line.label}>
              <LineSwatch place={place} />
              {line.label}
              {line.auc !== null && <strong>{` AUC ${formatNumber(line.auc)}`}</strong>}
            </span>
          ))}
        </figcaption>
      </figure>
    </ChartFrame>
  );
}

function pointsOf({ fpr, tpr }: RocLine): string {
  return fpr.map((x, at) => `${x * SIZE},${SIZE - (tpr[at] ?? 0) * SIZE}`).join(' ');
}
