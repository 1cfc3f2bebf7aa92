import type { ClusterSize } from '../../lib/described';
import { ChartFrame } from '../frame/ChartFrame';
import { TopBars } from '../TopBars';

/** How many rows each cluster has. */
export function ClusterSizes({ sizes }: { sizes: readonly ClusterSize[] }) {
  const total = sizes.reduce((sum, { train }) => sum + train, 0);
  const table = () => ({ head: ['Group', 'rows'], rows: sizes.map(({ cluster, train }) => [cluster < 0 ? 'noise' : `cluster ${cluster}`, train]) });
  return (
    <ChartFrame title="Rows of each cluster" reads="How many training rows each group has; noise are those in none." table={table}>
      <TopBars
        label="Rows of each cluster"
        total={total}
        bars={sizes.map(({ cluster, train }) => ({
          key: String(cluster),
          label: cluster < 0 ? 'noise' : `cluster ${cluster}`,
          count: train,
        }))}
      />
    </ChartFrame>
  );
}
