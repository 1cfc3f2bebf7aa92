import type { ClusterSize } from '../../lib/described';
import { ChartFrame } from '../frame/ChartFrame';
import { TopBars } from '../TopBars';

interface ClusterSizesProps {
  sizes: readonly ClusterSize[];
  /** Asks for the rows of a group; without it bars cannot be pressed. */
  onChoose?: (cluster: number) => void;
}

const READS = 'How many training rows each group has; noise are those in none. A silhouette near 1 says that the rows of a group lie apart from all others, one near 0 that they lie at its border, one below 0 that most would sit better elsewhere.';

/** How many rows each cluster has, and how well they sit in it. */
export function ClusterSizes({ sizes, onChoose }: ClusterSizesProps) {
  const total = sizes.reduce((sum, { train }) => sum + train, 0);
  const table = () => ({
    head: ['Group', 'training rows', 'judged rows', 'mean silhouette'],
    rows: sizes.map(({ cluster, train, judged, silhouette }) => [nameOf(cluster), train, judged ?? null, silhouette ?? null]),
  });
  return (
    <ChartFrame title="Rows of each cluster" reads={onChoose === undefined ? READS : `${READS} Press a group to see its rows.`} table={table}>
      <TopBars
        label="Rows of each cluster"
        total={total}
        bars={sizes.map(({ cluster, train, silhouette }) => ({
          key: String(cluster),
          label: typeof silhouette === 'number' ? `${nameOf(cluster)} · silhouette ${silhouette.toFixed(2)}` : nameOf(cluster),
          count: train,
        }))}
        {...(onChoose && { onChoose: (key: string) => onChoose(Number(key)), isOpening: true })}
      />
    </ChartFrame>
  );
}

function nameOf(cluster: number): string {
  return cluster < 0 ? 'noise' : `cluster ${cluster}`;
}
