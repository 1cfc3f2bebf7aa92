import { useEffect, useRef } from 'react';
import type { AxisValue } from './axis';
import { drawPairs, type PairData } from './draw-pairs';
import { ChartFrame } from './frame/ChartFrame';
import styles from './PairPlot.module.css';
import { readPalette, useThemeCount } from './palette';

const READS =
  'Each square shows two columns against each other, a dot for each row; on the diagonal stands how often a column has which value. A narrow band is a strong tie, apart clouds are groups.';

interface PairPlotProps extends PairData {
  label: string;
}

/** Every column against every other one, each alone on the diagonal. */
export function PairPlot({ label, columns, points, groups, format }: PairPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeCount();
  useEffect(() => {
    const at = box.current;
    const paper = canvas.current;
    if (at === null || paper === null) return;
    const draw = () => drawPairs(paper, at.clientWidth, { columns, points, groups, format }, readPalette(at));
    const observer = new ResizeObserver(draw);
    observer.observe(at);
    return () => observer.disconnect();
  }, [columns, points, groups, format, theme]);
  const table = () => ({ head: columns, rows: points.map((point) => point.map(cellOf)) });
  return (
    <ChartFrame title={label} reads={READS} table={table}>
      <figure className={styles.figure}>
        <div ref={box} className={styles.box} role="img" aria-label={label}>
          <canvas ref={canvas} />
        </div>
        {groups !== null && (
          <ul className={styles.legend} aria-label="Colours">
            {groups.names.map((name, at) => (
              <li key={name}>
                <span style={{ background: `var(--chart-${(at % 6) + 1})` }} aria-hidden="true" />
                {name}
              </li>
            ))}
          </ul>
        )}
      </figure>
    </ChartFrame>
  );
}

function cellOf(value: AxisValue): string | number | null {
  return typeof value === 'number' || value === null ? value : String(value);
}
