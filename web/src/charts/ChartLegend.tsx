import { formatNumber } from '../lib/format';
import { scoreText } from '../lib/metrics';
import type { Line } from './align';
import type { Mark } from './line-options';
import styles from './LineChart.module.css';
import { lineColor } from './palette';

interface ChartLegendProps {
  lines: readonly Line[];
  data: readonly (readonly (number | null | undefined)[])[];
  /** The point under the pointer; null shows the newest values. */
  place: number | null;
  xLabel: string;
  /** Which score it is, which says how its values are written. */
  metric: string;
  marks?: readonly Mark[];
}

export function ChartLegend({ lines, data, place, xLabel, metric, marks = [] }: ChartLegendProps) {
  const steps = data[0] ?? [];
  const step = place === null ? steps.at(-1) : steps[place];
  const happened = place === null ? [] : marks.filter((mark) => mark.step === step);
  return (
    <figcaption className={styles.legend}>
      {lines.map((line, number) => line.look?.isFaint !== true && (
        <span key={line.label} className={styles.item}>
          <svg className={styles.swatch} viewBox="0 0 24 4" preserveAspectRatio="none" aria-hidden="true">
            <line
              x1="0"
              y1="2"
              x2="24"
              y2="2"
              strokeWidth="4"
              stroke={lineColor(line.look?.colour ?? number)}
              strokeDasharray={line.look?.dash.join(' ')}
            />
          </svg>
          {line.label}
          <strong>{scoreText(metric, place === null ? line.values.at(-1) : data[number + 1]?.[place])}</strong>
        </span>
      ))}
      <span className={styles.step}>
        {step == null ? '' : [`${xLabel} ${formatNumber(step)}`, ...happened.map((mark) => mark.label)].join(', ')}
      </span>
    </figcaption>
  );
}
