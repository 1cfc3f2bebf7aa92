import type { Bins } from '../../lib/described';
import { formatNumber } from '../../lib/format';
import { ChartFrame } from '../frame/ChartFrame';
import { Histogram } from '../Histogram';

interface MeasureChartProps {
  title: string;
  reads: string;
  bins: Bins;
  /** A value that parts good from bad. */
  mark?: number;
  /** Asks for the rows from one value to below another; null is no bound. */
  onChoose?: (low: number | null, high: number | null) => void;
}

/** How often what was found of single rows lies where; its ends hold what lies beyond them. */
export function MeasureChart({ title, reads, bins, mark, onChoose }: MeasureChartProps) {
  const { edges, counts } = bins;
  const table = () => ({ head: ['From', 'To', 'Rows'], rows: counts.map((count, at) => [edges[at] ?? 0, edges[at + 1] ?? 0, count]) });
  return (
    <ChartFrame title={title} reads={onChoose === undefined ? reads : `${reads} Press a bar, or drag over several, to see their rows.`} table={table}>
      <Histogram
        label={`${title}: how many rows have which value`}
        edges={edges}
        counts={counts}
        formatEdge={formatNumber}
        height={200}
        {...(mark !== undefined && { mark })}
        {...(onChoose && {
          onChoose: (low: number, high: number) => onChoose(low <= (edges[0] ?? low) ? null : low, high >= (edges.at(-1) ?? high) ? null : high),
        })}
      />
    </ChartFrame>
  );
}
